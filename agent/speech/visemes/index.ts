import type { Viseme, VisemeTime } from '../../../protocol/index.ts';
import type { Shaper } from './table.ts';

export { createShaper, type Shaper } from './table.ts';

/** A phoneme, and when it begins in milliseconds. */
export interface PhonemeTime {
  at: number;
  phoneme: string;
}

/**
 * Mouth shapes over the time of a piece of sound: a phoneme of several shapes shares its time among them, equal
 * neighbours are one, and the mouth is at rest when the sound ends. Phonemes that nobody knows leave the mouth
 * half open.
 *
 * @param milliseconds of the whole sound
 */
export function visemesOf(
  phonemes: readonly PhonemeTime[],
  shaper: Shaper,
  milliseconds: number,
): VisemeTime[] {
  const times: VisemeTime[] = [];
  const add = (at: number, viseme: Viseme): void => {
    const last = times.at(-1);
    if (last?.viseme === viseme) return;
    const time = Math.min(Math.max(Math.round(at), last?.at ?? 0), Math.round(milliseconds));
    // Of two shapes at the same moment the later one is seen.
    if (last?.at === time) times.pop();
    if (times.at(-1)?.viseme !== viseme) times.push({ at: time, viseme });
  };
  phonemes.forEach(({ at, phoneme }, index) => {
    const shapes = shaper.shapesOf(phoneme) ?? ['e'];
    const until = phonemes[index + 1]?.at ?? milliseconds;
    shapes.forEach((shape, part) => {
      add(at + (Math.max(0, until - at) * part) / shapes.length, shape);
    });
  });
  add(milliseconds, 'rest');
  return times;
}

/** Shapes from loudness alone, for engines that tell nothing of their phonemes: closed, half open, open. */
export function visemesOfLoudness(pcm: Buffer, sampleRate: number): VisemeTime[] {
  const frame = Math.max(1, Math.round(sampleRate * 0.04));
  const levels: number[] = [];
  for (let from = 0; from * 2 < pcm.length; from += frame) {
    const to = Math.min(from + frame, pcm.length >> 1);
    let squares = 0;
    for (let index = from; index < to; index += 1) squares += pcm.readInt16LE(index * 2) ** 2;
    levels.push(Math.sqrt(squares / Math.max(1, to - from)));
  }
  const loudest = levels.reduce((most, level) => Math.max(most, level), 1);
  const times: VisemeTime[] = [];
  levels.forEach((level, index) => {
    const share = level / loudest;
    const viseme: Viseme = share < 0.06 ? 'rest' : share < 0.4 ? 'e' : 'a';
    if (times.at(-1)?.viseme !== viseme)
      times.push({ at: Math.floor((index * frame * 1000) / sampleRate), viseme });
  });
  if (times.at(-1)?.viseme !== 'rest')
    times.push({ at: Math.floor(((pcm.length >> 1) * 1000) / sampleRate), viseme: 'rest' });
  return times;
}
