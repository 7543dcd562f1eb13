/**
 * The byte stream of a Linux input device: `struct input_event` of 64-bit kernels (linux/input.h), 24 bytes,
 * little endian: seconds (8), microseconds (8), type (2), code (2), value (4, signed).
 */
export interface InputEvent {
  type: number;
  code: number;
  value: number;
}

/** Numbers of linux/input-event-codes.h that touch devices use. */
export const ev = { syn: 0x00, key: 0x01, abs: 0x03, max: 0x1f } as const;
export const syn = { report: 0, dropped: 3 } as const;
export const key = { touch: 0x14a } as const;
export const abs = {
  x: 0x00,
  y: 0x01,
  slot: 0x2f,
  multiX: 0x35,
  multiY: 0x36,
  trackingId: 0x39,
} as const;

const recordBytes = 24;

export interface EventReader {
  /** Takes the next bytes and gives the events that are complete with them. */
  read(chunk: Uint8Array): { events: InputEvent[]; absurd: number };
}

/**
 * Cuts a byte stream into events, however it was split. Records of fixed size have no mark to find their
 * start again, so records that no kernel writes are only counted (`absurd`); the owner reopens the device
 * when there are too many.
 */
export function createEventReader(): EventReader {
  let rest: Buffer = Buffer.alloc(0);
  return {
    read(chunk) {
      const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const events: InputEvent[] = [];
      let absurd = 0;
      let at = 0;
      for (; at + recordBytes <= bytes.length; at += recordBytes) {
        const type = bytes.readUInt16LE(at + 16);
        const event = { type, code: bytes.readUInt16LE(at + 18), value: bytes.readInt32LE(at + 20) };
        if (type > ev.max || bytes.readBigUInt64LE(at + 8) >= 1_000_000n) absurd += 1;
        else events.push(event);
      }
      rest = Buffer.from(bytes.subarray(at));
      return { events, absurd };
    },
  };
}
