import { addDays, dayNumber, wallClock } from './calendar.ts';
import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };
import type { Closure, OpeningState } from './opening.ts';
import type { Interval, OpeningSchedule } from './schedule.ts';

type Texts = typeof it;

const languages: Record<string, Texts> = { it, en, de, fr, es, ar, zh };

/** Language of these words where they are not written in the one that is wanted. */
const fallback = 'it';

/** Minutes before closing from which it is said to be soon. */
const soon = 30;

/** Opening hours told in one language, the same on the screen, in an answer and on a page for phones. */
export interface OpeningWords {
  /** The usual week, a line for the days that are alike, from Monday on. */
  lines(schedule: OpeningSchedule): string[];
  /** What holds now and when it changes. */
  state(state: OpeningState, instant: number): string;
  /** One day's intervals; that it is closed where there are none. */
  intervals(intervals: readonly Interval[]): string;
  /** Why a day differs. */
  because(closure: Closure): string;
  /** A day (`YYYY-MM-DD`) with its name. */
  day(date: string): string;
  /** Name of a day of the week, 0 for Monday. */
  weekday(index: number): string;
  time(minutes: number): string;
}

export function openingWords(language: string): OpeningWords {
  const base = language.split('-')[0] ?? language;
  const known = Object.hasOwn(languages, base) ? base : fallback;
  const texts = languages[known] ?? it;
  const weekdays = new Intl.DateTimeFormat(texts.locale, { weekday: 'long', timeZone: 'UTC' });
  const days = new Intl.DateTimeFormat(texts.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const list = new Intl.ListFormat(texts.locale, { type: 'conjunction', style: 'long' });

  // 5 January 1970 was a Monday.
  const weekday = (index: number) => weekdays.format(Date.UTC(1970, 0, 5 + index));
  const day = (date: string) => days.format(Date.parse(`${date}T00:00:00Z`));

  function time(minutes: number): string {
    const hour = String(Math.floor(minutes / 60));
    const rest = minutes % 60;
    return rest === 0
      ? fill(texts.wholeHour, { hour })
      : fill(texts.time, { hour, minute: String(rest).padStart(2, '0') });
  }

  function intervals(open: readonly Interval[]): string {
    if (open.length === 0) return texts.closed;
    if (isAllDay(open)) return texts.allDay;
    return list.format(open.map(({ from, to }) => fill(texts.interval, { from: time(from), to: time(to) })));
  }

  function lines({ week }: OpeningSchedule): string[] {
    if (week.every((open) => open.length === 0)) return [texts.never];
    if (week.every(isAllDay)) return [texts.always];
    const alike = new Map<string, number[]>();
    week.forEach((open, index) => {
      if (open.length === 0) return;
      const key = JSON.stringify(open);
      alike.set(key, [...(alike.get(key) ?? []), index]);
    });
    return [...alike.values()].map((indexes) =>
      capital(
        fill(texts.days, {
          days: list.format(runsOf(indexes).flatMap(runInWords)),
          times: intervals(week[indexes[0] ?? 0] ?? []),
        }),
        texts.locale,
      ),
    );
  }

  /** Three days or more in a row are told by the first and the last. */
  function runInWords(run: number[]): string[] {
    const [first = 0, last = 0] = [run[0], run.at(-1)];
    if (run.length < 3) return run.map(weekday);
    return [fill(texts.range, { from: weekday(first), to: weekday(last) })];
  }

  function because(closure: Closure): string {
    if (closure.kind === 'holiday') {
      return fill(texts.holidayReason, { name: texts.holidays[closure.holiday] });
    }
    if (closure.kind === 'patron') return fill(texts.holidayReason, { name: textIn(closure.name) });
    return closure.reason ? fill(texts.exceptionReason, { name: textIn(closure.reason) }) : texts.otherReason;
  }

  const textIn = (versions: Record<string, string>) =>
    versions[language] ?? versions[base] ?? versions[fallback] ?? Object.values(versions)[0] ?? '';

  function dayInWords(date: string, today: string): string {
    const distance = dayNumber(date) - dayNumber(today);
    if (distance === 1) return texts.tomorrow;
    return fill(texts.weekday, { weekday: distance < 7 ? weekday((dayNumber(date) + 3) % 7) : day(date) });
  }

  function state(now: OpeningState, instant: number): string {
    const today = wallClock(instant).date;
    if (now.state === 'open') {
      const { closes } = now;
      if (!closes) return texts.openAlways;
      const at = { time: time(closes.minutes), day: dayInWords(closes.date, today) };
      // The end of today is no other day.
      if (closes.date !== today && !(closes.minutes === 0 && closes.date === addDays(today, 1))) {
        return fill(texts.openUntilDay, at);
      }
      return fill(closes.instant - instant <= soon * 60_000 ? texts.openUntilSoon : texts.openUntil, at);
    }
    const { opens } = now;
    const reason = now.because && because(now.because);
    if (!opens) return reason ? fill(texts.closedBecauseNow, { reason }) : texts.closedNow;
    const at = { time: time(opens.minutes), day: dayInWords(opens.date, today) };
    if (reason && opens.date !== today) return fill(texts.closedBecause, { ...at, reason });
    return fill(opens.date === today ? texts.closedUntil : texts.closedUntilDay, at);
  }

  return { lines, state, intervals, because, day, weekday, time };
}

function isAllDay(open: readonly Interval[]): boolean {
  return open.length === 1 && open[0]?.from === 0 && open[0].to === 1440;
}

/** Days in a row together. */
function runsOf(indexes: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else runs.push([index]);
  }
  return runs;
}

function fill(pattern: string, values: Record<string, string>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function capital(text: string, locale: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
