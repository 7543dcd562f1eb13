import type { FaultCode, SpokenLanguage, VisemeTime, WordTime } from '../../protocol/index.ts';

/** Where a part tells what is wrong with it. */
export interface SpeechFaults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

/** Sound of a piece of text with what happens in it; all times in milliseconds from its beginning. */
export interface Spoken {
  /** Signed 16-bit little-endian samples, one channel. */
  pcm: Buffer;
  /** Samples in a second. */
  sampleRate: number;
  visemes: VisemeTime[];
  /** Ranges of the text that was given, in UTF-16 units. */
  words: WordTime[];
}

export interface SpeakOptions {
  /** Speed; 1 is the voice's own. */
  rate: number;
  /** Ends the synthesis: no piece comes after it fired. */
  signal: AbortSignal;
}

/** An engine that turns text into sound. It may crash or hang its process: it lives in one of its own. */
export interface Voice {
  languages: readonly SpokenLanguage[];
  /**
   * Speaks one sentence or a few, in pieces as they are ready. The text is read as it stands: nothing in it is
   * markup. Rejects where the engine refuses or does not know the language.
   */
  speak(text: string, language: SpokenLanguage, options: SpeakOptions): AsyncIterable<Spoken>;
  close(): void;
}
