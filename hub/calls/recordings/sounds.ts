import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import {
  type CallId,
  type CallSoundQuery,
  type CallSoundStored,
  maximumSoundBytes,
  maximumSoundPartBytes,
  maximumSoundTakes,
} from '../../../protocol/calls/index.ts';
import { syncFolder, writeDurably } from '../../../protocol/durable.ts';
import { failure, type Result, success } from '../../../protocol/index.ts';
import type { Store } from '../../store/index.ts';
import type { Box } from '../../vault/index.ts';
import { beginsWebm, withDuration } from './webm.ts';

/** Sound of a call from one desk without a break. `started` in ms. */
export interface RecordedTake {
  call: CallId;
  take: string;
  started: number;
  milliseconds: number;
  bytes: number;
}

/** Sound of recorded calls: one folder a call, one sealed file a part, and a row for each in the store. */
export interface Sounds {
  /**
   * Keeps the next part of a take; on disk when it resolves. One that came before is kept once. `allowed` says, when
   * its turn has come, whether it may be kept at all, and whether it may begin a take; `before` is done once it may.
   */
  put(
    call: CallId,
    part: CallSoundQuery,
    bytes: Buffer,
    allowed: (begins: boolean) => Result<null>,
    before: () => Promise<unknown>,
  ): Promise<Result<CallSoundStored>>;
  /** Oldest first; of one call, or of all. */
  takes(call?: CallId): Promise<RecordedTake[]>;
  /** One WebM file, as far as it came in. */
  read(call: CallId, take: string): Promise<Buffer | undefined>;
  /** Deletes the sound of a call, and whatever else `others` deletes of it in the same transaction. */
  erase<Value>(call: CallId, others: (within: Store['db']) => Promise<Value>): Promise<Value>;
  /** Resolves when what was begun is done. */
  settled(): Promise<void>;
}

export interface SoundsOptions {
  store: Store;
  box: Box;
  /** Nobody else's; made with mode 0700 where it is absent. */
  folder: string;
  now: () => number;
  log: Logger;
}

/** Opens the folder. What stands in it without a row was not finished, or is left of what was deleted: it goes. */
export async function openSounds({ store, box, folder, now, log }: SoundsOptions): Promise<Sounds> {
  const { db } = store;
  const partsOf = (call: CallId) =>
    db.selectFrom('call_recording_sounds').selectAll().where('call', '=', call).orderBy('part').execute();
  const nameOf = (take: string, part: number) => `${take}.${part}`;
  const contextOf = (call: CallId, take: string, part: number) => `${call}/${take}/${part}`;

  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const call of await readdir(folder)) {
    const known = new Set((await partsOf(call)).map(({ take, part }) => nameOf(take, part)));
    if (known.size === 0) await rm(join(folder, call), { recursive: true, force: true });
    for (const name of known.size === 0 ? [] : await readdir(join(folder, call))) {
      if (!known.has(name)) await rm(join(folder, call, name), { force: true });
    }
  }

  // One after the other: what ends a recording comes after what was begun before.
  let work: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(task: () => Promise<Value>): Promise<Value> => {
    const mine = work.then(task);
    work = mine.catch(() => undefined);
    return mine;
  };

  const openPart = async (call: CallId, take: string, part: number): Promise<Buffer | undefined> => {
    const sealed = await readFile(join(folder, call, nameOf(take, part))).catch(() => undefined);
    const opened = sealed && box.open(sealed, contextOf(call, take, part));
    return opened?.ok ? opened.value : undefined;
  };

  return {
    put: (call, { take, part, until }, bytes, allowed, before) =>
      inTurn(async () => {
        const held = await partsOf(call);
        const mine = held.filter((each) => each.take === take);
        const permitted = allowed(mine.length === 0);
        if (!permitted.ok) return permitted;
        const stored = { call, take, part, size: bytes.length };
        if (part < mine.length) {
          if ((await openPart(call, take, part))?.equals(bytes)) return success(stored);
          return failure('conflict', 'this part was handed in before, with other bytes', '/part');
        }
        if (part > mine.length) return failure('conflict', `part ${mine.length} comes next`, '/part');
        if (until < (mine.at(-1)?.until ?? 0)) {
          return failure('invalid', 'a part does not end before the one before it', '/until');
        }
        if (bytes.length === 0 || (part === 0 && !beginsWebm(bytes))) {
          return failure('invalid', 'a take is a WebM file, and a part is a piece of it');
        }
        if (bytes.length > maximumSoundPartBytes) {
          return failure('too_large', `a part has at most ${maximumSoundPartBytes} bytes`);
        }
        const sum = held.reduce((total, { size }) => total + size, bytes.length);
        if (new Set([...held.map((each) => each.take), take]).size > maximumSoundTakes) {
          return failure('no_space', `the sound of a call has at most ${maximumSoundTakes} takes`);
        }
        if (sum > maximumSoundBytes) {
          return failure('no_space', `the sound of a call has at most ${maximumSoundBytes} bytes`);
        }
        await before();
        if (held.length === 0) {
          await mkdir(join(folder, call), { recursive: true, mode: 0o700 });
          await syncFolder(folder);
        }
        const sealed = box.seal(bytes, contextOf(call, take, part));
        await writeDurably(join(folder, call, nameOf(take, part)), sealed, 0o600);
        await db
          .insertInto('call_recording_sounds')
          .values({ call, take, part, at: new Date(now()).toISOString(), until, size: bytes.length })
          .execute();
        return success(stored);
      }),
    takes: async (call) => {
      const rows = await db
        .selectFrom('call_recording_sounds')
        .select(({ fn }) => [
          'call',
          'take',
          fn.min<string>('at').as('first'),
          fn.max<number>('until').as('until'),
          fn.sum<number>('size').as('bytes'),
        ])
        .$if(call !== undefined, (query) => query.where('call', '=', call ?? ''))
        .groupBy(['call', 'take'])
        .orderBy('first')
        .execute();
      return rows.map(({ first, until, ...row }) => ({
        ...row,
        started: Date.parse(first),
        milliseconds: until,
      }));
    },
    read: async (call, take) => {
      const parts = (await partsOf(call)).filter((each) => each.take === take);
      const opened: Buffer[] = [];
      let milliseconds = 0;
      for (const { part, until } of parts) {
        const bytes = await openPart(call, take, part);
        if (!bytes) {
          log.error({ call, take, part }, 'recorded sound cannot be read from here on');
          break;
        }
        opened.push(bytes);
        milliseconds = until;
      }
      return opened.length === 0 ? undefined : withDuration(Buffer.concat(opened), milliseconds);
    },
    erase: (call, others) =>
      inTurn(async () => {
        // The rows first: files without one go when the hub starts again.
        const erased = await db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('call_recording_sounds').where('call', '=', call).execute();
          return await others(transaction);
        });
        await rm(join(folder, call), { recursive: true, force: true });
        return erased;
      }),
    settled: async () => {
      await work;
    },
  };
}
