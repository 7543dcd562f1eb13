import { createRequire } from 'node:module';
import type { Lexicon } from '../languages/index.ts';

/** Brings the forms of a word together. The result is no word of the language. */
export type Stemmer = (word: string) => string;

interface Stemmers {
  newStemmer(algorithm: string): { stem(word: string): string };
}

const load = createRequire(import.meta.url);

/** The stemmer of a language; one without an algorithm compares words as they are. */
export function stemmerOf({ stemmer, roots }: Pick<Lexicon, 'stemmer' | 'roots'>): Stemmer {
  const rules = Object.entries(roots);
  const snowball = stemmer === null ? null : loadStemmers().newStemmer(stemmer);
  return (word) => {
    // Where Snowball joins what is not akin (licenza, licenziato) or parts what is (iscrivere, iscrizione).
    for (const [start, root] of rules) if (word.startsWith(start)) return root;
    if (snowball === null || word.length < 3) return word;
    const stem = snowball.stem(word);
    // Snowball leaves the h that Italian writes before e and i (buca, buche).
    return stemmer === 'italian' ? stem.replace(/([cg])h$/u, '$1') : stem;
  };
}

/** The package is CommonJS without types, a megabyte, and needed only once somebody may ask. */
function loadStemmers(): Stemmers {
  const loaded: unknown = load('snowball-stemmers');
  if (!isStemmers(loaded)) throw new Error('snowball-stemmers has another shape than expected');
  return loaded;
}

function isStemmers(value: unknown): value is Stemmers {
  return typeof value === 'object' && value !== null && 'newStemmer' in value;
}
