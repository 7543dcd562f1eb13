import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };

/** The words of the page under `/portal`, in one language. */
export type Words = Record<keyof typeof it, string>;

export const portalDictionaries: Readonly<Record<string, Words>> = { it, en, de, fr, es, ar, zh };

/** The words in a language, and the language that they are really in. */
export function portalWords(language: string): { language: string; words: Words } {
  const known = Object.hasOwn(portalDictionaries, language) ? portalDictionaries[language] : undefined;
  return known ? { language, words: known } : { language: 'it', words: it };
}
