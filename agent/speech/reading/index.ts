import type { SpokenLanguage } from '../../../protocol/index.ts';
import { grammarOf } from './languages/index.ts';
import { lex } from './lexer.ts';
import { plainText } from './plain.ts';
import { rulesOf } from './rules/index.ts';
import { cut } from './sentences.ts';

export { grammarOf } from './languages/index.ts';
export { longestText, plainText } from './plain.ts';

/** A sentence as it is shown and as it is said. */
export interface Sentence {
  /** The caption. */
  text: string;
  /** What the voice is given. */
  spoken: string;
  /** The range of the caption that a range of what is spoken stands for. */
  rangeOf(start: number, end: number): { start: number; end: number };
}

/** Longest piece that is given to a voice at once, in characters of the caption: a sentence or a part of one. */
const longestSentence = 240;

/**
 * Reads a text as a person would: numbers, dates, times, telephone numbers, abbreviations, addresses and acronyms
 * become words, sentence by sentence. Pure; it takes any text and never throws.
 */
export function sentencesOf(markdown: string, language: SpokenLanguage): Sentence[] {
  const grammar = grammarOf(language);
  const rules = rulesOf(grammar);
  return plainText(markdown)
    .split('\n')
    .flatMap((line) => cut(lex(line, rules, grammar.signs), line, longestSentence));
}

/** How a text is read, in one piece: for people who look, and tests. */
export function reading(markdown: string, language: SpokenLanguage): string {
  return sentencesOf(markdown, language)
    .map(({ spoken }) => spoken)
    .join(' ');
}
