import type { SensorDriver } from '../../protocol/index.ts';

/** One value that a device told, in the unit that is reported. */
export interface Measurement {
  quantity: string;
  unit: string;
  value: number;
}

/** What came out of some bytes. */
export interface Heard {
  /** Valid frames, and the bytes they took. */
  frames: number;
  frameBytes: number;
  /** Frames with a wrong checksum or an impossible content. */
  damaged: number;
  measurements: Measurement[];
  /** Quantities that have no value any more, such as the distance of a target that has left. */
  gone: string[];
  /** What has to be said in answer. */
  send: Uint8Array[];
}

/**
 * The conversation with one device, without the port: bytes and time go in, readings and bytes to send come
 * out. Times are milliseconds of a clock that never goes back.
 */
export interface Dialogue {
  take(bytes: Uint8Array, now: number): Heard;
  /** Called a few times a second; gives what has to be said now. */
  tick(now: number): Uint8Array[];
}

/** What tells one kind of device from the others. */
export interface Kind {
  name: SensorDriver;
  /** Speeds at which the device may speak; the first is the usual one. */
  bauds: readonly number[];
  /** What makes a device of this kind speak that says nothing by itself; harmless to all others. */
  question: readonly Uint8Array[];
  /** How many valid frames are in a sample, and the bytes they take: the device's signature. */
  recognise(sample: Uint8Array): { frames: number; frameBytes: number };
}

/** A driver is one file that exports one of these, and a line in the table of drivers. */
export interface Driver<Settings> extends Kind {
  /** Milliseconds of silence that are normal with these settings. */
  silence(settings: Settings): number;
  /** Begins a conversation. */
  open(settings: Settings): Dialogue;
}

export function nothingHeard(): Heard {
  return { frames: 0, frameBytes: 0, damaged: 0, measurements: [], gone: [], send: [] };
}

export function measurement(quantity: string, unit: string, value: number): Measurement {
  return { quantity, unit, value };
}
