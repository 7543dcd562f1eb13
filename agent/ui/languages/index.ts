import { createInstance, type i18n, type TFunction } from 'i18next';
import en from './en.json' with { type: 'json' };
import faultsIt from './faults.it.json' with { type: 'json' };
import findingsIt from './findings.it.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import serviceEn from './service.en.json' with { type: 'json' };
import serviceIt from './service.it.json' with { type: 'json' };

/** Language of the page's own words where it does not know the one that was chosen. */
const fallback = 'it';

export type Words = TFunction;

/** The page's own words, by language. */
export interface Dictionary {
  in(language: string): Words;
  /** A language's name in itself, such as "Italiano". */
  nameOf(language: string): string;
  /** The locale that dates and times of a language are written in. */
  localeOf(language: string): string;
}

export function createDictionary(): Dictionary {
  const instance: i18n = createInstance();
  void instance.init({
    lng: fallback,
    fallbackLng: fallback,
    resources: {
      it: { translation: { ...it, service: serviceIt, faults: faultsIt, findings: findingsIt } },
      en: { translation: { ...en, service: serviceEn } },
    },
    // Preact escapes what it renders.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const knows = (language: string) => instance.hasResourceBundle(language, 'translation');
  return {
    in: (language) => instance.getFixedT(language),
    nameOf: (language) =>
      knows(language)
        ? instance.getFixedT(language)('languageName')
        : (new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language),
    localeOf: (language) => (knows(language) ? instance.getFixedT(language)('locale') : language),
  };
}
