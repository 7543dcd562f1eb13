import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type AgentConfiguration, type Result, success } from '../../protocol/index.ts';
import { loadConfiguration } from '../configuration.ts';
import { type Ledger, openLedger } from '../health/index.ts';
import { type Identity, loadIdentity } from '../identity/index.ts';
import { type Outbox, openOutbox } from '../link/index.ts';
import type { LogRing } from '../local/index.ts';
import { openState, type State } from '../state/index.ts';
import { type Care, openCare } from './care.ts';
import { holdData } from './hold.ts';
import { openLog } from './log.ts';

/** What every part stands on: settings, log, and what is on the disk. */
export interface Foundation {
  folder: string;
  version: string;
  configuration: AgentConfiguration;
  log: Logger;
  logs: LogRing;
  /** Who this totem is, or why that cannot be read. */
  known: Result<Identity | null>;
  state: State;
  outbox: Outbox;
  care: Care;
  ledger: Ledger;
  /** Whether the run before this one ended in good order. */
  cleanStop: boolean;
  now: () => number;
  /** Writes what waits and lets go of the folder. */
  close(): Promise<void>;
}

export interface FoundationListener {
  /** An event is on the disk. */
  recorded(): void;
  faultsChanged(): void;
  /** The disk takes writes again, after it did not. */
  room(): void;
}

/** Opens the data folder; refused where the settings are wrong or another agent holds it. */
export async function openFoundation(
  folder: string,
  version: string,
  listener: FoundationListener,
): Promise<Result<Foundation>> {
  await mkdir(folder, { recursive: true });
  const loaded = await loadConfiguration(folder);
  if (!loaded.ok) return loaded;
  const configuration = loaded.value;
  const { log, logs } = openLog(configuration.log);
  const held = await holdData(folder, log);
  if (!held.ok) return held;
  const known = await loadIdentity(folder);
  const now = Date.now;
  const state = await openState(join(folder, 'state'), log.child({ part: 'state' }));
  const outbox = await openOutbox({ folder: join(folder, 'outbox'), log: log.child({ part: 'outbox' }) });
  const { cleanStop } = state.data();
  const care = await openCare({ folder, configuration, cleanStop, now, log });
  const ledger = openLedger({
    outbox,
    state,
    memory: care.memory,
    onRecorded: listener.recorded,
    onFaultsChanged: listener.faultsChanged,
    onRoom: listener.room,
    now,
    log,
  });
  if (state.recovery !== 'none') {
    ledger.faults.raise('storage.recovered', `the state file was damaged; ${recoveries[state.recovery]}`);
  }
  if (!known.ok) {
    // The hub cannot know this totem any more, but what is on the screen does not depend on it.
    log.error({ problem: known.error }, 'the identity of this totem is damaged: enrol it again');
    ledger.faults.raise('link.certificate_refused', known.error.message);
  }
  ledger.record({ kind: 'agent.started', at: new Date(now()).toISOString(), version, cleanStop });

  return success({
    folder,
    version,
    configuration,
    log,
    logs,
    known,
    state,
    outbox,
    care,
    ledger,
    cleanStop,
    now,
    async close() {
      await ledger.stop();
      await care.stop();
      await ledger.remember((draft) => {
        draft.cleanStop = true;
      });
      await outbox.close();
      await held.value();
    },
  });
}

const recoveries = {
  former: 'its former generation is in use',
  lost: 'both generations were unreadable and the totem begins anew',
} as const;
