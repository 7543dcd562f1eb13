import type { Interval } from '../opening/index.ts';
import type { EventItem, NewsItem } from './compiled.ts';
import type { EventFront, NewsFront } from './news-schema.ts';
import type { Page } from './pages.ts';
import type { Report } from './problems.ts';

const clock = '([01]?\\d|2[0-4])[:.]([0-5]\\d)';
const timePattern = new RegExp(`^\\s*${clock}(?:\\s*[-–]\\s*${clock})?\\s*$`);

/** One news item from its language versions. */
export function newsOf(id: string, pages: readonly Page<NewsFront>[], defaultLanguage: string): NewsItem {
  const main = mainOf(pages, defaultLanguage);
  const versions: NewsItem['versions'] = {};
  for (const { language, front, html } of pages) {
    if (front) versions[language] = { ...sharedOf(front), html };
  }
  return { id, from: main?.from ?? '', until: main?.until ?? null, versions };
}

/** One event from its language versions. */
export function eventOf(id: string, pages: readonly Page<EventFront>[], defaultLanguage: string): EventItem {
  const main = mainOf(pages, defaultLanguage);
  const versions: EventItem['versions'] = {};
  for (const { language, front, html } of pages) {
    if (front) {
      versions[language] = { ...sharedOf(front), html, place: front.place, costs: front.costs ?? null };
    }
  }
  const from = main?.from ?? '';
  return { id, from, until: main?.until ?? from, hours: (main?.hours ?? []).flatMap(timesOf), versions };
}

function mainOf<Front>(pages: readonly Page<Front>[], defaultLanguage: string): Front | undefined {
  return (pages.find(({ language }) => language === defaultLanguage) ?? pages[0])?.front;
}

function sharedOf({ title, summary, office, link, image }: NewsFront | EventFront) {
  return { title, summary, office: office ?? null, link: link ?? null, image: image ?? null };
}

function timesOf(text: string): Interval[] {
  const found = timePattern.exec(text);
  if (!found) return [];
  const from = Number(found[1]) * 60 + Number(found[2]);
  return [{ from, to: found[3] === undefined ? from : Number(found[3]) * 60 + Number(found[4]) }];
}

/** Days and times: they exist, are in order, and are the same in every language. */
export function checkDates(
  pages: readonly Page<NewsFront | EventFront>[],
  defaultLanguage: string | undefined,
  report: Report,
): void {
  const first = pages.find(({ language }) => language === defaultLanguage) ?? pages[0];
  for (const { file, front, keys, yaml } of pages) {
    if (!front) continue;
    const at = (key: string, message: string) => report(file, yaml.lineOf([key]), message, `/${key}`);
    if (front.until !== undefined && front.until < front.from) {
      at('until', `until is before from: ${front.until} comes before ${front.from}`);
    }
    for (const text of 'hours' in front ? (front.hours ?? []) : []) {
      const [time] = timesOf(text);
      if (!time || time.to < time.from || time.to > 1440) {
        at('hours', `${text} is no time of a day: expected such as "18:00-20:00" or "18:00"`);
      }
    }
    for (const key of ['from', 'until', 'hours']) {
      if (first && JSON.stringify(keys[key]) !== JSON.stringify(first.keys[key])) {
        at(key, `${key} differs from the one in ${first.file}: it is the same in every language`);
      }
    }
  }
}
