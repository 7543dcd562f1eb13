/**
 * Whether somebody in a call speaks, by how loud their sound is: on the totem, at the desk and in a visitor's browser
 * alike. Levels are in dBFS: decibels below the root mean square of a square wave of full scale, which has 0. Speech at
 * a microphone comes to -30 to -15, a quiet room to less than -55.
 */
export interface Voice {
  speaks: boolean;
  /** Windows in a row that were too quiet for speech. */
  quiet: number;
}

export const silentVoice: Voice = { speaks: false, quiet: 0 };

/** From this level on somebody speaks, and below the lower one they may have ended: not each syllable is a change. */
export const speech = {
  begins: -42,
  ends: -50,
  /** Milliseconds of sound that one level is of. */
  window: 100,
  /** Quiet windows after which somebody has ended: a breath is shorter. */
  pause: 6,
} as const;

/** The voice after one more window of this level. */
export function afterWindow({ speaks, quiet }: Voice, level: number): Voice {
  const silent = level < speech.ends ? quiet + 1 : 0;
  return { speaks: level >= speech.begins || (speaks && silent < speech.pause), quiet: silent };
}

/** Level in dBFS of samples between -1 and 1 with this mean square. */
export function decibelsOf(meanSquare: number): number {
  return 10 * Math.log10(meanSquare);
}
