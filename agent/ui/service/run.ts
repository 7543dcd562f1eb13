import type { CheckName, CheckResult, DoctorEvent, Question, Verdict } from '../../../protocol/doctor.ts';

/** A run of the doctor as far as it has come. */
export interface DoctorRun {
  checks: readonly CheckName[];
  /** The check under way. */
  current: CheckName | null;
  progress: { text: string; share: number | null } | null;
  question: Question | null;
  results: readonly CheckResult[];
  picture: string | null;
  verdict: Verdict | null;
  running: boolean;
}

const fresh: DoctorRun = {
  checks: [],
  current: null,
  progress: null,
  question: null,
  results: [],
  picture: null,
  verdict: null,
  running: true,
};

/** What one more event makes of a run; `null` says that there will be no more. */
export function followDoctor(run: DoctorRun | null, event: DoctorEvent | null): DoctorRun | null {
  if (event === null) return run && { ...run, running: false, current: null, question: null, progress: null };
  if (event.type === 'started') return { ...fresh, checks: event.checks };
  const now = run ?? fresh;
  switch (event.type) {
    case 'check':
      return { ...now, current: event.check, progress: null, picture: null };
    case 'progress':
      return { ...now, progress: { text: event.text, share: event.share } };
    case 'question':
      return { ...now, question: event.question };
    case 'picture':
      return {
        ...now,
        picture: `data:image/${event.name.endsWith('.png') ? 'png' : 'jpeg'};base64,${event.base64}`,
      };
    case 'result':
      return { ...now, question: null, progress: null, results: [...now.results, event.result] };
    case 'verdict':
      return { ...now, verdict: event.verdict };
  }
}
