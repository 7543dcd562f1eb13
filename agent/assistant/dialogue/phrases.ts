import { distance } from '../text/distance.ts';
import { words } from '../text/fold.ts';

/** Looks for fixed phrases in a question. */
export interface PhraseFinder<Name extends string> {
  /** The names whose phrases occur, longest phrase first, with the words each covers. */
  find(asked: readonly string[]): { name: Name; start: number; length: number }[];
}

/** @param tolerant whether a long word may have one letter wrong */
export function phraseFinder<Name extends string>(
  phrases: readonly (readonly [Name, readonly string[]])[],
  tolerant: boolean,
): PhraseFinder<Name> {
  const all = phrases.flatMap(([name, texts]) => texts.map((text) => ({ name, words: words(text) })));
  all.sort((one, other) => other.words.length - one.words.length);
  return {
    find(asked) {
      const found: { name: Name; start: number; length: number }[] = [];
      for (const phrase of all) {
        const last = asked.length - phrase.words.length;
        for (let start = 0; start <= last; start += 1) {
          const holds = phrase.words.every((word, offset) =>
            same(word, asked[start + offset] ?? '', tolerant),
          );
          if (holds) {
            found.push({ name: phrase.name, start, length: phrase.words.length });
            break;
          }
        }
      }
      return found;
    },
  };
}

function same(word: string, asked: string, tolerant: boolean): boolean {
  if (word === asked) return true;
  return tolerant && word.length >= 6 && word[0] === asked[0] && distance(word, asked, 1) <= 1;
}
