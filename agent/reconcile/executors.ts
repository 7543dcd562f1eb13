import { acceptKeyRing, failure, success, type TotemConfiguration } from '../../protocol/index.ts';
import type { Content } from '../content/index.ts';
import type { Ledger } from '../health/index.ts';
import type { State } from '../state/index.ts';
import type { ActualState } from './planner.ts';
import type { Executors } from './steps.ts';

export interface ExecutorOptions {
  content: Content;
  state: State;
  ledger: Pick<Ledger, 'faults' | 'remember'>;
  /** Resolves when no session is on the screen, or when the signal stops the wait. */
  screenFree(signal: AbortSignal): Promise<void>;
  onConfiguration(configuration: TotemConfiguration): void;
  onChange(): void;
}

/** What carries out the planner's steps, with the state that the planner compares against. */
export function createExecutors(options: ExecutorOptions): {
  executors: Executors;
  actual: () => ActualState;
} {
  const { content, state, ledger } = options;
  let keyRingHandled: string | null = null;
  let configuration: TotemConfiguration | null = null;

  const executors: Executors = {
    acceptKeyRing: async ({ envelope }) => {
      const ring = acceptKeyRing(envelope, state.data().keyRing ?? undefined);
      if (!ring.ok) {
        ledger.faults.raise('content.refused', `key ring: ${ring.error.message}`, 'key ring');
      } else {
        const remembered = await ledger.remember((draft) => {
          draft.keyRing = ring.value;
          // What was not signed by a known key may be signed by one of these.
          if (draft.content.problem?.code === 'signature_refused') draft.content.rejected = null;
        });
        if (!remembered) return failure('no_space', 'the key ring could not be written');
        ledger.faults.clear('content.refused', 'key ring');
      }
      keyRingHandled = envelope.payload;
      options.onChange();
      return success(null);
    },
    applyConfiguration: async (step) => {
      configuration = step.configuration;
      options.onConfiguration(step.configuration);
      return success(null);
    },
    repairContent: (_step, signal) => content.repair(signal),
    fetchContent: ({ target }, signal) => content.fetch(target, signal),
    activateContent: async (_step, signal) => {
      // A citizen's pages and pictures stay what they are until the session ends.
      await options.screenFree(signal);
      return signal.aborted ? failure('unavailable', 'stopped before the switch') : content.activate(signal);
    },
    proveContent: (_step, signal) => content.prove(signal),
    rollBackContent: (_step, signal) => content.rollBack(signal),
    settleContent: () => content.settle(),
  };
  return {
    executors,
    actual: () => ({
      keyRingHandled,
      configuration,
      content: state.data().content,
      damaged: content.damaged(),
    }),
  };
}
