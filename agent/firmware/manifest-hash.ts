import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failure, type Result, success } from '../../protocol/index.ts';

/** RAUC refuses signatures above this size too. */
const largestSignature = 64 * 1024;

/**
 * SHA-256 of the manifest that a bundle carries in its signature, as RAUC computes it; `null` for the `plain`
 * format, whose signature is detached. A bundle ends in its CMS signature and the signature's size as 64-bit
 * big-endian number (RAUC reference, Bundle Formats). Nothing is verified here: RAUC does that. It is read
 * because RAUC before 1.16 cannot be told which manifest to take.
 */
export async function manifestHashOf(path: string): Promise<Result<string | null>> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size < 8) return failure('invalid', 'too short for a bundle');
    const tail = Buffer.alloc(8);
    await file.read(tail, 0, 8, size - 8);
    const length = Number(tail.readBigUInt64BE());
    if (length === 0 || length > largestSignature || length + 8 > size) {
      return failure('invalid', 'no bundle: it does not end in a signature');
    }
    const signature = Buffer.alloc(length);
    await file.read(signature, 0, length, size - 8 - length);
    const content = contentOf(signature);
    if (content === undefined) return failure('invalid', 'no bundle: its signature is no CMS structure');
    return success(content && createHash('sha256').update(content).digest('hex'));
  } finally {
    await file.close();
  }
}

const sequence = 0x30;
const octetString = 0x04;
const context0 = 0xa0;

/**
 * What a CMS SignedData (RFC 5652, 5.1) in DER carries; `null` where it is detached, `undefined` where the bytes
 * are none.
 */
export function contentOf(signature: Uint8Array): Uint8Array | null | undefined {
  const [outer] = elements(signature);
  const [, wrapped] = inside(outer, sequence);
  const [signed] = inside(wrapped, context0);
  const [, , encapsulated] = inside(signed, sequence);
  if (encapsulated?.tag !== sequence) return undefined;
  const [, explicit] = inside(encapsulated, sequence);
  if (!explicit) return null;
  const [octets] = inside(explicit, context0);
  return octets?.tag === octetString ? octets.bytes : undefined;
}

interface Element {
  tag: number;
  bytes: Uint8Array;
}

function inside(element: Element | undefined, tag: number): Element[] {
  return element?.tag === tag ? elements(element.bytes) : [];
}

/** The elements of definite length that follow each other (X.690, 8.1.3); what is no such element ends them. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4 || start + count > bytes.length) return found;
      length = 0;
      for (const byte of bytes.subarray(start, start + count)) length = length * 256 + byte;
      start += count;
    }
    if (start + length > bytes.length) return found;
    found.push({ tag, bytes: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
