import type { Logger } from 'pino';
import type { CallConfiguration, CallId, CallText, PartyName } from '../../protocol/calls/index.ts';
import type { Store } from '../store/index.ts';
import type { Box } from '../vault/index.ts';
import type { Call } from './model/index.ts';

/** A call that its citizen agreed to have recorded. Moments in ms. */
export interface Recording {
  call: CallId;
  office: string;
  started: number;
  expires: number;
  lines: number;
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
  list(): Promise<Recording[]>;
  lines(call: CallId): Promise<RecordedLine[] | undefined>;
  /** Deletes one; `false` where there is none. */
  erase(call: CallId): Promise<boolean>;
  stop(): void;
}

export interface RecordingsOptions {
  store: Store;
  box: Box;
  configuration: CallConfiguration['recording'];
  now: () => number;
  log: Logger;
}

const day = 86_400_000;
const sweepMs = 3_600_000;
/** Lines of one call: hours of writing without a pause. */
const mostLines = 20_000;

export async function openRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { store, box, configuration, now, log } = options;
  const { db } = store;
  const textOf = (moment: number) => new Date(moment).toISOString();
  const contextOf = (call: CallId, party: string, line: number) => `${call}/${party}/${line}`;

  const erase: Recordings['erase'] = (call) =>
    db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('call_recording_lines').where('call', '=', call).execute();
      const { numDeletedRows } = await transaction
        .deleteFrom('call_recordings')
        .where('call', '=', call)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
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
      const expires = textOf(now() + (configuration?.keepDays ?? 1) * day);
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('call_recordings')
          .values({ call, office: wish.office, started: at, expires })
          .onConflict((conflict) => conflict.column('call').doNothing())
          .execute();
        await transaction
          .insertInto('call_recording_lines')
          .values({ call, party, line, at, sealed })
          .onConflict((conflict) => conflict.columns(['call', 'party', 'line']).doUpdateSet({ sealed }))
          .execute();
      });
    },
    list: async () => {
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
    erase,
    stop: () => clearInterval(timer),
  };
}
