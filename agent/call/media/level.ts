import { afterWindow, decibelsOf, silentVoice, speech, type Voice } from '../../../protocol/calls/speech.ts';
import { samplesInPiece } from './launch.ts';

/** What has been heard of somebody: pieces of sound come ten times as often as it is judged. */
export interface Ear {
  /** Sum of the squares of this window's samples, and how many there are. */
  power: number;
  samples: number;
  pieces: number;
  voice: Voice;
}

export const silentEar: Ear = { power: 0, samples: 0, pieces: 0, voice: silentVoice };

const piecesInWindow = speech.window / 10;
const fullScale = 32_768;

/** The ear after one more piece of 10 ms. It changes its mind at the end of a window at most. */
export function afterPiece(ear: Ear, piece: Int16Array): Ear {
  let { power } = ear;
  for (const sample of piece) power += (sample / fullScale) ** 2;
  const pieces = ear.pieces + 1;
  const samples = ear.samples + piece.length;
  if (pieces < piecesInWindow) return { ...ear, power, samples, pieces };
  const level = decibelsOf(power / Math.max(samples, samplesInPiece));
  return { ...silentEar, voice: afterWindow(ear.voice, level) };
}
