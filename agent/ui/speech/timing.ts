import type { Viseme, VisemeTime, WordTime } from '../../../protocol/speech.ts';

/** A sentence that sounds, with the moment it began in ms of the page's clock. */
export interface Sentence {
  /** Id of the saying that it belongs to. */
  saying: string;
  /** Its caption. */
  text: string;
  startedAt: number;
  milliseconds: number;
  visemes: readonly VisemeTime[];
  words: readonly WordTime[];
}

/** The mouth at a moment: the shape it has, the one of before, and for how many ms it has been changing. */
export interface Mouth {
  shape: Viseme;
  before: Viseme;
  since: number;
}

const closed: Mouth = { shape: 'rest', before: 'rest', since: Number.POSITIVE_INFINITY };

export function mouthAt(sentence: Sentence | null, now: number): Mouth {
  if (sentence === null) return closed;
  const time = now - sentence.startedAt;
  const index = lastAt(sentence.visemes, time);
  const current = sentence.visemes[index];
  if (current === undefined) return closed;
  return {
    shape: current.viseme,
    before: sentence.visemes[index - 1]?.viseme ?? 'rest',
    since: time - current.at,
  };
}

/** The word that sounds now, as a range of the caption; null between words that nobody can place. */
export function wordAt(sentence: Sentence | null, now: number): WordTime | null {
  if (sentence === null) return null;
  return sentence.words[lastAt(sentence.words, now - sentence.startedAt)] ?? null;
}

/** Index of the last entry that has begun; -1 where none has. */
function lastAt(entries: readonly { at: number }[], time: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
