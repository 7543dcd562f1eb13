import { failure, type Result, success } from '../../../../../protocol/errors.ts';
import type { RolloutKind, RolloutPlan, RolloutRequest } from '../../../../../protocol/rollouts.ts';

const spans: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Turns what was typed into a request, or says which field is not understood. The hub checks the rest. */
export function readRolloutForm(kind: RolloutKind, group: string, form: FormData): Result<RolloutRequest> {
  const typed = (name: string) => String(form.get(name) ?? '').trim();
  const artifact = typed('artifact');
  if (artifact === '') return failure('invalid', 'Choose what is rolled out.');
  const reaches = typed('phases')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const percent = Number(typed('success').replace(/%$/, ''));
  const failures = typed('failures');
  const soakSeconds = secondsOf(typed('soak'));
  const deadlineSeconds = secondsOf(typed('deadline'));
  if (reaches.length === 0 || !reaches.every((reach) => /^\d{1,6}%?$/.test(reach))) {
    return failure('invalid', 'Phases are numbers of totems or shares, such as 1, 10%, 100%.');
  }
  if (!Number.isInteger(percent)) return failure('invalid', '“Must succeed” is a number of percent.');
  if (soakSeconds === undefined || deadlineSeconds === undefined) {
    return failure('invalid', 'Soak and deadline are times such as 90s, 10m, 1h or 1d.');
  }
  const window = windowOf(typed('window'));
  if (window === undefined) return failure('invalid', 'The window is like 01:00-05:00, or empty.');
  return success({
    kind,
    artifact,
    target: { groups: [group], totems: [], sites: [] },
    plan: {
      phases: reaches.map((reach) => ({ reach, success: percent, failures, soakSeconds })),
      deadlineSeconds,
      attempts: kind === 'firmware' ? Number(typed('attempts') || 1) : 1,
      backoffSeconds: 600,
      window,
      allowDowngrade: form.has('downgrade'),
      proveSeconds: 300,
    },
    supersede: form.has('supersede'),
  });
}

function secondsOf(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})\s*([smhd])$/.exec(text) ?? [];
  const seconds = spans[unit ?? ''];
  return seconds === undefined ? undefined : Number(digits) * seconds;
}

function windowOf(text: string): RolloutPlan['window'] | undefined {
  if (text === '') return null;
  const [, from, to] = /^(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : { days: [...everyDay], from, to };
}
