import type { DesiredState, ReportedState } from '../../protocol/index.ts';
import { heartbeatOf } from '../configuration.ts';
import type { Content } from '../content/index.ts';
import { backoff } from '../link/index.ts';
import { createExecutors, createReconciler, createReporter, reportedOf } from '../reconcile/index.ts';
import type { Attendance } from '../session/index.ts';
import type { Foundation } from './foundation.ts';
import type { Parts } from './parts.ts';

/** What the hub wants of this totem, and the way there. */
export interface Wishes {
  /** Takes a newer desired state: durably first, then the steps towards it. */
  desire(desired: DesiredState): Promise<void>;
  /** Something that steps wait for may have come: the hub, room on the disk. */
  request(): void;
  /** The disk takes writes again, after it did not. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

export interface WishesOptions {
  foundation: Foundation;
  parts: Parts;
  content: Content;
  attendance: Attendance;
  /** What is told of this totem changed. */
  onChange(): void;
  /** The wanted settings are in force. */
  onConfiguration(): void;
}

/** Starts the work towards the desired state that is on the disk. */
export function startWishes(options: WishesOptions): Wishes {
  const { foundation, parts, content, attendance, onChange, onConfiguration } = options;
  const { state, ledger, configuration, care, log } = foundation;
  /** Desired by the hub, but not on the disk yet for want of room. */
  let unwritten: DesiredState | undefined;
  const { executors, actual } = createExecutors({
    content,
    state,
    ledger,
    screenFree: care.suspended ? untilAborted : attendance.free,
    onConfiguration: (wanted) => {
      parts.health?.setHeartbeat(heartbeatOf(configuration, wanted));
      onConfiguration();
    },
    onChange,
  });
  const reconciler = createReconciler({
    desired: () => state.data().desired,
    actual,
    executors,
    delay: (attempt) => backoff(attempt, Math.random(), { base: 2000, ceiling: 120_000 }),
    log: log.child({ part: 'reconcile' }),
  });

  const desire = async (desired: DesiredState): Promise<void> => {
    if (desired.revision <= (state.data().desired?.revision ?? 0)) return;
    log.info({ revision: desired.revision, release: desired.content?.release }, 'desired state');
    const { state: operation, target } = state.data().content;
    const remembered = await ledger.remember((draft) => {
      draft.desired = desired;
    });
    unwritten = remembered ? undefined : desired;
    if (!remembered) return;
    onChange();
    parts.updates?.request();
    const elsewhere = desired.content?.manifest.sha256 !== target?.manifest.sha256;
    reconciler.request({ interrupt: (operation === 'fetching' || operation === 'verified') && elsewhere });
  };

  reconciler.request();
  return {
    desire,
    request: () => reconciler.request(),
    async catchUp() {
      await ledger.remember((draft) => {
        draft.cleanStop = false;
      });
      if (unwritten) await desire(unwritten);
      reconciler.request();
    },
    stop: () => reconciler.stop(),
  };
}

export interface Reports {
  /** What this totem is now. */
  reported(): ReportedState;
  /** It changed: the hub is told soon. */
  changed(): void;
  stop(): void;
}

export function createReports({ state }: Foundation, parts: Parts): Reports {
  const reported = () => reportedOf(state.data(), contentOf(parts), parts.updates?.reported());
  const reporter = createReporter(() => parts.link?.report(reported()), 1000);
  return { reported, changed: reporter.changed, stop: reporter.stop };
}

function contentOf({ content }: Parts): Content {
  if (!content) throw new Error('the content is opened before anything is reported');
  return content;
}

/** A screen that is out of service never becomes free. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
