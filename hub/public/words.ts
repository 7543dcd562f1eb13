import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };

/** The pages' own words, in one language. */
export type Words = Record<keyof typeof it, string>;

/** Languages that the pages have words in; another language of the content gets the Italian ones. */
export const dictionaries: Readonly<Record<string, Words>> = { it, en, de, fr, es, ar, zh };

export interface Spoken {
  /** The language that the words are really in. */
  language: string;
  words: Words;
}

export function wordsIn(language: string): Spoken {
  const known = Object.hasOwn(dictionaries, language) ? dictionaries[language] : undefined;
  return known ? { language, words: known } : { language: 'it', words: it };
}

/** A language's name in itself. */
export function nameOf(language: string): string {
  const { language: known, words } = wordsIn(language);
  if (known === language) return words.name;
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Which way a language is written (Unicode CLDR, for those that public offices here meet). */
export function directionOf(language: string): 'rtl' | 'ltr' {
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** A day of the content (`YYYY-MM-DD`) as people write it. */
export function dayIn(words: Words, day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** Days from one to another, or the one that both are. */
export function daysIn(words: Words, from: string, until: string): string {
  if (from === until) return dayIn(words, from);
  return new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' }).formatRange(
    new Date(`${from}T00:00:00Z`),
    new Date(`${until}T00:00:00Z`),
  );
}

/** Puts a value in the place of `{{name}}`. */
export function filled(text: string, name: string, value: string): string {
  return text.replaceAll(`{{${name}}}`, value);
}

/** The first language of the browser (RFC 9110, 12.5.4) that there is; the order of the list is taken as its wish. */
export function preferredLanguage(
  header: string | undefined,
  languages: readonly string[],
): string | undefined {
  for (const range of (header ?? '').split(',').slice(0, 20)) {
    const wanted = range.split(';')[0]?.trim().toLowerCase() ?? '';
    const found = languages.find((language) => wanted.split('-')[0] === language.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }
  return undefined;
}
