import { mkdir } from 'node:fs/promises';
import { Low } from 'lowdb';
import type { Logger } from 'pino';
import { validatorOf } from '../../protocol/index.ts';
import { DurableAdapter, type Recovery } from './adapter.ts';
import { AgentState, initialState } from './schema.ts';

export type { Recovery } from './adapter.ts';
export { type AgentState, type ContentRecord, initialState, type ReleaseReference } from './schema.ts';

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

const validate = validatorOf(AgentState);

/** Opens (or makes) `state.json` in a folder. */
export async function openState(folder: string, log: Logger): Promise<State> {
  await mkdir(folder, { recursive: true });
  const adapter = new DurableAdapter<AgentState>(folder, validate);
  const database = new Low<AgentState>(adapter, initialState());
  await database.read();
  if (adapter.recovery !== 'none') {
    // Nothing is known about how the run before this one ended.
    database.data = { ...database.data, cleanStop: false };
    log.warn({ recovery: adapter.recovery }, 'the state file was damaged');
  }

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
