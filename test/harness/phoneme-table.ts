import { readFile } from 'node:fs/promises';

/** A phoneme of a language as espeak-ng's own table lists it. */
export interface ListedPhoneme {
  mnemonic: string;
  /** 0 pause, 1 stress, 2 vowel, 3 liquid, 4 to 7 stops and fricatives, 8 nasal, 9 virtual. */
  type: number;
}

/**
 * Reads `phontab` of espeak-ng's data: the number of tables (4 bytes), then for each the number of its phonemes,
 * the number of the table it builds on, two bytes, its name (32 bytes), and records of 16 bytes with the mnemonic
 * (4) at their beginning and the type at byte 11.
 */
export async function readPhonemeTable(file: string): Promise<Map<string, ListedPhoneme[]>> {
  const bytes = await readFile(file);
  const tables: { name: string; base: number; phonemes: Map<string, ListedPhoneme> }[] = [];
  let at = 4;
  for (let count = bytes[0] ?? 0; count > 0; count -= 1) {
    const own = bytes[at] ?? 0;
    const base = bytes[at + 1] ?? 0;
    const name = textAt(bytes, at + 4, 32);
    at += 36;
    const phonemes = new Map(base > 0 ? tables[base - 1]?.phonemes : []);
    for (let index = 0; index < own; index += 1, at += 16) {
      const mnemonic = textAt(bytes, at, 4);
      phonemes.set(mnemonic, { mnemonic, type: bytes[at + 11] ?? 0 });
    }
    tables.push({ name, base, phonemes });
  }
  if (at !== bytes.length) throw new Error('phontab has another form');
  return new Map(tables.map(({ name, phonemes }) => [name, [...phonemes.values()]]));
}

function textAt(bytes: Buffer, from: number, length: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString('latin1', from, end < 0 ? from + length : Math.min(end, from + length));
}
