/**
 * Whether somebody speaks, by how loud their sound is. Levels are in dBFS: decibels below the root mean square of a
 * square wave of full scale, which has 0; speech at a microphone comes to -30 to -15, a quiet room to less than -55.
 */
export interface Ear {
  /** Sum of the squares of the samples of this window, and how many pieces of 10 ms it has. */
  power: number;
  samples: number;
  pieces: number;
  speaks: boolean;
  /** Windows in a row that were too quiet for speech. */
  quiet: number;
}

/** From this level on somebody speaks, and below the lower one they may have ended: not each syllable is a change. */
export const speech = {
  begins: -42,
  ends: -50,
  /** Pieces of a window: 100 ms. */
  window: 10,
  /** Quiet windows, that is 600 ms, after which somebody has ended: a breath is shorter. */
  pause: 6,
} as const;

export const silentEar: Ear = { power: 0, samples: 0, pieces: 0, speaks: false, quiet: 0 };

/** The ear after one more piece of 10 ms. It changes its mind at the end of a window at most. */
export function afterPiece(ear: Ear, samples: Int16Array): Ear {
  let { power } = ear;
  for (const sample of samples) power += sample * sample;
  const pieces = ear.pieces + 1;
  const count = ear.samples + samples.length;
  if (pieces < speech.window) return { ...ear, power, pieces, samples: count };
  const level = decibelsOf(power, count);
  const quiet = level < speech.ends ? ear.quiet + 1 : 0;
  const speaks = level >= speech.begins || (ear.speaks && quiet < speech.pause);
  return { power: 0, samples: 0, pieces: 0, speaks, quiet };
}

/** Level of samples with this sum of squares, in dBFS. */
export function decibelsOf(power: number, samples: number): number {
  return 10 * Math.log10(power / Math.max(1, samples) / 32_768 ** 2);
}
