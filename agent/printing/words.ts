import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };

/** The words around what the content says. */
export type Words = typeof it;

const languages: Record<string, Words> = { it, en, de, fr, es };

/** Languages that the printer has letters for. */
export const printedLanguages = Object.keys(languages);

/** Words in a language, or in Italian where there are none. */
export function wordsIn(language: string): Words {
  const base = baseOf(language);
  return Object.hasOwn(languages, base) ? (languages[base] ?? it) : it;
}

/** Whether the printer has letters for a language. */
export function isPrinted(language: string): boolean {
  return printedLanguages.includes(baseOf(language));
}

export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A day in words. */
export function dayIn({ locale }: Words, instant: number, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(instant);
}

/** How a language is called in another. */
export function nameOf(language: string, { locale }: Words): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
}

function baseOf(language: string): string {
  return language.split('-')[0] ?? language;
}
