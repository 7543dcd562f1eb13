import { ev } from './codes.ts';

/**
 * How the kernel writes `struct input_event` (linux/input.h), little endian. A record of a 64-bit program has
 * 24 bytes: seconds (8), microseconds (8), type (2), code (2), value (4, signed). That of a 32-bit program has
 * 16: the two times take 4 bytes each, also where the C library counts time in 64 bits (the kernel's
 * `__kernel_ulong_t`), and also under a 64-bit kernel, which asks how the reading program was built.
 */
export type RecordLayout = 'record32' | 'record64';

/** The layout for programs of a processor architecture, as Node names it. */
export function layoutOf(architecture: string): RecordLayout {
  return narrow.has(architecture) ? 'record32' : 'record64';
}

const narrow = new Set(['arm', 'ia32', 'mips', 'mipsel', 'ppc', 's390']);

const layouts = {
  record32: { bytes: 16, microseconds: 4 },
  record64: { bytes: 24, microseconds: 8 },
} as const;

/** Bytes of a record. */
export function recordBytes(layout: RecordLayout): number {
  return layouts[layout].bytes;
}

export type EventTaker = (type: number, code: number, value: number) => void;

export interface EventReader {
  /** Hands on the events that are complete with these bytes; gives the number of records that are none. */
  read(chunk: Uint8Array, take: EventTaker): number;
}

/**
 * Cuts a byte stream into events, however it was split. Records of fixed size have no mark to find their
 * start again, so records that no kernel writes are only counted; the owner opens the device anew when there
 * are too many.
 */
export function createEventReader(layout: RecordLayout): EventReader {
  const { bytes: size, microseconds } = layouts[layout];
  const half = Buffer.alloc(size);
  let held = 0;

  /** Hands on one event; 1 for a record that is none. */
  const one = (view: DataView, at: number, take: EventTaker): 0 | 1 => {
    const after = at + size - 8;
    const type = view.getUint16(after, true);
    const wide = layout === 'record64' && view.getUint32(at + microseconds + 4, true) !== 0;
    if (type > ev.max || wide || view.getUint32(at + microseconds, true) >= 1_000_000) return 1;
    take(type, view.getUint16(after + 2, true), view.getInt32(after + 4, true));
    return 0;
  };

  return {
    read(chunk, take) {
      let absurd = 0;
      let at = 0;
      if (held > 0) {
        at = Math.min(size - held, chunk.length);
        half.set(chunk.subarray(0, at), held);
        held += at;
        if (held < size) return 0;
        held = 0;
        absurd += one(new DataView(half.buffer, half.byteOffset, size), 0, take);
      }
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
      for (; at + size <= chunk.length; at += size) absurd += one(view, at, take);
      held = chunk.length - at;
      half.set(chunk.subarray(at));
      return absurd;
    },
  };
}
