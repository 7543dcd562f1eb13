import type { Viseme } from '../../../protocol/speech.ts';
import { mouthAt, type Sentence } from '../speech/index.ts';

/** The mouths that are drawn. Sounds that look alike from two metres away share one. */
export const mouthNames = ['rest', 'lips', 'teeth', 'tongue', 'narrow', 'a', 'e', 'i', 'o', 'u'] as const;
export type MouthName = (typeof mouthNames)[number];

const drawn: Record<Viseme, MouthName> = {
  rest: 'rest',
  lips: 'lips',
  teeth: 'teeth',
  tongue: 'tongue',
  ridge: 'tongue',
  lateral: 'tongue',
  hiss: 'narrow',
  hush: 'u',
  back: 'narrow',
  r: 'narrow',
  a: 'a',
  e: 'e',
  i: 'i',
  o: 'o',
  u: 'u',
};

/**
 * Milliseconds by which the picture runs ahead of the sound. A screen is one or two frames late, and sound before its
 * picture is noticed from 45 ms on, after it only from 125 ms (ITU-R BT.1359).
 */
const lead = 30;

/** Shapes that are passed over where they would be seen for less than this, in ms: three frames. */
const shortest = 50;
const fleeting: ReadonlySet<Viseme> = new Set(['tongue', 'ridge', 'lateral', 'hiss', 'hush', 'back', 'r']);

/** The mouth to be drawn at a moment of the page's clock. */
export function drawnMouth(sentence: Sentence | null, now: number): MouthName {
  if (sentence === null) return 'rest';
  const at = now + lead;
  if (at - sentence.startedAt >= sentence.milliseconds) return 'rest';
  const { shape, before, since } = mouthAt(sentence, at);
  // Between two vowels a quick half-open shape is a flicker; lips that meet, and what opens them again, are not.
  const next = mouthAt(sentence, at + shortest - since).shape;
  const passing = fleeting.has(shape) && since < shortest && next !== shape && before !== 'rest';
  return drawn[passing ? before : shape];
}

/**
 * Tells each change of the mouth while a sentence sounds, once a frame at most; gives how to end it.
 *
 * @param frame as `requestAnimationFrame`
 */
export function followLips(options: {
  sentence: Sentence;
  now: () => number;
  show: (mouth: MouthName) => void;
  frame: (next: () => void) => number;
  cancel: (handle: number) => void;
}): () => void {
  const { sentence, now, show, frame, cancel } = options;
  let shown: MouthName | undefined;
  let handle = 0;
  const look = () => {
    const mouth = drawnMouth(sentence, now());
    if (mouth !== shown) show(mouth);
    shown = mouth;
    if (now() < sentence.startedAt + sentence.milliseconds) handle = frame(look);
  };
  look();
  return () => cancel(handle);
}
