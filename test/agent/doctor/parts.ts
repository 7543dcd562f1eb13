import type { DoctorParts, RunningParts, ShownExercise } from '../../../agent/doctor/index.ts';
import {
  AgentConfiguration,
  type DoctorEvent,
  type Exercise,
  type ExerciseProgress,
  success,
  validatorOf,
} from '../../../protocol/index.ts';

/** Parts of a doctor on a totem that was never enrolled, with what a test wants otherwise. */
export function partsOf(changes: Partial<DoctorParts> = {}): DoctorParts {
  return {
    folder: '/nowhere',
    version: '1.2.3',
    configuration: validatorOf(AgentConfiguration)({}),
    identity: success(null),
    running: null,
    away: 'stopped',
    now: () => Date.parse('2026-11-25T10:00:00Z'),
    system: '/nowhere',
    ...changes,
  };
}

export function runningParts(changes: Partial<RunningParts> = {}): RunningParts {
  return {
    screen: null,
    input: () => [],
    sensors: () => [],
    faults: () => [],
    screenFree: () => true,
    link: null,
    cleanStop: true,
    ...changes,
  };
}

export async function eventsOf(run: AsyncIterable<DoctorEvent>): Promise<DoctorEvent[]> {
  const events: DoctorEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

/** The codes that one check found. */
export function codesOf(events: readonly DoctorEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'result' ? event.result.findings.map(({ code }) => code) : [],
  );
}

/** A page that is told what to show, and a person in front of it who draws and presses as the test says. */
export function scriptedPage(
  script: (exercise: Exercise) => { steps: ExerciseProgress[]; ending: string | null },
) {
  const shown: Exercise[] = [];
  let open = 0;
  return {
    shown,
    /** Exercises that nobody has taken away. */
    open: () => open,
    show(exercise: Exercise): ShownExercise {
      shown.push(exercise);
      open += 1;
      const { steps, ending } = script(exercise);
      return {
        progress: () => steps.at(-1) ?? null,
        ended: ending === null ? new Promise(() => undefined) : Promise.resolve(ending),
        onProgress(listener) {
          for (const step of steps) listener(step);
          return () => undefined;
        },
        hide: () => {
          open -= 1;
        },
      };
    },
  };
}
