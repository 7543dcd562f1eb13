import { open, readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { jsonValidatorOf, TotemEvent } from '../../../protocol/index.ts';

/**
 * A segment is a text file of lines `SEQUENCE CRC32 JSON`, named by the sequence number its first line may
 * have. Sequences grow from line to line; they have gaps where events were dropped for lack of room, or where
 * the disk did not keep a line.
 */
export interface RecordedEvent {
  sequence: number;
  event: TotemEvent;
}

const namePattern = /^(\d{16})\.events$/;
const parseEvent = jsonValidatorOf(TotemEvent, 64 * 1024);

export function segmentName(first: number): string {
  return `${String(first).padStart(16, '0')}.events`;
}

/** The sequence number in a segment's name; `undefined` for any other file. */
export function firstOf(name: string): number | undefined {
  const digits = namePattern.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function encodeLine(recorded: RecordedEvent): string {
  const json = JSON.stringify(recorded.event);
  return `${recorded.sequence} ${checksum(recorded.sequence, json)} ${json}\n`;
}

export interface SegmentContent {
  events: RecordedEvent[];
  /** Lines that are no whole record: a tail torn by a power cut, or bytes the disk did not keep. */
  damagedLines: number;
}

/** Decodes a segment's bytes. Damage costs the lines it touches and no other. */
export function decodeSegment(bytes: Uint8Array, first: number): SegmentContent {
  const text = new TextDecoder().decode(bytes);
  const events: RecordedEvent[] = [];
  let damagedLines = 0;
  let floor = first;
  const lines = text.split('\n');
  // A line counts only with its line feed: what follows the last one was torn off.
  const torn = lines.pop();
  if (torn) damagedLines += 1;
  for (const line of lines) {
    const recorded = decodeLine(line);
    if (recorded && recorded.sequence >= floor) {
      events.push(recorded);
      floor = recorded.sequence + 1;
    } else damagedLines += 1;
  }
  return { events, damagedLines };
}

export async function readSegment(path: string, first: number): Promise<SegmentContent> {
  return decodeSegment(await readFile(path), first);
}

/** Makes an empty segment whose name is on the disk once the folder is synced. */
export async function makeSegment(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function decodeLine(line: string): RecordedEvent | undefined {
  const [digits, crc, ...rest] = line.split(' ');
  const json = rest.join(' ');
  const sequence = Number(digits);
  if (!Number.isSafeInteger(sequence) || checksum(sequence, json) !== crc) return undefined;
  const event = parseEvent(json);
  return event.ok ? { sequence, event: event.value } : undefined;
}

function checksum(sequence: number, json: string): string {
  return crc32(`${sequence} ${json}`).toString(16).padStart(8, '0');
}
