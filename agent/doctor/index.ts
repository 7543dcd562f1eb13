import { type DoctorEvent, type DoctorRequest, failure, type Result, success } from '../../protocol/index.ts';
import { type RunOptions, runChecks } from './engine.ts';
import type { DoctorParts } from './parts.ts';
import { checks } from './table.ts';

export type { RunOptions } from './engine.ts';
export type { DoctorParts, RunningParts, ScreenParts, ShownExercise } from './parts.ts';

/** Looks a totem over, check by check. */
export interface Doctor {
  /**
   * Starts a run; it goes as far as its events are read, and ends with the reading or the signal. `conflict` while
   * another run is going on: two would take the screen from each other.
   */
  run(request: DoctorRequest, options?: RunOptions): Result<AsyncIterable<DoctorEvent>>;
}

export function createDoctor(parts: () => DoctorParts): Doctor {
  let busy = false;
  return {
    run(request, options) {
      if (busy) return failure('conflict', 'the doctor is at work already; wait until that run has ended');
      busy = true;
      return success(
        guarded(runChecks(checks, parts(), request, options), () => {
          busy = false;
        }),
      );
    },
  };
}

/** Events of a run that tells when it is over, however it ends. */
async function* guarded(events: AsyncIterable<DoctorEvent>, over: () => void): AsyncGenerator<DoctorEvent> {
  try {
    yield* events;
  } finally {
    over();
  }
}
