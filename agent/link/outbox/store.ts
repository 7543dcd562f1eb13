import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { syncFolder, writeDurably } from '../../../protocol/durable.ts';
import { isUsageKind, jsonValidatorOf, type TotemEvent } from '../../../protocol/index.ts';
import { encodeLine, firstOf, makeSegment, type RecordedEvent, readSegment, segmentName } from './segment.ts';

const Label = Type.Object(
  {
    version: Type.Literal(1),
    outbox: Type.String({ format: 'uuid' }),
    /** Events given up since the outbox was made, because the disk had no room for them. */
    dropped: Type.Integer({ minimum: 0 }),
    /**
     * While the hub may not know of events that were dropped: everything up to `after` was acknowledged before,
     * and the last one dropped was `last`. Without it a restart would take what was dropped for acknowledged.
     */
    gap: Type.Optional(
      Type.Object(
        { after: Type.Integer({ minimum: 0 }), last: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
type Label = Static<typeof Label>;
const parseLabel = jsonValidatorOf(Label, 4096);

/** A segment as it is remembered in memory: numbers only, the events stay on disk. */
export interface Segment {
  first: number;
  path: string;
  sequences: number[];
  bytes: number;
  /** Whether it was already rewritten without usage events. */
  thinned: boolean;
  /** Whether nothing may be appended: bytes that are no record are in it. */
  sealed: boolean;
}

export interface OpenedStore {
  label: Label;
  /** Whether the label is on the disk already. */
  labelled: boolean;
  /** Oldest first; the last one is appended to unless it is sealed. */
  segments: Segment[];
  next: number;
  damagedLines: number;
}

/** Usage is what the hub can do without when there is no room; everything else says what went wrong. */
export function isUsage(event: TotemEvent): boolean {
  return event.kind === 'playlist.played' || isUsageKind(event.kind);
}

/**
 * Reads what is in the folder, whatever state a power cut left it in. Writes nothing, so that an agent on a
 * full disk starts all the same.
 */
export async function openStore(folder: string, newId: () => string): Promise<OpenedStore> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  // Left by a rewrite that a power cut interrupted before its rename.
  for (const name of names.filter((one) => one.endsWith('.new'))) await unlink(join(folder, name));
  const firsts = names
    .map(firstOf)
    .filter((first) => first !== undefined)
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  let damagedLines = 0;
  let next = 1;
  for (const first of firsts) {
    const path = join(folder, segmentName(first));
    const content = await readSegment(path, first);
    const sequences = content.events.map((recorded) => recorded.sequence);
    const bytes = content.events.reduce((sum, recorded) => sum + Buffer.byteLength(encodeLine(recorded)), 0);
    const sealed = content.damagedLines > 0;
    segments.push({ first, path, sequences, bytes, thinned: false, sealed });
    damagedLines += content.damagedLines;
    next = Math.max(next, first, (sequences.at(-1) ?? 0) + 1);
  }
  const label = await readLabel(folder);
  return {
    label: label ?? { version: 1, outbox: newId(), dropped: 0 },
    labelled: label !== undefined,
    segments,
    next,
    damagedLines,
  };
}

export async function writeLabel(folder: string, label: Label): Promise<void> {
  await writeDurably(join(folder, 'outbox.json'), `${JSON.stringify(label)}\n`, 0o600);
}

export async function startSegment(folder: string, first: number): Promise<Segment> {
  const path = join(folder, segmentName(first));
  try {
    await makeSegment(path);
    await syncFolder(folder);
  } catch (error) {
    // The next attempt has the same name.
    await unlink(path).catch(() => undefined);
    throw error;
  }
  return { first, path, sequences: [], bytes: 0, thinned: false, sealed: false };
}

/** Appends lines and makes them durable. A write that fails half-way is cut off again. */
export async function appendToSegment(segment: Segment, recorded: readonly RecordedEvent[]): Promise<void> {
  const text = recorded.map(encodeLine).join('');
  const file = await open(segment.path, 'a');
  try {
    try {
      await file.writeFile(text);
      await file.datasync();
    } catch (error) {
      await file.truncate(segment.bytes).catch(() => {
        segment.sealed = true;
      });
      throw error;
    }
  } finally {
    await file.close();
  }
  segment.bytes += Buffer.byteLength(text);
  for (const { sequence } of recorded) segment.sequences.push(sequence);
}

/** Replaces a segment's content as a whole, so that a power cut leaves the old one or the new one. */
export async function rewriteSegment(segment: Segment, recorded: readonly RecordedEvent[]): Promise<void> {
  const text = recorded.map(encodeLine).join('');
  await writeDurably(segment.path, text, 0o600);
  segment.bytes = Buffer.byteLength(text);
  segment.sequences = recorded.map(({ sequence }) => sequence);
  segment.sealed = false;
}

export async function removeSegment(segment: Segment): Promise<void> {
  await unlink(segment.path);
}

async function readLabel(folder: string): Promise<Label | undefined> {
  try {
    const label = parseLabel(await readFile(join(folder, 'outbox.json')));
    return label.ok ? label.value : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
