import { type OpeningSchedule, openingWords } from '../opening/index.ts';
import type { Card, Office, PlaceMap } from './compiled.ts';
import type { Page } from './pages.ts';
import type { CardFront, OfficeFront } from './schemas.ts';

/** One card from its language versions. */
export function cardOf(id: string, pages: readonly Page<CardFront>[], defaultLanguage: string): Card {
  const main = pages.find(({ language }) => language === defaultLanguage) ?? pages[0];
  const versions: Card['versions'] = {};
  for (const { language, front, html } of pages) {
    if (!front) continue;
    versions[language] = {
      title: front.title,
      summary: front.summary,
      audience: front.audience,
      html,
      needed: front.needed ?? [],
      outcome: front.outcome ?? null,
      times: front.times ?? null,
      costs: front.costs ?? null,
      office: front.office ?? null,
      link: front.link ?? null,
      image: front.image ?? null,
      keywords: front.keywords ?? [],
      askedAs: front.askedAs ?? [],
      simple: (front.simple ?? []).map((point) => ({ icon: point.icon ?? null, text: point.text })),
      updated: front.updated,
    };
  }
  return { id, category: main?.front?.category ?? '', versions };
}

/** One office from its language versions, with what is the same in all of them. */
export function officeOf(
  id: string,
  pages: readonly Page<OfficeFront>[],
  opening: OpeningSchedule | null,
  map: PlaceMap | null,
): Office {
  const versions: Office['versions'] = {};
  for (const { language, front, html } of pages) {
    if (!front) continue;
    const remarks = front.hours ?? [];
    versions[language] = {
      name: front.name,
      summary: front.summary,
      address: front.address,
      town: front.town,
      phone: front.phone ?? null,
      email: front.email ?? null,
      hours: opening ? [...openingWords(language).lines(opening), ...remarks] : remarks,
      remarks,
      askedAs: front.askedAs ?? [],
      html,
    };
  }
  return { id, opening, map, versions };
}
