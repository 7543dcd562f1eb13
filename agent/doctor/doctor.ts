import { type DoctorEvent, type DoctorRequest, failure, type Result, success } from '../../protocol/index.ts';
import type { DoctorParts, RunOptions } from './parts.ts';

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
      return success({
        async *[Symbol.asyncIterator]() {
          if (busy) throw new Error('the doctor is at work already');
          busy = true;
          try {
            const { runChecks } = await import('./engine.ts');
            const { checks } = await import('./table.ts');
            yield* runChecks(checks, parts(), request, options);
          } finally {
            busy = false;
          }
        },
      });
    },
  };
}
