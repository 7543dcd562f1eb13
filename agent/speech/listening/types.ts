import type { SpokenLanguage } from '../../../protocol/speech.ts';

/** An engine that understands speech, in a process of its own. It keeps no sound. */
export interface Recogniser {
  languages: readonly SpokenLanguage[];
  /** Begins with silence; one at a time. Throws where it cannot. */
  begin(language: SpokenLanguage): Utterance;
}

/** What one person says in one go. */
export interface Utterance {
  /** Samples from -1 to 1 at `recogniserRate`, in their order. */
  accept(samples: Float32Array): void;
  /** All that has been understood so far. */
  text(): string;
  /** Nothing more comes: what has been understood in the end. */
  finish(): string;
}

/** Samples a second that recognisers are given. */
export const recogniserRate = 16_000;
