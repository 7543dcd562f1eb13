import { distance, soundOf } from './distance.ts';

/** A word of the vocabulary that may have been meant, and how surely, 0 to 1. */
export interface Meant {
  word: string;
  weight: number;
}

/** Words as they are written in the content and the lexicon; finds what a misspelt one means. */
export interface Vocabulary {
  has(word: string): boolean;
  /** Likeliest first, at most three; empty where nothing is near. */
  nearest(word: string): Meant[];
  /** The two known words that a compound is made of, or nothing. */
  parts(word: string): [string, string] | undefined;
  /** Known words that start with this one, at most three. */
  completions(word: string): Meant[];
}

/**
 * @param content words of the content, which win over
 * @param common other words of the language, that are known to be right
 */
export function vocabularyOf(content: ReadonlySet<string>, common: ReadonlySet<string>): Vocabulary {
  const byLength = new Map<number, { word: string; letters: number; inContent: boolean }[]>();
  const bySound = new Map<string, string[]>();
  const add = (word: string, inContent: boolean) => {
    if (word.length < 3 || /\d/u.test(word)) return;
    const list = byLength.get(word.length) ?? [];
    list.push({ word, letters: lettersOf(word), inContent });
    byLength.set(word.length, list);
    const sound = soundOf(word);
    bySound.set(sound, [...(bySound.get(sound) ?? []), word]);
  };
  for (const word of content) add(word, true);
  for (const word of common) if (!content.has(word)) add(word, false);

  const has = (word: string) => content.has(word) || common.has(word);
  return {
    has,
    nearest(word) {
      const limit = toleranceOf(word);
      if (limit === 0) return [];
      const sounding = bySound.get(soundOf(word));
      if (sounding) return sounding.slice(0, 3).map((known) => ({ word: known, weight: 0.92 }));
      const letters = lettersOf(word);
      const near: { word: string; edits: number }[] = [];
      for (let length = word.length - limit; length <= word.length + limit; length += 1) {
        for (const known of byLength.get(length) ?? []) {
          if (bits(letters ^ known.letters) > 2 * limit) continue;
          const edits = distance(word, known.word, limit);
          if (edits > limit) continue;
          // The first letter is seldom wrong; a word of the content is likelier than any other.
          const unlike = (known.word[0] === word[0] ? 0 : 0.6) + (known.inContent ? 0 : 0.2);
          near.push({ word: known.word, edits: edits + unlike });
        }
      }
      near.sort((one, other) => one.edits - other.edits);
      const best = near[0]?.edits ?? 0;
      return near
        .filter(({ edits }) => edits <= best + 0.25)
        .slice(0, 3)
        .map(({ word: known, edits }) => ({ word: known, weight: Math.max(0.4, 1 - doubtOf(word) * edits) }));
    },
    parts(word) {
      for (let cut = 4; cut <= word.length - 4; cut += 1) {
        const [head, tail] = [word.slice(0, cut), word.slice(cut)];
        if (!content.has(tail)) continue;
        if (content.has(head)) return [head, tail];
        // German puts an s or n between.
        if (/[sn]$/u.test(head) && content.has(head.slice(0, -1))) return [head.slice(0, -1), tail];
      }
      return undefined;
    },
    completions(word) {
      if (word.length < 4) return [];
      const found: Meant[] = [];
      for (let length = word.length + 1; length <= word.length + 8 && found.length < 3; length += 1) {
        for (const known of byLength.get(length) ?? []) {
          if (known.inContent && known.word.startsWith(word)) found.push({ word: known.word, weight: 0.7 });
        }
      }
      return found.slice(0, 3);
    },
  };
}

/** How much an edit takes from certainty: a short word with another letter is often another word (torta, trota). */
function doubtOf(word: string): number {
  return word.length < 6 ? 0.45 : 0.16;
}

/** Edits that are forgiven, by length. */
function toleranceOf(word: string): number {
  if (word.length < 4 || /\d/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Which letters occur, as bits: words whose sets differ by more than twice the edits cannot be near. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index += 1) letters |= 1 << (word.charCodeAt(index) % 31);
  return letters;
}

function bits(value: number): number {
  let rest = value;
  let count = 0;
  while (rest !== 0) {
    rest &= rest - 1;
    count += 1;
  }
  return count;
}
