import type { Logger } from 'pino';
import type { TotemEvent } from '../../protocol/index.ts';
import { isUsage, type Outbox } from '../link/outbox/index.ts';
import type { AgentState, State } from '../state/index.ts';
import { createFaults, type FaultListener, type Faults } from './faults.ts';
import type { HealthMemory } from './memory.ts';

/**
 * What must not get lost: events and changes of state. A disk that refuses either is a fault, and no more: it is
 * tried again until the disk takes writes, and events wait in memory until then.
 */
export interface Ledger {
  faults: Faults;
  /** Events of faults are recorded by the faults themselves. */
  record(event: TotemEvent): void;
  /** Changes the state; false where the disk refused. */
  remember(edit: (draft: AgentState) => void): Promise<boolean>;
  /** Writes what waits, if the disk lets it, and tries no more. */
  stop(): Promise<void>;
}

export interface LedgerOptions {
  outbox: Outbox;
  state: State;
  /** An event is on the disk. */
  onRecorded(): void;
  onFaultsChanged(): void;
  /** Faults that held when the former run ended, and where those that hold now are kept for the next one. */
  memory?: Pick<HealthMemory, 'faults' | 'keepFaults'>;
  /** The disk takes writes again: what was not remembered can be now. */
  onRoom?(): void;
  now: () => number;
  log: Logger;
  /** Milliseconds between two tries while the disk refuses. */
  retry?: number;
}

/** Events that wait in memory at most while the disk refuses them. */
const maximumWaiting = 500;

export function openLedger(options: LedgerOptions): Ledger {
  const { outbox, state, onRecorded, onFaultsChanged, now, log, retry = 5000 } = options;
  const at = () => new Date(now()).toISOString();
  let waiting: TotemEvent[] = [];
  let stateRefused = false;
  let timer: NodeJS.Timeout | undefined;
  let trying = false;
  let stopped = false;

  const listener: FaultListener = {
    raised: (fault) => {
      log.warn({ fault: fault.code, of: fault.part, message: fault.message }, 'fault raised');
      record({ kind: 'fault.raised', at: at(), fault });
    },
    cleared: (fault) => {
      log.info({ fault: fault.code, of: fault.part }, 'fault cleared');
      record({ kind: 'fault.cleared', at: at(), fault });
    },
    changed: () => {
      options.memory?.keepFaults(faults.list());
      onFaultsChanged();
    },
  };
  const faults = createFaults(now, listener, options.memory?.faults);

  function record(event: TotemEvent): void {
    if (waiting.length > 0) keep([event]);
    else void append([event]);
  }

  /** What the disk refuses waits for the next try. */
  async function append(events: readonly TotemEvent[]): Promise<void> {
    const done = await Promise.allSettled(events.map((event) => outbox.append(event)));
    const refused = events.filter((_event, index) => done[index]?.status === 'rejected');
    if (refused.length < events.length) onRecorded();
    if (refused.length === 0) {
      if (waiting.length === 0) faults.clear('storage.full', 'events');
      return;
    }
    const reason = done.find((one) => one.status === 'rejected')?.reason;
    log.error({ err: reason, events: refused.length }, 'events could not be recorded');
    keep(refused);
    faults.raise('storage.full', 'events cannot be recorded', 'events');
  }

  function keep(events: readonly TotemEvent[]): void {
    waiting.push(...events);
    while (waiting.length > maximumWaiting) {
      const usage = waiting.findIndex(isUsage);
      waiting.splice(Math.max(0, usage), 1);
    }
    tryLater();
  }

  function tryLater(): void {
    if (!stopped && !trying) timer ??= setTimeout(() => void tryAgain(), retry);
  }

  async function tryAgain(): Promise<void> {
    timer = undefined;
    trying = true;
    if (stateRefused) await remember(() => undefined);
    await writeWaiting();
    trying = false;
    if (stateRefused || waiting.length > 0) tryLater();
    else options.onRoom?.();
  }

  async function writeWaiting(): Promise<void> {
    const events = waiting;
    waiting = [];
    if (events.length > 0) await append(events);
  }

  async function remember(edit: (draft: AgentState) => void): Promise<boolean> {
    try {
      await state.change(edit);
      stateRefused = false;
      faults.clear('storage.full', 'state');
      return true;
    } catch (error) {
      log.error({ err: error }, 'the state could not be written');
      stateRefused = true;
      faults.raise('storage.full', 'the state cannot be written', 'state');
      tryLater();
      return false;
    }
  }

  return {
    faults,
    record,
    remember,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await writeWaiting();
    },
  };
}
