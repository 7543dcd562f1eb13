import type { Lexicon } from '../languages/index.ts';
import { fold, words } from './fold.ts';
import { type Stemmer, stemmerOf } from './stem.ts';

/** A word of a text as it is compared. */
export interface Term {
  word: string;
  stem: string;
  /** How much it says: 0 nothing, 1 all. */
  weight: number;
}

/** What is known of a language, ready for use. */
export interface Analyser {
  /** Every word with its stem; those that say nothing have weight 0. */
  terms(text: string): Term[];
  /** Stems of the words that say something. */
  stems(text: string): string[];
  /** Words of the lexicon, folded: they are right as they are. */
  known: ReadonlySet<string>;
  /** Groups of expressions that mean the same, as stems. */
  synonyms: string[][][];
}

const weakWeight = 0.25;

/**
 * @param synonyms groups that the content adds
 * @param acronyms words that the content writes in capitals, folded: they have no stem
 */
export function analyserOf(
  lexicon: Lexicon,
  synonyms: string[][],
  acronyms: ReadonlySet<string> = new Set(),
): Analyser {
  const stem = remembered(stemmerOf(lexicon));
  const stop = new Set(words(lexicon.stop));
  const weak = new Set(words(lexicon.weak));
  const common = new Set(words(lexicon.common));
  const weakStems = new Set([...weak].map(stem));
  const asking = new Set(Object.values(lexicon.aspects).flatMap((phrases) => phrases.flatMap(words)));
  const short = new Map(Object.entries(lexicon.short).map(([from, to]) => [fold(from), words(to)]));
  const weightOf = (word: string, stemmed: string): number => {
    if (stop.has(word) || (word.length === 1 && !/\p{N}/u.test(word) && word < '\u0250')) return 0;
    // A word that is known for itself is not weak because a frequent one has its stem (presto, prestito).
    return weak.has(word) || (weakStems.has(stemmed) && !common.has(word)) ? weakWeight : 1;
  };
  const terms = (text: string): Term[] => {
    const capitals = acronymsIn(text);
    return words(text)
      .flatMap((word) => short.get(word) ?? [word])
      .map((word) => {
        // DID is an acronym, did is not.
        if (acronyms.has(word) && (!stop.has(word) || capitals.has(word)))
          return { word, stem: word, weight: 1 };
        const stemmed = stem(word);
        return { word, stem: stemmed, weight: weightOf(word, stemmed) };
      });
  };
  const stems = (text: string) =>
    terms(text)
      .filter(({ weight }) => weight > 0)
      .map((term) => term.stem);
  return {
    terms,
    stems,
    known: new Set([...stop, ...weak, ...asking, ...common]),
    synonyms: [...lexicon.synonyms, ...synonyms].map((group) =>
      group.map(stems).filter((expression) => expression.length > 0),
    ),
  };
}

/** Words of two to six capitals, folded; none in a text that is written in capitals throughout. */
export function acronymsIn(text: string): Set<string> {
  if (!/\p{Ll}/u.test(text)) return new Set();
  return new Set(text.match(/(?<![\p{L}\p{N}])\p{Lu}{2,6}(?![\p{L}\p{N}])/gu)?.flatMap(words));
}

/** Stems that were found are kept while the content is read, up to a bound. */
function remembered(stem: Stemmer): Stemmer {
  const known = new Map<string, string>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const fresh = stem(word);
    if (known.size < 5000) known.set(word, fresh);
    return fresh;
  };
}
