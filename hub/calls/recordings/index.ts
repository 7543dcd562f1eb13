import type { Logger } from 'pino';
import type {
  CallConfiguration,
  CallId,
  CallSoundQuery,
  CallSoundStored,
  CallText,
  PartyName,
} from '../../../protocol/calls/index.ts';
import type { Result } from '../../../protocol/index.ts';
import type { Store } from '../../store/index.ts';
import type { Vault } from '../../vault/index.ts';
import type { Call } from '../model/index.ts';
import { openSounds, type RecordedTake } from './sounds.ts';

export type { RecordedTake } from './sounds.ts';
export { openTape, type Tape } from './tape.ts';

/** A call that its citizen agreed to have recorded. Moments in ms. */
export interface Recording {
  call: CallId;
  office: string;
  started: number;
  expires: number;
  lines: number;
  sounds: RecordedTake[];
}

/** One line of a recorded call. */
export interface RecordedLine {
  party: string;
  line: number;
  at: number;
  text: string;
}

/** What was recorded: sealed, and deleted by date or as soon as the citizen says no. Who reads it is audited elsewhere. */
export interface Recordings {
  /** Which offices' calls may be recorded; empty by default. */
  recordable: readonly { office: string; sound: boolean }[];
  /** Keeps a finished line of a call that is recorded. */
  line(call: Call, party: PartyName, text: CallText): Promise<void>;
  /** Keeps a piece of sound, if it is allowed when its turn has come (see `Sounds`). */
  sound(
    call: Call,
    part: CallSoundQuery,
    bytes: Buffer,
    allowed: (begins: boolean) => Result<null>,
  ): Promise<Result<CallSoundStored>>;
  list(): Promise<Recording[]>;
  lines(call: CallId): Promise<RecordedLine[] | undefined>;
  /** The sound there is of a call, oldest first. */
  takes(call: CallId): Promise<RecordedTake[]>;
  /** One take as a WebM file, as far as it came in. */
  listen(call: CallId, take: string): Promise<Buffer | undefined>;
  /** Deletes one; `false` where there is none. */
  erase(call: CallId): Promise<boolean>;
  /** Resolves when what was begun is done. */
  settled(): Promise<void>;
  stop(): void;
}

export interface RecordingsOptions {
  store: Store;
  vault: Vault;
  /** Sealed sound is kept there, and nothing else. */
  folder: string;
  configuration: CallConfiguration['recording'];
  now: () => number;
  log: Logger;
}

const day = 86_400_000;
const sweepMs = 3_600_000;
/** Lines of one call: hours of writing without a pause. */
const mostLines = 20_000;

export async function openRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { store, vault, folder, configuration, now, log } = options;
  const { db } = store;
  const box = vault.box('recordings of calls');
  const sounds = await openSounds({ store, box: vault.box('sound of calls'), folder, now, log });
  const textOf = (moment: number) => new Date(moment).toISOString();
  const contextOf = (call: CallId, party: string, line: number) => `${call}/${party}/${line}`;

  const erase: Recordings['erase'] = (call) =>
    sounds.erase(call, async (within) => {
      await within.deleteFrom('call_recording_lines').where('call', '=', call).execute();
      const { numDeletedRows } = await within
        .deleteFrom('call_recordings')
        .where('call', '=', call)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
  const begin = (within: Store['db'], call: CallId, office: string) =>
    within
      .insertInto('call_recordings')
      .values({
        call,
        office,
        started: textOf(now()),
        expires: textOf(now() + (configuration?.keepDays ?? 1) * day),
      })
      .onConflict((conflict) => conflict.column('call').doNothing())
      .execute();
  const sweep = async () => {
    const old = await db
      .selectFrom('call_recordings')
      .select('call')
      .where('expires', '<=', textOf(now()))
      .execute();
    for (const { call } of old) await erase(call);
  };
  await sweep();
  const timer = setInterval(() => {
    void sweep().catch((error: unknown) => log.error({ err: error }, 'old recordings could not be deleted'));
  }, sweepMs);

  return {
    recordable: (configuration?.offices ?? []).map((office) => ({
      office,
      sound: configuration?.sound ?? false,
    })),
    line: async ({ id: call, wish, recording }, party, { line, text, final }) => {
      if (recording?.state !== 'on' || !final || line >= mostLines) return;
      const sealed = box.seal(Buffer.from(text), contextOf(call, party, line)).toString('base64');
      const at = textOf(now());
      await db.transaction().execute(async (transaction) => {
        await begin(transaction, call, wish.office);
        await transaction
          .insertInto('call_recording_lines')
          .values({ call, party, line, at, sealed })
          .onConflict((conflict) => conflict.columns(['call', 'party', 'line']).doUpdateSet({ sealed }))
          .execute();
      });
    },
    sound: ({ id, wish }, part, bytes, allowed) =>
      sounds.put(id, part, bytes, allowed, () => begin(db, id, wish.office)),
    list: async () => {
      const sound = Map.groupBy(await sounds.takes(), ({ call }) => call);
      const rows = await db
        .selectFrom('call_recordings')
        .leftJoin('call_recording_lines', 'call_recording_lines.call', 'call_recordings.call')
        .select(({ fn }) => [
          'call_recordings.call',
          'office',
          'started',
          'expires',
          fn.count<number>('party').as('lines'),
        ])
        .groupBy(['call_recordings.call', 'office', 'started', 'expires'])
        .orderBy('started', 'desc')
        .limit(1000)
        .execute();
      return rows.map((row) => ({
        ...row,
        started: Date.parse(row.started),
        expires: Date.parse(row.expires),
        sounds: sound.get(row.call) ?? [],
      }));
    },
    lines: async (call) => {
      const known = await db
        .selectFrom('call_recordings')
        .select('call')
        .where('call', '=', call)
        .executeTakeFirst();
      if (!known) return undefined;
      const rows = await db
        .selectFrom('call_recording_lines')
        .selectAll()
        .where('call', '=', call)
        .orderBy('at')
        .orderBy('line')
        .execute();
      return rows.flatMap(({ party, line, at, sealed }) => {
        const opened = box.open(Buffer.from(sealed, 'base64'), contextOf(call, party, line));
        if (opened.ok) return [{ party, line, at: Date.parse(at), text: opened.value.toString('utf8') }];
        log.error({ call, code: opened.error.code }, 'a recorded line cannot be read');
        return [];
      });
    },
    takes: (call) => sounds.takes(call),
    listen: (call, take) => sounds.read(call, take),
    erase,
    settled: () => sounds.settled(),
    stop: () => clearInterval(timer),
  };
}
