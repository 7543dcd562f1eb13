import type { Logger } from 'pino';
import type { TotemEvent } from '../../protocol/index.ts';
import type { Outbox } from '../link/outbox/index.ts';
import type { AgentState, State } from '../state/index.ts';
import { createFaults, type Faults } from './faults.ts';

/** What must not get lost: events and changes of state. A disk that refuses either is a fault, and no more. */
export interface Ledger {
  faults: Faults;
  /** Events of faults are recorded by the faults themselves. */
  record(event: TotemEvent): void;
  /** Changes the state; false where the disk refused. */
  remember(edit: (draft: AgentState) => void): Promise<boolean>;
}

export interface LedgerOptions {
  outbox: Outbox;
  state: State;
  /** An event is on the disk. */
  onRecorded(): void;
  onFaultsChanged(): void;
  now: () => number;
  log: Logger;
}

export function openLedger({ outbox, state, onRecorded, onFaultsChanged, now, log }: LedgerOptions): Ledger {
  const at = () => new Date(now()).toISOString();

  const faults = createFaults(now, {
    raised: (fault) => {
      log.warn({ fault: fault.code, of: fault.part, message: fault.message }, 'fault raised');
      record({ kind: 'fault.raised', at: at(), fault });
    },
    cleared: (fault) => {
      log.info({ fault: fault.code, of: fault.part }, 'fault cleared');
      record({ kind: 'fault.cleared', at: at(), fault });
    },
    changed: onFaultsChanged,
  });

  function record(event: TotemEvent): void {
    outbox.append(event).then(
      () => {
        faults.clear('storage.full', 'events');
        onRecorded();
      },
      (error: unknown) => {
        log.error({ err: error, kind: event.kind }, 'an event could not be recorded');
        faults.raise('storage.full', 'events cannot be recorded', 'events');
      },
    );
  }

  return {
    faults,
    record,
    remember: async (edit) => {
      try {
        await state.change(edit);
        faults.clear('storage.full', 'state');
        return true;
      } catch (error) {
        log.error({ err: error }, 'the state could not be written');
        faults.raise('storage.full', 'the state cannot be written', 'state');
        return false;
      }
    },
  };
}
