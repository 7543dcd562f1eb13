import type { SpokenLanguage } from '../../../protocol/index.ts';

/** A bit of the text and how it is read. */
export interface Piece {
  spoken: string;
  /** Range in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** Whether a sentence may end behind it. */
  stop: boolean;
}

/** One thing that is written otherwise than it is read. */
export interface Rule {
  /** Sticky and Unicode-aware; tried where a word, a number or a sign begins. */
  pattern: RegExp;
  /** How it is read, or null where it is something else after all. `before` is the text in front of it. */
  read(match: RegExpExecArray, before: string): string | null;
}

/** What the common rules need to know of a language. */
export interface Grammar {
  language: SpokenLanguage;
  cardinal(number: number): string;
  year(year: number): string;
  /** @param before the text in front of it */
  date(day: number, month: number, year: number | null, before: string): string;
  /** @param minute 0 is not said, or said as the language does */
  time(hour: number, minute: number): string;
  timeRange(from: string, to: string): string;
  range(from: string, to: string): string;
  euros(whole: string, isOne: boolean, cents: number): string;
  percent: string;
  minus: string;
  /** Word for the decimal sign, and the signs themselves. */
  point: string;
  decimalSign: ',' | '.';
  groupSign: '.' | ',' | ' ';
  /** Of the web: at, dot, slash, dash, underscore. */
  web: { at: string; dot: string; slash: string; dash: string; underscore: string };
  /** Words for a unit: one of it with its number, and more of it without. */
  units: Record<string, readonly [one: string, more: string]>;
  /** Signs that are read. */
  signs: Record<string, string>;
  /** Names of the letters that acronyms are spelled with; null lets the engine spell. */
  letters: Record<string, string> | null;
  /** Acronyms that are read in their own way: as a word, or in full. */
  acronyms: Record<string, string>;
  /** Between digits that are read one by one, and between their groups. */
  digitGap: string;
  groupGap: string;
  /** What only this language writes. Tried before the common rules. */
  rules: readonly Rule[];
}
