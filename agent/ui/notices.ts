import type { CompiledContent, EventItem, NewsItem } from '../../protocol/content/compiled.ts';
import type { OpeningWords } from '../../protocol/opening/index.ts';
import type { Words } from './languages/index.ts';

/** What is to be announced on a day (`YYYY-MM-DD`): the newest notice first, then the next event first. */
export function noticesOn(
  content: CompiledContent,
  today: string,
): { news: NewsItem[]; events: EventItem[] } {
  return {
    news: content.news.filter(({ from, until }) => from <= today && (until === null || today <= until)),
    events: content.events.filter(({ until }) => today <= until),
  };
}

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** A day with its year where that is another one than now. */
export function dayInWords(date: string, today: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(date.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(dayOf(date));
}

/** Days of an event. */
export function daysInWords({ from, until }: EventItem, today: string, locale: string): string {
  if (from === until) return dayInWords(from, today, locale);
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatRange(dayOf(from), dayOf(until));
}

/** Times of an event's days; `null` where none are given. */
export function hoursInWords({ hours }: EventItem, told: OpeningWords, words: Words): string | null {
  const [first] = hours;
  if (!first) return null;
  return first.from === first.to
    ? words('notices.fromHour', { time: told.time(first.from) })
    : told.intervals(hours);
}

/** A short date for a corner of the screen: day of the month and month. */
export function shortDay(date: string, locale: string): { day: string; month: string } {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  return { day: day.format(dayOf(date)), month: month.format(dayOf(date)) };
}
