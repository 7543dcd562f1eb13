import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Static, TSchema } from 'typebox';
import { validatorOf } from '../../protocol/index.ts';
import { DurableAdapter } from './adapter.ts';

/**
 * What one part must remember over a restart, in a folder of its own and with a former generation. A change
 * holds at once for this run; it is written as soon as the disk takes it.
 */
export interface Memory<Value> {
  data(): Readonly<Value>;
  /** Changes a copy and writes it; false where the disk refused, which is tried again by itself. */
  change(edit: (draft: Value) => void): Promise<boolean>;
  /** Whether all that was changed is on the disk. */
  written(): boolean;
  /** Writes what waits, if the disk lets it, and tries no more. */
  stop(): Promise<void>;
}

/** Milliseconds between two tries while the disk refuses. */
const retry = 10_000;

export async function openMemory<Schema extends TSchema>(
  folder: string,
  schema: Schema,
  initial: Static<Schema>,
  log: Logger,
): Promise<Memory<Static<Schema>>> {
  const adapter = new DurableAdapter<Static<Schema>>(folder, validatorOf(schema));
  let current = initial;
  try {
    await mkdir(folder, { recursive: true });
    current = (await adapter.read()) ?? initial;
  } catch (error) {
    log.error({ err: error, folder }, 'what was remembered could not be read');
  }
  if (adapter.recovery !== 'none') log.warn({ folder, recovery: adapter.recovery }, 'a memory was damaged');

  let onDisk = true;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const write = async (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    const value = current;
    try {
      await adapter.write(value);
      if (value === current) onDisk = true;
      return true;
    } catch (error) {
      log.warn({ err: error, folder }, 'what is to be remembered could not be written');
      if (!stopped) timer ??= setTimeout(() => void enqueue(), retry);
      return false;
    }
  };
  const enqueue = (): Promise<boolean> => {
    // Changes that came while one was being written go to the disk together.
    const done = last.then(() => (onDisk ? true : write()));
    last = done;
    return done;
  };

  return {
    data: () => current,
    change: (edit) => {
      const draft = structuredClone(current);
      edit(draft);
      current = draft;
      onDisk = false;
      return enqueue();
    },
    written: () => onDisk,
    stop: async () => {
      stopped = true;
      await enqueue();
      clearTimeout(timer);
    },
  };
}
