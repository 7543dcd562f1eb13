import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };

export type Word = keyof typeof it;
export type Dictionary = Record<Word, string>;

export const dictionaries: Readonly<Record<string, Dictionary>> = { it, en, de, fr, es, ar, zh };

/** The element's words in one language. */
export interface Words {
  /** The language that they are in. */
  language: string;
  direction: 'rtl' | 'ltr';
  /** The text with values in the place of `{{name}}`. */
  (word: Word, values?: Readonly<Record<string, string | number>>): string;
  /** A language's name in itself. */
  languageName(language: string): string;
  /** A moment as people say it, such as "Thursday 26 November at 09:00". */
  moment(timestamp: string): string;
}

/** Words in the first of the wanted languages that there is, Italian otherwise. */
export function wordsFor(wanted: readonly string[]): Words {
  const bases = wanted.map((tag) => tag.trim().toLowerCase().split('-')[0] ?? '');
  const language = bases.find((base) => Object.hasOwn(dictionaries, base)) ?? 'it';
  const texts = dictionaries[language] ?? it;
  const say = (word: Word, values: Readonly<Record<string, string | number>> = {}) =>
    texts[word].replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
  return Object.assign(say, {
    language,
    direction: language === 'ar' ? ('rtl' as const) : ('ltr' as const),
    languageName: (tag: string) => {
      const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
      return name.slice(0, 1).toLocaleUpperCase(tag) + name.slice(1);
    },
    moment: (timestamp: string) =>
      new Intl.DateTimeFormat(texts.locale, {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        hour: '2-digit',
        minute: '2-digit',
        // Offices open by the clock of Italy, wherever the visitor is.
        timeZone: 'Europe/Rome',
      }).format(new Date(timestamp)),
  });
}
