import type { Sound } from './tones.ts';

/**
 * How strong one frequency is in a block of samples, as the amplitude of the sine that would give it (0 to 1):
 * Goertzel's algorithm with a Hann window, so that strong tones beside it do not leak in.
 */
export function amplitudeOf(
  frequency: number,
  { rate, samples }: Sound,
  from = 0,
  length = samples.length,
): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let before = 0;
  let last = 0;
  for (let index = 0; index < length; index += 1) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (length - 1));
    const next = (samples[from + index] ?? 0) * window + coefficient * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - coefficient * last * before;
  // The window halves the sum, and a real sine has half of its amplitude at the positive frequency.
  return (Math.sqrt(Math.max(0, power)) * 4) / length;
}

export interface Heard {
  frequency: number;
  heard: boolean;
  /** Decibels below full scale of the loudest moment. */
  level: number;
  /** Decibels between the loudest moment and the noise at this frequency. */
  ratio: number;
}

export interface Hearing {
  tones: Heard[];
  /** Decibels below full scale of everything, root mean square. */
  level: number;
  /** Percent of the samples at the limit of what can be recorded. */
  clipped: number;
  /** Not a single sample differs from zero: no microphone is that quiet. */
  silent: boolean;
}

const windowSeconds = 0.08;

/** How far a tone has to stand out of the noise, and how loud it must be at least, to count as heard; decibels. */
const standsOut = 15;
const loudEnough = -70;

/** Looks for each tone in what was recorded. */
export function listen(sound: Sound, tones: readonly number[]): Hearing {
  const { samples, rate } = sound;
  const length = Math.round(windowSeconds * rate);
  let squares = 0;
  let limit = 0;
  let silent = true;
  for (const sample of samples) {
    squares += sample * sample;
    if (Math.abs(sample) > 0.999) limit += 1;
    if (sample !== 0) silent = false;
  }
  const heard = tones.map((frequency): Heard => {
    const levels: number[] = [];
    for (let from = 0; from + length <= samples.length; from += Math.floor(length / 2)) {
      levels.push(decibels(amplitudeOf(frequency, sound, from, length)));
    }
    levels.sort((one, other) => one - other);
    const level = levels.at(-1) ?? floor;
    // A tone is there for a part of the time only: what is there in most of the quieter moments is the noise.
    const noise = levels[Math.floor(levels.length * 0.3)] ?? floor;
    const ratio = level - noise;
    return { frequency, level, ratio, heard: ratio >= standsOut && level >= loudEnough };
  });
  const count = Math.max(1, samples.length);
  return {
    tones: heard,
    level: decibels(Math.sqrt(squares / count)),
    clipped: (limit / count) * 100,
    silent,
  };
}

/** Below what 16 bits can carry. */
const floor = -120;

function decibels(amplitude: number): number {
  return amplitude <= 0 ? floor : Math.max(floor, 20 * Math.log10(amplitude));
}
