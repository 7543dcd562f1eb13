import { createInstance, type i18n } from 'i18next';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import faultsIt from './faults.it.json' with { type: 'json' };
import findingsIt from './findings.it.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import serviceEn from './service.en.json' with { type: 'json' };
import serviceIt from './service.it.json' with { type: 'json' };
import type { SameTexts, Values, Words } from './words.ts';
import zh from './zh.json' with { type: 'json' };

export { fetchLetters } from './letters.ts';
export type { WordKey, Words } from './words.ts';

/** Language of the page's own words where it does not know the one that was chosen. */
const fallback = 'it';

/** The citizen's words, each language with every text. */
const citizen = { it, en, de, fr, es, ar, zh } satisfies Record<string, SameTexts<typeof it>>;

/** Scripts of living languages that are written from right to left (ISO 15924). */
const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

export type Direction = 'ltr' | 'rtl';

/** The page's own words, by language. */
export interface Dictionary {
  in(language: string): Words;
  /** A language's name in itself, such as "Italiano", or as another calls it, such as "Italian". */
  nameOf(language: string, as?: string): string;
  /** The locale that dates and times of a language are written in. */
  localeOf(language: string): string;
  /** The way in which a language is written. */
  directionOf(language: string): Direction;
  /** All that the page says in a language, to know the letters that it needs; empty where it is not known. */
  textsIn(language: string): string;
  /** The attributes of an element whose text is in this language. */
  writtenIn(language: string): { lang: string; dir: Direction };
}

/** `missed` hears of a text that a language lacks and that is therefore said in another. */
export function createDictionary(missed: (language: string, key: string) => void = warn): Dictionary {
  const instance: i18n = createInstance();
  void instance.init({
    lng: fallback,
    fallbackLng: fallback,
    resources: {
      ...Object.fromEntries(
        Object.entries(citizen).map(([language, texts]) => [language, { translation: texts }]),
      ),
      it: { translation: { ...it, service: serviceIt, faults: faultsIt, findings: findingsIt } },
      en: { translation: { ...en, service: serviceEn } },
    },
    // Preact escapes what it renders.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const knows = (language: string) => instance.hasResourceBundle(language, 'translation');
  const spoken = new Map<string, Words>();

  function wordsIn(language: string): Words {
    const say = instance.getFixedT(language);
    const own = knows(language);
    const mixes = directionOf(language) === 'rtl';
    return (key: string, values: Values = {}) => {
      const { res, usedLng } = say(key, { ...(mixes ? isolated(values) : values), returnDetails: true });
      if (own && usedLng !== language && values.defaultValue === undefined) missed(language, key);
      return String(res);
    };
  }

  function inLanguage(language: string): Words {
    const words = spoken.get(language) ?? wordsIn(language);
    spoken.set(language, words);
    return words;
  }

  const ownNameOf = (language: string): string =>
    knows(language) ? inLanguage(language)('languageName') : (nameIn(language, language) ?? language);

  return {
    in: inLanguage,
    nameOf: (language, as = language) =>
      (as === language ? undefined : nameIn(as, language)) ?? ownNameOf(language),
    localeOf: (language) => (knows(language) ? inLanguage(language)('locale') : language),
    directionOf,
    textsIn: (language) => JSON.stringify(instance.getResourceBundle(language, 'translation') ?? ''),
    writtenIn: (language) => ({ lang: language, dir: directionOf(language) }),
  };
}

function directionOf(language: string): Direction {
  return rightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
}

function nameIn(language: string, named: string): string | undefined {
  return new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(named);
}

/**
 * Names, dates and addresses that are put into a sentence written from right to left keep their own order and do
 * not change that of the words around them (Unicode Bidirectional Algorithm, isolates U+2068 and U+2069).
 */
function isolated(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && name !== 'defaultValue' ? `\u2068${value}\u2069` : value,
    ]),
  );
}

function warn(language: string, key: string): void {
  console.error(`no text ${key} in ${language}`);
}
