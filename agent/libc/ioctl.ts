import type { LibraryHandle } from './library.ts';

/** `struct input_id` of linux/input.h. */
export interface InputId {
  bus: number;
  vendor: number;
  product: number;
  version: number;
}

/** `struct input_absinfo` of linux/input.h. */
export interface AxisInfo {
  value: number;
  minimum: number;
  maximum: number;
  fuzz: number;
  flat: number;
  resolution: number;
}

/**
 * What an evdev device says of itself (the EVIOCG… requests of linux/input.h). `null` where the file is no such
 * device or knows nothing of the kind.
 */
export interface InputRequests {
  id(fd: number): InputId | null;
  name(fd: number): string | null;
  /** Bit fields, least significant bit first: INPUT_PROP_…, and the codes of an event type. */
  properties(fd: number): Uint8Array | null;
  codes(fd: number, type: number): Uint8Array | null;
  axis(fd: number, code: number): AxisInfo | null;
  /** The value of one multi-touch axis in each slot. */
  slots(fd: number, code: number, count: number): number[] | null;
  /** Bit field of the keys that are down now. */
  keysDown(fd: number): Uint8Array | null;
  /** Bit field of the switches that are on now, such as that of a headphone jack. */
  switches(fd: number): Uint8Array | null;
  /** From now on events reach this open file only: no console types along. */
  grab(fd: number): boolean;
}

/** asm-generic/ioctl.h, which ARM, x86 and RISC-V use: direction (2 bits), size (14), type (8), number (8). */
export function requestNumber(direction: 'read' | 'write', number: number, size: number): number {
  return (direction === 'read' ? 2 : 1) * 2 ** 30 + size * 2 ** 16 + 0x45 * 2 ** 8 + number;
}

const numbers = {
  id: 0x02,
  name: 0x06,
  properties: 0x09,
  slots: 0x0a,
  keys: 0x18,
  switches: 0x1b,
  codes: 0x20,
  axis: 0x40,
};
const grabNumber = 0x90;

/** Bytes that hold a bit for each of KEY_CNT (0x300) codes, the most that any type has. */
export const codesBytes = 96;
export const propertiesBytes = 8;
/** Bytes that hold a bit for each of SW_CNT (0x12) switches. */
export const switchesBytes = 8;
export const nameBytes = 256;

export function createInputRequests({ libc, errno }: LibraryHandle): InputRequests {
  const ioctlAt = libc.func('int ioctl(int fd, unsigned long request, _Inout_ void *argument)');
  const ioctlWith = libc.func('int ioctl(int fd, unsigned long request, intptr_t argument)');

  /** The bytes that a request fills, how many it says it filled, or null where it is refused. */
  const ask = (fd: number, number: number, bytes: Buffer): { bytes: Buffer; said: number } | null => {
    let said: unknown;
    // A signal may come in between (EINTR); the request is then made again.
    do said = ioctlAt(fd, requestNumber('read', number, bytes.length), bytes);
    while (said === -1 && errno() === interrupted);
    return typeof said === 'number' && said >= 0 ? { bytes, said } : null;
  };

  return {
    id(fd) {
      const answer = ask(fd, numbers.id, Buffer.alloc(8));
      if (!answer) return null;
      const [bus = 0, vendor = 0, product = 0, version = 0] = new Uint16Array(
        Uint8Array.from(answer.bytes).buffer,
      );
      return { bus, vendor, product, version };
    },
    name(fd) {
      const answer = ask(fd, numbers.name, Buffer.alloc(nameBytes));
      if (!answer) return null;
      const end = answer.bytes.indexOf(0);
      return answer.bytes.toString('utf8', 0, end < 0 ? answer.bytes.length : end);
    },
    properties: (fd) => ask(fd, numbers.properties, Buffer.alloc(propertiesBytes))?.bytes ?? null,
    codes: (fd, type) => ask(fd, numbers.codes + type, Buffer.alloc(codesBytes))?.bytes ?? null,
    axis(fd, code) {
      const answer = ask(fd, numbers.axis + code, Buffer.alloc(24));
      if (!answer) return null;
      const at = (index: number): number => answer.bytes.readInt32LE(index * 4);
      return { value: at(0), minimum: at(1), maximum: at(2), fuzz: at(3), flat: at(4), resolution: at(5) };
    },
    slots(fd, code, count) {
      // struct input_mt_request_layout: the code, then a value for each slot.
      const request = Buffer.alloc(4 + count * 4);
      request.writeUInt32LE(code, 0);
      const answer = ask(fd, numbers.slots, request);
      if (!answer) return null;
      return Array.from({ length: count }, (_, slot) => answer.bytes.readInt32LE(4 + slot * 4));
    },
    keysDown: (fd) => ask(fd, numbers.keys, Buffer.alloc(codesBytes))?.bytes ?? null,
    switches: (fd) => ask(fd, numbers.switches, Buffer.alloc(switchesBytes))?.bytes ?? null,
    grab: (fd) => ioctlWith(fd, requestNumber('write', grabNumber, 4), 1) === 0,
  };
}

/** Whether a bit of a bit field is set. */
export function hasBit(bits: Uint8Array | null, bit: number): boolean {
  return (((bits?.[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}

const interrupted = 4;
