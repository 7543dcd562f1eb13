import { type Look, until } from './scanner.ts';

/**
 * Sentences of NMEA 0183 (edition 4.11; IEC 61162-1): `$`, talker, type, fields between commas, `*`, and the
 * XOR of everything between `$` and `*` as two hexadecimal digits. Those of one maker (`$P…`) and those of
 * AIS (`!…`) are valid and of no use here.
 */
export interface Sentence {
  /** GP, GL, GA, GB, GQ for one system of satellites, GN for several. */
  talker: string;
  type: string;
  fields: readonly string[];
}

const dollar = 0x24;
const lineFeed = 0x0a;

/** The standard allows 82 characters; some receivers write more. */
export const longestSentence = 120;

export function lookForSentence(bytes: Uint8Array): Look<Sentence> {
  if (bytes[0] !== dollar) return { skip: until(bytes, dollar), damaged: false };
  const end = bytes.indexOf(lineFeed);
  const another = bytes.indexOf(dollar, 1);
  // A new sentence begins before this one ended.
  if (another > 0 && (end < 0 || another < end)) return { skip: another, damaged: true };
  if (end < 0) return bytes.length < longestSentence ? 'more' : { skip: 1, damaged: true };
  const found = sentenceIn(Buffer.from(bytes.subarray(1, end)).toString('latin1').trimEnd());
  return found ? { found, length: end + 1 } : { skip: end + 1, damaged: true };
}

export function checksumOf(text: string): string {
  let sum = 0;
  for (const character of text) sum ^= character.charCodeAt(0);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

function sentenceIn(line: string): Sentence | undefined {
  const match = /^([A-Z]{2})([A-Z0-9]{3}),([\x20-\x7e]*)\*([0-9A-Fa-f]{2})$/.exec(line);
  if (!match) return undefined;
  const [, talker = '', type = '', content = '', sum = ''] = match;
  if (checksumOf(`${talker}${type},${content}`) !== sum.toUpperCase()) return undefined;
  return { talker, type, fields: content.split(',') };
}
