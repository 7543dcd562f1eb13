/** Identifiers of EBML (RFC 8794) and Matroska (RFC 9559), as they stand in a file. */
const head = Buffer.from('1a45dfa3', 'hex');
const segment = 0x18538067;
const seekHead = 0x114d9b74;
const info = 0x1549a966;
const cluster = 0x1f43b675;
const duration = 0x4489;

/** Whether bytes begin as a WebM file does. */
export function beginsWebm(bytes: Buffer): boolean {
  return bytes.subarray(0, head.length).equals(head) && bytes.subarray(0, 64).includes('webm');
}

/**
 * A recorder does not know how long its file will be: Chromium leaves that out, Firefox writes 0, and players show no
 * length. This puts it in, in ms, where the file is as recorders write it: a segment of unknown size, and nothing in
 * it that tells of places. Any other is given back as it is.
 */
export function withDuration(bytes: Buffer, milliseconds: number): Buffer {
  const first = elementAt(bytes, 0);
  const body = first && elementAt(bytes, first.end);
  if (!first || body?.id !== segment || body.size !== null) return bytes;
  for (let at = body.body; ; ) {
    const element = elementAt(bytes, at);
    if (!element || element.size === null || element.id === cluster) return bytes;
    if (element.id === seekHead && element.size > 0) return bytes;
    if (element.id !== info) {
      at = element.end;
      continue;
    }
    const inside = bytes.subarray(element.body, element.end);
    if (element.end > bytes.length) return bytes;
    const known = find(inside, duration);
    if (known) {
      const place = element.body + known.body;
      if (known.size !== 8 || known.end > inside.length || bytes.readDoubleBE(place) !== 0) return bytes;
      const filled = Buffer.from(bytes);
      filled.writeDoubleBE(milliseconds, place);
      return filled;
    }
    const length = Buffer.alloc(3 + 8);
    length.writeUInt16BE(duration, 0);
    length.writeUInt8(0x80 | 8, 2);
    length.writeDoubleBE(milliseconds, 3);
    const start = Buffer.alloc(4 + 8);
    start.writeUInt32BE(info, 0);
    start.writeBigUInt64BE((1n << 56n) | BigInt(inside.length + length.length), 4);
    return Buffer.concat([bytes.subarray(0, at), start, inside, length, bytes.subarray(element.end)]);
  }
}

interface Element {
  id: number;
  /** Where its content begins and ends; `size` is null where the file does not say. */
  body: number;
  size: number | null;
  end: number;
}

function elementAt(bytes: Buffer, at: number): Element | undefined {
  const idLength = lengthAt(bytes, at, 4);
  const sizeAt = at + idLength;
  const sizeLength = idLength === 0 ? 0 : lengthAt(bytes, sizeAt, 8);
  if (sizeLength === 0 || sizeAt + sizeLength > bytes.length) return undefined;
  const digits = bytes.subarray(sizeAt, sizeAt + sizeLength).toString('hex');
  const value = BigInt(`0x${digits}`) & ((1n << BigInt(7 * sizeLength)) - 1n);
  const unknown = value === (1n << BigInt(7 * sizeLength)) - 1n;
  const body = sizeAt + sizeLength;
  const size = unknown ? null : Number(value);
  return { id: bytes.readUIntBE(at, idLength), body, size, end: body + (size ?? 0) };
}

/** How many bytes a number with a length of its own has: one more than the zeros before its first bit; 0 for none. */
function lengthAt(bytes: Buffer, at: number, most: number): number {
  const length = Math.clz32(bytes[at] ?? 0) - 23;
  return length <= most && at + length <= bytes.length ? length : 0;
}

function find(bytes: Buffer, id: number): Element | undefined {
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (!element || element.id === id) return element;
    at = element.end;
  }
  return undefined;
}
