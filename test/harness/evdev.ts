import type { RecordLayout } from '../../agent/touch/events.ts';

/** One `struct input_event` as its bytes, those of a 64-bit program where nothing else is said. */
export function inputEvent(
  type: number,
  code: number,
  value: number,
  microseconds = 0,
  layout: RecordLayout = 'record64',
): Buffer {
  const record = Buffer.alloc(layout === 'record64' ? 24 : 16);
  if (layout === 'record64') record.writeBigUInt64LE(BigInt(microseconds), 8);
  else record.writeUInt32LE(microseconds, 4);
  record.writeUInt16LE(type, record.length - 8);
  record.writeUInt16LE(code, record.length - 6);
  record.writeInt32LE(value, record.length - 4);
  return record;
}

/** Events as `[type, code, value]`, as their bytes. */
export type Triple = readonly [type: number, code: number, value: number];

export function eventBytes(events: readonly Triple[], layout: RecordLayout = 'record64'): Buffer {
  return Buffer.concat(events.map(([type, code, value]) => inputEvent(type, code, value, 0, layout)));
}

/** The bytes of a finger put down (true) or lifted (false) on a single-touch device. */
export function fingerBytes(down: boolean, x: number, y: number): Buffer {
  return eventBytes([
    [3, 0x00, x],
    [3, 0x01, y],
    [1, 0x14a, down ? 1 : 0],
    [0, 0, 0],
  ]);
}

/** The bytes of a tap: a finger put down and lifted at the same place. */
export function tapBytes(x: number, y: number): Buffer {
  return Buffer.concat([fingerBytes(true, x, y), fingerBytes(false, x, y)]);
}
