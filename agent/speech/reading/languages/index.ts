import type { SpokenLanguage } from '../../../../protocol/index.ts';
import type { Grammar } from '../types.ts';
import { arabic } from './ar.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import { italian } from './it.ts';
import { chinese } from './zh.ts';

const grammars: Record<SpokenLanguage, () => Grammar> = {
  it: italian,
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ar: arabic,
  zh: chinese,
};

export function grammarOf(language: SpokenLanguage): Grammar {
  return grammars[language]();
}
