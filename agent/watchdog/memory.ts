import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf, Timestamp } from '../../protocol/index.ts';
import { openMemory } from '../state/index.ts';
import { parts } from './ladder.ts';

export const WatchdogRecord = Type.Object(
  {
    version: Type.Literal(1),
    /** Grows with each change, so that of two copies the newer one is known. */
    changes: Type.Integer({ minimum: 0 }),
    taken: Type.Array(
      Type.Object(
        {
          at: Type.Number(),
          level: Type.Enum(['part', 'agent', 'board', 'out_of_service', 'endure']),
          part: Type.Enum([...parts]),
        },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
    /** Set while the totem is out of service. */
    suspended: Type.Union([
      Type.Object(
        { since: Timestamp, reason: Type.String({ maxLength: 300 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** The run of the agent that is under way, or how the last one ended. */
    run: Type.Union([
      Type.Object(
        { boot: Type.String({ maxLength: 80 }), ending: Type.Enum(['none', 'clean', 'step']) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
export type WatchdogRecord = Static<typeof WatchdogRecord>;

/** What was done about failing parts, over restarts of the agent and of the board. */
export interface WatchdogMemory {
  data(): Readonly<WatchdogRecord>;
  /** @returns whether it will be remembered over a restart of the board */
  change(edit: (draft: WatchdogRecord) => void): Promise<boolean>;
  stop(): Promise<void>;
}

const parse = jsonValidatorOf(WatchdogRecord, 64 * 1024);
const keptSteps = 50;

/**
 * @param runtimeFolder in memory, kept over restarts of the agent (systemd's RuntimeDirectory): it stands in where
 * the disk refuses
 */
export async function openWatchdogMemory(
  folder: string,
  runtimeFolder: string | undefined,
  log: Logger,
): Promise<WatchdogMemory> {
  const initial: WatchdogRecord = { version: 1, changes: 0, taken: [], suspended: null, run: null };
  const durable = await openMemory(folder, WatchdogRecord, initial, log);
  const copy = runtimeFolder === undefined ? undefined : join(runtimeFolder, 'watchdog.json');
  const copied = copy === undefined ? undefined : await readCopy(copy);
  if (copied && copied.changes > durable.data().changes) {
    await durable.change((draft) => void Object.assign(draft, copied));
  }
  return {
    data: durable.data,
    change: async (edit) => {
      const kept = await durable.change((draft) => {
        edit(draft);
        draft.changes += 1;
        draft.taken = draft.taken.slice(-keptSteps);
      });
      if (!kept && copy !== undefined) {
        await writeDurably(copy, JSON.stringify(durable.data())).catch((error: unknown) =>
          log.error({ err: error }, 'restarts cannot be counted: neither the disk nor memory takes them'),
        );
      }
      return kept;
    },
    stop: durable.stop,
  };
}

async function readCopy(path: string): Promise<WatchdogRecord | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : parse(text);
  return parsed?.ok ? parsed.value : undefined;
}
