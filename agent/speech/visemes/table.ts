import type { SpokenLanguage, Viseme } from '../../../protocol/index.ts';

/**
 * Mouth shapes for the first letters of espeak-ng's phoneme mnemonics, longest first. Names and sounds: docs/phonemes
 * and phsource/ of espeak-ng (Kirshenbaum's ASCII letters for the International Phonetic Alphabet), and the
 * table `phontab` that every installation carries. null: the mouth stays as it is.
 */
const common: Record<string, Viseme | null> = {
  // Silence and breaks; stress, tone and other marks that are no sound.
  _: 'rest',
  '|': null,
  '%': null,
  ',': null,
  "'": null,
  '=': null,
  '!': null,
  '#': null,
  ':': null,
  ';': null,
  '-': null,
  '1': null,
  '2': null,
  '4': null,
  '5': null,
  '(': null,
  // Vowels.
  a: 'a',
  A: 'a',
  V: 'a',
  e: 'e',
  E: 'e',
  '@': 'e',
  '&': 'e',
  '3': 'e',
  i: 'i',
  I: 'i',
  '0': 'o',
  o: 'o',
  O: 'o',
  W: 'o',
  u: 'u',
  U: 'u',
  y: 'u',
  Y: 'u',
  // Consonants.
  p: 'lips',
  b: 'lips',
  m: 'lips',
  B: 'lips',
  f: 'teeth',
  F: 'teeth',
  v: 'teeth',
  T: 'tongue',
  D: 'tongue',
  t: 'ridge',
  d: 'ridge',
  n: 'ridge',
  l: 'lateral',
  L: 'lateral',
  r: 'r',
  R: 'r',
  '*': 'r',
  s: 'hiss',
  z: 'hiss',
  ts: 'hiss',
  dz: 'hiss',
  S: 'hush',
  Z: 'hush',
  tS: 'hush',
  dZ: 'hush',
  C: 'hush',
  j: 'i',
  w: 'u',
  J: 'back',
  c: 'back',
  k: 'back',
  g: 'back',
  N: 'back',
  x: 'back',
  X: 'back',
  h: 'back',
  H: 'back',
  q: 'back',
  Q: 'back',
  '?': 'back',
};

/** What a letter stands for in one language only. */
const own: Record<SpokenLanguage, Record<string, Viseme | null>> = {
  it: {},
  en: {},
  // pF is one phoneme of two shapes, which the letters give.
  de: {},
  // A tilde is nasal: lips as for the plain vowel, but õ of "bon" is nearly closed.
  fr: { 'O~': 'o', 'W~': 'e' },
  es: {},
  // ain and hha are made in the throat; the emphatic consonants round the lips a little, which is not drawn.
  ar: { A: 'back', gH: 'back', dH: 'ridge' },
  // Tones are pairs and triples of digits; `ng` is one sound; `r` after a vowel only colours it.
  zh: {
    '3': null,
    ng: 'back',
    '@r': 'e',
    'i.': 'e',
    'i[': 'e',
    ph: 'lips',
    th: 'ridge',
    kh: 'back',
    tsh: 'hiss',
  },
};

/** Marks after a letter that say how it differs from it, and leave its shape alone. */
const marks = /^[:;^.`~"[\]#/<>!%,=\-0-9]+/;

/** Shapes of each language's letters, longest letters first. */
export function lettersOf(language: SpokenLanguage): [letters: string, viseme: Viseme | null][] {
  return Object.entries({ ...common, ...own[language] }).sort(([one], [other]) => other.length - one.length);
}

export interface Shaper {
  /** The shapes of a phoneme, one after the other; empty where the mouth stays; null where it is not known. */
  shapesOf(phoneme: string): readonly Viseme[] | null;
}

export function createShaper(language: SpokenLanguage): Shaper {
  const letters = lettersOf(language);
  const known = new Map<string, readonly Viseme[] | null>();
  const read = (phoneme: string): Viseme[] | null => {
    const shapes: Viseme[] = [];
    let rest = phoneme;
    while (rest !== '') {
      const found = letters.find(([name]) => rest.startsWith(name));
      if (found === undefined) return null;
      const [name, shape] = found;
      if (shape === null && shapes.length === 0) return [];
      // Aspiration after a consonant is no shape of its own.
      if (shape !== null && shape !== shapes.at(-1) && !(name === 'h' && shapes.length > 0))
        shapes.push(shape);
      if (shape === 'rest') return shapes;
      rest = rest.slice(name.length).replace(marks, '');
    }
    return shapes;
  };
  return {
    shapesOf(phoneme) {
      let shapes = known.get(phoneme);
      if (shapes === undefined) {
        shapes = read(phoneme);
        known.set(phoneme, shapes);
      }
      return shapes;
    },
  };
}
