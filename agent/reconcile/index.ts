import type { Logger } from 'pino';
import { type DesiredState, type Result, success } from '../../protocol/index.ts';
import { type ActualState, plan } from './planner.ts';
import { ExclusiveRunner } from './runner.ts';
import { type Executors, execute } from './steps.ts';

export { createExecutors } from './executors.ts';
export { createFirmwareReconciler, type FirmwareExecutors, type FirmwareReconciler } from './firmware.ts';
export { type FirmwareActual, type FirmwareStep, isUnanswered, planFirmware } from './firmware-planner.ts';
export { type ActualState, plan, type Step, type StepAction } from './planner.ts';
export { reportedOf } from './reported.ts';
export { createReporter, type Reporter } from './reporter.ts';
export { ExclusiveRunner } from './runner.ts';
export type { Executors } from './steps.ts';

/** Brings what is towards what should be, for as long as the agent runs. */
export interface Reconciler {
  /** Something changed. `interrupt` gives up the step that runs, for what is desired is another thing now. */
  request(options?: { interrupt?: boolean }): void;
  stop(): Promise<void>;
}

export interface ReconcilerOptions {
  desired: () => DesiredState | null;
  actual: () => ActualState;
  executors: Executors;
  /** Milliseconds before the next try after a failure. */
  delay(attempt: number): number;
  log: Logger;
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const pass = async (signal: AbortSignal): Promise<Result<null>> => {
    for (;;) {
      const [step] = plan(options.desired(), options.actual());
      if (!step || signal.aborted) return success(null);
      options.log.debug({ action: step.action }, 'step');
      const done = await execute(step, options.executors, signal);
      if (!done.ok) return signal.aborted ? success(null) : done;
    }
  };
  return new ExclusiveRunner({ pass, delay: options.delay, log: options.log });
}
