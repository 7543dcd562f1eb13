import { failure, type Result } from '../../protocol/index.ts';
import type { Step, StepAction, StepArguments } from './planner.ts';

/** What carries out each action; the type makes it complete. Every executor is safe to repeat. */
export type Executors = {
  [Action in StepAction]: (
    stepArguments: StepArguments[Action],
    signal: AbortSignal,
  ) => Promise<Result<null>>;
};

/** Carries out one step. What an executor throws becomes a failure, which is tried again later. */
export async function execute(step: Step, executors: Executors, signal: AbortSignal): Promise<Result<null>> {
  try {
    return await dispatch(step, executors, signal);
  } catch (error) {
    return failure('internal', `${step.action}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function dispatch(step: Step, executors: Executors, signal: AbortSignal): Promise<Result<null>> {
  switch (step.action) {
    case 'acceptKeyRing':
      return executors.acceptKeyRing(step, signal);
    case 'applyConfiguration':
      return executors.applyConfiguration(step, signal);
    case 'repairContent':
      return executors.repairContent(step, signal);
    case 'fetchContent':
      return executors.fetchContent(step, signal);
    case 'activateContent':
      return executors.activateContent(step, signal);
    case 'proveContent':
      return executors.proveContent(step, signal);
    case 'rollBackContent':
      return executors.rollBackContent(step, signal);
    case 'settleContent':
      return executors.settleContent(step, signal);
  }
}
