import type { SpokenLanguage } from '../../../protocol/index.ts';
import { grammarOf } from './languages/index.ts';
import { lex } from './lexer.ts';
import { plainText } from './plain.ts';
import { rulesOf } from './rules/index.ts';
import { cut } from './sentences.ts';
import type { Grammar, Rule } from './types.ts';

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

/** Reads texts as a person would. Pure; it takes any text and never throws. */
export interface Reader {
  /** Numbers, dates, times, telephones, abbreviations, addresses and acronyms become words, sentence by sentence. */
  sentencesOf(markdown: string, language: SpokenLanguage): Sentence[];
  /** How a text is read, in one piece: for people who look, and tests. */
  reading(markdown: string, language: SpokenLanguage): string;
}

/** A reader makes the rules of a language when it first meets it. */
export function createReader(): Reader {
  const languages = new Map<SpokenLanguage, { grammar: Grammar; rules: readonly Rule[] }>();
  const rulesFor = (language: SpokenLanguage) => {
    const known = languages.get(language);
    if (known !== undefined) return known;
    const grammar = grammarOf(language);
    const made = { grammar, rules: rulesOf(grammar) };
    languages.set(language, made);
    return made;
  };
  const reader: Reader = {
    sentencesOf(markdown, language) {
      const { grammar, rules } = rulesFor(language);
      return plainText(markdown)
        .split('\n')
        .flatMap((line) => cut(lex(line, rules, grammar.signs), line, longestSentence));
    },
    reading: (markdown, language) =>
      reader
        .sentencesOf(markdown, language)
        .map(({ spoken }) => spoken)
        .join(' '),
  };
  return reader;
}
