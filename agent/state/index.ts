import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import type { Logger } from 'pino';
import { success, type Validator } from '../../protocol/index.ts';
import { DurableAdapter, type Recovery } from './adapter.ts';
import { migrate } from './migrations.ts';
import { type AgentState, initialState, stateVersion } from './schema.ts';

export type { Recovery } from './adapter.ts';
export { type Memory, openMemory } from './memory.ts';
export {
  type AgentState,
  type ContentRecord,
  type FirmwareBaseline,
  type FirmwareMove,
  type FirmwareRecord,
  initialFirmware,
  initialState,
  type ReleaseReference,
  stateVersion,
} from './schema.ts';

/** The agent's few kilobytes of memory. */
export interface State {
  /** The state as it is on disk. Never changed in place: each change makes a new object. */
  data(): Readonly<AgentState>;
  /**
   * Changes a copy, writes it durably and only then makes it the state. Changes are carried out one after the
   * other; where the disk refuses, the promise rejects and the state stays as it was.
   */
  change(edit: (draft: AgentState) => void): Promise<void>;
  /** What had to be done to read the state at the start. */
  recovery: Recovery;
}

/** Opens (or makes) `state.json` in a folder. */
export async function openState(folder: string, log: Logger): Promise<State> {
  await mkdir(folder, { recursive: true });
  let found = stateVersion;
  const validate: Validator<AgentState> = (value) => {
    const migrated = migrate(value);
    if (!migrated.ok) return migrated;
    found = migrated.value.from;
    return success(migrated.value.state);
  };
  const adapter = new DurableAdapter<AgentState>(folder, validate, keptName(stateVersion));
  const database = new Low<AgentState>(adapter, initialState());
  await database.read();
  if (adapter.recovery !== 'none') {
    // Nothing is known about how the run before this one ended.
    database.data = { ...database.data, cleanStop: false };
    log.warn({ recovery: adapter.recovery }, 'the state file was damaged');
  }
  // A firmware that does not prove itself gives the disk back to an agent that knows only the older form.
  if (found < stateVersion) await adapter.keepAs(keptName(found));
  else if (adapter.recovery === 'none') await rm(join(folder, keptName(stateVersion)), { force: true });

  let current = database.data;
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (edit: (draft: AgentState) => void): Promise<void> => {
    const draft = structuredClone(current);
    edit(draft);
    database.data = draft;
    await database.write();
    current = draft;
  };

  return {
    data: () => current,
    change: (edit) => {
      const done = last.then(() => apply(edit));
      last = done.catch(() => undefined);
      return done;
    },
    recovery: adapter.recovery,
  };
}

/** Name of a copy of the state in the form of a version, made when a later version came to it. */
function keptName(version: number): string {
  return `state.v${version}.json`;
}
