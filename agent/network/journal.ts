import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf } from '../../protocol/index.ts';
import { NetworkFigures, NetworkSettings, NetworkState } from '../../protocol/network.ts';

/** What a manager needs to put the former settings back. */
export const Remembered = Type.Object(
  {
    interface: Type.String({ maxLength: 15 }),
    /** Text of the file in which our settings are kept; null where there was none. */
    file: Type.Union([Type.String({ maxLength: 64 * 1024 }), Type.Null()]),
    /** IPv4 addresses with their prefixes, for managers that hold nothing themselves. */
    addresses: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 64 }),
    gateway: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]),
    /** Text of resolv.conf, where it is ours to write. */
    resolver: Type.Union([Type.String({ maxLength: 64 * 1024 }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Remembered = Static<typeof Remembered>;

const Journal = Type.Object(
  {
    version: Type.Literal(1),
    state: NetworkState,
    /** Confirmed settings of ours that are in force. */
    settings: Type.Union([NetworkSettings, Type.Null()]),
    /** Those that are being tried. */
    wanted: Type.Union([NetworkSettings, Type.Null()]),
    former: Type.Union([Remembered, Type.Null()]),
    last: NetworkFigures.properties.last,
    /** Why the old settings are being put back. */
    reason: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
);
export type Journal = Static<typeof Journal>;

export const emptyJournal: Journal = {
  version: 1,
  state: 'settled',
  settings: null,
  wanted: null,
  former: null,
  last: null,
  reason: '',
};

const parse = jsonValidatorOf(Journal, 512 * 1024);

/** Reads what was written before the last act. A damaged journal is put aside, for a person to look at. */
export async function readJournal(path: string, log: Logger): Promise<Journal> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return emptyJournal;
  const parsed = parse(text);
  if (parsed.ok) return parsed.value;
  log.error({ problem: parsed.error, path }, 'the journal of the network is damaged and was put aside');
  await rename(path, `${path}.damaged`);
  return emptyJournal;
}

export async function writeJournal(path: string, journal: Journal): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeDurably(path, `${JSON.stringify(journal, null, 2)}\n`);
}
