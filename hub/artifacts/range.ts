/** First and last byte of a part of a file, both inclusive, as in RFC 9110 section 14. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Reads a `Range` header for a file of `size` bytes (RFC 9110, section 14.2). `whole` where the header is
 * absent, of another unit, malformed or asks for several ranges: a server may ignore those, and nobody who
 * fetches artifacts sends them. `unsatisfiable` answers 416.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = header === undefined ? null : /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header);
  if (!match) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '') return to === '' ? 'whole' : suffixOf(Number(to), size);
  const first = Number(from);
  const last = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return 'whole';
  if (first >= size) return 'unsatisfiable';
  return { first, last: Math.min(last, size - 1) };
}

function suffixOf(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { first: Math.max(0, size - length), last: size - 1 };
}

/** Whether `If-None-Match` names this entity tag (weak comparison, RFC 9110 section 13.1.2). */
export function matchesNone(header: string | undefined, entityTag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => tag.replace(/^W\//, '') === entityTag);
}

/** Whether a range may be answered: `If-Range` is absent or is exactly this tag (strong comparison). */
export function rangeStillHolds(header: string | undefined, entityTag: string): boolean {
  return header === undefined || header.trim() === entityTag;
}
