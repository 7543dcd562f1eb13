import type { ReportQuery } from '../../../../../protocol/report.ts';

/** What is reported on, as the filters hold it: empty where it is not narrowed down. */
export interface Scope {
  from: string;
  to: string;
  site: string;
  language: string;
  profile: string;
}

const names = ['from', 'to', 'site', 'language', 'profile'] as const satisfies readonly (keyof Scope)[];

export function scopeOf(query: URLSearchParams): Scope {
  const read = (name: keyof Scope) => query.get(name) ?? '';
  return {
    from: read('from'),
    to: read('to'),
    site: read('site'),
    language: read('language'),
    profile: read('profile'),
  };
}

/** The same as the query of an address, `?` included; nothing where all is reported on. */
export function searchOf(scope: Scope): string {
  const query = new URLSearchParams();
  for (const name of names) if (scope[name] !== '') query.set(name, scope[name]);
  return query.size === 0 ? '' : `?${query}`;
}

/** The profiles as the protocol names them, and what people call them. */
export const profileTitles: Record<NonNullable<ReportQuery['profile']>, string> = {
  none: 'No profile',
  large: 'Large text',
  contrast: 'High contrast',
  low: 'Low reach',
  simple: 'Simple language',
  guidance: 'Speech guidance',
  calm: 'Calm',
};

/** Name of a language in English, or its tag. */
export function languageTitle(tag: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
