import type { MicrophoneState } from '../../../protocol/speech.ts';

/** What the avatar does. */
export type Mood = 'idle' | 'listening' | 'thinking' | 'speaking';

/** What goes on around it. */
export interface Scene {
  microphone: MicrophoneState;
  /** Whether an answer is awaited. */
  waiting: boolean;
  /** Whether a sentence sounds. */
  sounding: boolean;
  /** Whether the citizen types: attended to, as somebody who speaks is. */
  typing: boolean;
}

/** Whoever speaks is listened to, before everything else. */
export function moodOf({ microphone, waiting, sounding, typing }: Scene): Mood {
  if (microphone === 'opening' || microphone === 'listening') return 'listening';
  if (microphone === 'thinking' || waiting) return 'thinking';
  if (sounding) return 'speaking';
  return typing ? 'listening' : 'idle';
}
