import { type Look, until } from './scanner.ts';

/**
 * SHDLC, the framing of Sensirion's serial sensors (datasheet SPS30, version 1.0, section 5.1): 7E, address,
 * command, (state in answers,) length, data, checksum, 7E. Between the two 7E the bytes 7E, 7D, 11 and 13
 * are sent as 7D and the byte with bit 5 turned over.
 */
export interface ShdlcAnswer {
  command: number;
  /** Bits 0 to 6: an error code, 0 for none; bit 7: the device's error flag. */
  state: number;
  data: Uint8Array;
}

const edge = 0x7e;
const marker = 0x7d;
const escaped = new Set([0x7e, 0x7d, 0x11, 0x13]);
const turned = 0x20;

/** The longest answer, with every byte stuffed. */
export const longestShdlc = 2 + 2 * (5 + 255);

/** The bytes of a command to the device at address 0. */
export function shdlcCommand(command: number, data: readonly number[] = []): Uint8Array {
  return frame([0, command, data.length, ...data]);
}

/** An answer as the device sends it. */
export function shdlcAnswer({ command, state, data }: ShdlcAnswer): Uint8Array {
  return frame([0, command, state, data.length, ...data]);
}

function frame(content: readonly number[]): Uint8Array {
  const stuffed = [...content, checksum(content)].flatMap((byte) =>
    escaped.has(byte) ? [marker, byte ^ turned] : [byte],
  );
  return Uint8Array.from([edge, ...stuffed, edge]);
}

function checksum(content: Iterable<number>): number {
  let sum = 0;
  for (const byte of content) sum += byte;
  return ~sum & 0xff;
}

/** Finds an answer. The 7E at its end is taken along, unless what it ends is damaged: then it may begin the next. */
export function lookForShdlc(bytes: Uint8Array): Look<ShdlcAnswer> {
  if (bytes[0] !== edge) return { skip: until(bytes, edge), damaged: false };
  const end = bytes.indexOf(edge, 1);
  if (end < 0) return bytes.length < longestShdlc ? 'more' : { skip: 1, damaged: true };
  if (end === 1) return { skip: 1, damaged: false };
  const content = unstuffed(bytes.subarray(1, end));
  if (content === undefined || content.length < 5 || content[0] !== 0) return { skip: end, damaged: true };
  const length = content[3] ?? 0;
  const right = checksum(content.subarray(0, -1)) === content.at(-1);
  if (!right || content.length !== length + 5) return { skip: end, damaged: true };
  const found = { command: content[1] ?? 0, state: content[2] ?? 0, data: content.subarray(4, 4 + length) };
  return { found, length: end + 1 };
}

function unstuffed(bytes: Uint8Array): Uint8Array | undefined {
  const content: number[] = [];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte !== marker) {
      content.push(byte);
      continue;
    }
    index += 1;
    const original = (bytes[index] ?? 0) ^ turned;
    if (!escaped.has(original)) return undefined;
    content.push(original);
  }
  return Uint8Array.from(content);
}
