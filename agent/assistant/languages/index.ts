import type { WrittenOccasion } from '../../../protocol/content/assistant-schema.ts';
import type { PassageName } from '../../../protocol/index.ts';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** The parts of a card that a question can be about. */
export type Aspect = Exclude<PassageName, 'detail' | 'flow'>;

/** What a language brings along whatever the content is about. Lists of words are parted by spaces. */
export interface Lexicon {
  /** Name of the Snowball algorithm; null for a language without one. */
  stemmer: string | null;
  /** Words that say nothing: articles, question words, politeness. */
  stop: string;
  /** Words that say little. */
  weak: string;
  /** Other words that are known to be right, so that they are not taken for a misspelt one of the content. */
  common: string;
  /** Abbreviations of typed speech, and the word each stands for. */
  short: Record<string, string>;
  /** How words begin whose stems must be one, or must not be. */
  roots: Record<string, string>;
  /** Groups of words that mean the same. */
  synonyms: string[][];
  /** How one asks for each part of a card. */
  aspects: Record<Aspect, string[]>;
  /** How a question begins that goes on with the last one. */
  followUps: string[];
  /** How one says which of several, by its number. */
  ordinals: Record<string, string[]>;
  yes: string[];
  texts: LexiconTexts;
  written: Record<WrittenOccasion, { phrases: string[]; text: string }>;
}

export interface LexiconTexts {
  choice: string;
  /** An option beside what was found. */
  other: string;
  rephrase: string;
  unknown: string;
  elsewhereUnknown: string;
  needed: string;
  where: string;
  phone: string;
  email: string;
  link: string;
  more: string;
}

const lexicons: Record<string, Lexicon> = { it, en, de, fr, es, ar, zh };

/** The lexicon of a language tag (`de-AT` is German); of English where there is none. */
export function lexiconOf(language: string): Lexicon {
  return lexicons[language] ?? lexicons[language.split('-')[0] ?? ''] ?? en;
}
