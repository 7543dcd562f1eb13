import type { Logger } from 'pino';
import { type DesiredFirmware, failure, type Result, success } from '../../protocol/index.ts';
import {
  type FirmwareAction,
  type FirmwareActual,
  type FirmwareStep,
  type FirmwareStepArguments,
  isPending,
  isSame,
  planFirmware,
} from './firmware-planner.ts';
import { ExclusiveRunner } from './runner.ts';

/** What carries out each action; the type makes it complete. Every executor is safe to repeat. */
export type FirmwareExecutors = {
  [Action in FirmwareAction]: (
    stepArguments: FirmwareStepArguments[Action],
    signal: AbortSignal,
  ) => Promise<Result<null>>;
};

/** Brings the firmware towards what is wanted, beside everything else: an update takes its time. */
export interface FirmwareReconciler {
  /** Something changed: a wish, the link, a session that ended. */
  request(): void;
  stop(): Promise<void>;
}

export interface FirmwareReconcilerOptions {
  desired: () => DesiredFirmware | null;
  observe(signal: AbortSignal): Promise<FirmwareActual>;
  executors: FirmwareExecutors;
  /** Milliseconds before the next try after a failure. */
  delay(attempt: number): number;
  /** Milliseconds between two looks while something is waited for. */
  recheck: number;
  log: Logger;
}

export function createFirmwareReconciler(options: FirmwareReconcilerOptions): FirmwareReconciler {
  const { desired, executors, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let fetching: DesiredFirmware | null = null;
  let stopped = false;

  const pass = async (signal: AbortSignal): Promise<Result<null>> => {
    clearTimeout(timer);
    for (;;) {
      const actual = await options.observe(signal);
      if (signal.aborted) return success(null);
      const step = planFirmware(desired(), actual);
      if (!step) {
        if (isPending(desired(), actual) && !stopped) timer = setTimeout(request, options.recheck);
        return success(null);
      }
      log.debug({ action: step.action }, 'step');
      fetching = step.action === 'fetch' ? actual.record.target : null;
      const done = await execute(step, executors, signal);
      fetching = null;
      if (!done.ok) return signal.aborted ? success(null) : done;
    }
  };
  const runner = new ExclusiveRunner({ pass, delay: options.delay, log });

  function request(): void {
    // A fetch is the only long step that a newer wish may break off.
    runner.request({ interrupt: fetching !== null && !isSame(fetching, desired()) });
  }

  return {
    request,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await runner.stop();
    },
  };
}

async function execute(
  step: FirmwareStep,
  executors: FirmwareExecutors,
  signal: AbortSignal,
): Promise<Result<null>> {
  try {
    return step.action === 'offer'
      ? await executors.offer(step, signal)
      : await executors[step.action]({}, signal);
  } catch (error) {
    return failure('internal', `${step.action}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
