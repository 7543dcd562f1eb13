import { addDays, instantOf, wallClock, weekdayOf } from './calendar.ts';
import { type ItalianHoliday, italianHolidayOn } from './holidays.ts';
import type { Interval, OpeningSchedule } from './schedule.ts';

/** Why a day is not like others of its name. */
export type Closure =
  | { kind: 'holiday'; holiday: ItalianHoliday }
  | { kind: 'patron'; name: Record<string, string> }
  | { kind: 'exception'; reason: Record<string, string> | null };

export interface DayPlan {
  date: string;
  intervals: Interval[];
  /** What changed the day; it may be open all the same. */
  because: Closure | null;
}

/** A point in time as the place sees it. */
export interface Moment {
  date: string;
  /** Minutes from midnight; 1440 is the end of the day. */
  minutes: number;
  /** In ms since 1970, UTC. */
  instant: number;
}

export type OpeningState =
  /** `closes` is `null` where it never does within the days that are looked at. */
  | { state: 'open'; closes: Moment | null }
  /** `because` is what keeps it closed on this day, where it would be open otherwise. */
  | { state: 'closed'; opens: Moment | null; because: Closure | null };

/** Days that are looked at for the next opening: more than a year, so that a yearly day is found. */
const horizon = 370;

/** What holds on a day (`YYYY-MM-DD`). */
export function dayPlan(schedule: OpeningSchedule, date: string): DayPlan {
  const usual = schedule.week[weekdayOf(date)] ?? [];
  const exception = schedule.exceptions.find(({ from, to }) => from <= date && date <= to);
  if (exception) {
    return { date, intervals: exception.open, because: { kind: 'exception', reason: exception.reason } };
  }
  const holiday = schedule.holidays ? italianHolidayOn(date) : undefined;
  if (holiday) return { date, intervals: [], because: { kind: 'holiday', holiday } };
  const { patron } = schedule;
  if (patron && Number(date.slice(5, 7)) === patron.month && Number(date.slice(8)) === patron.day) {
    return { date, intervals: [], because: { kind: 'patron', name: patron.name } };
  }
  return { date, intervals: usual, because: null };
}

/** Whether the place is open at an instant (ms since 1970, UTC), and when that changes. */
export function openingAt(schedule: OpeningSchedule, instant: number): OpeningState {
  const today = wallClock(instant).date;
  const plan = dayPlan(schedule, today);
  for (const interval of plan.intervals) {
    if (instant < instantOf(today, interval.from)) break;
    if (instant < instantOf(today, interval.to)) {
      return { state: 'open', closes: closingOf(schedule, today, interval.to) };
    }
  }
  const usual = schedule.week[weekdayOf(today)] ?? [];
  const missed = plan.because !== null && plan.intervals.length === 0 && usual.length > 0;
  return {
    state: 'closed',
    opens: nextOpening(schedule, today, instant),
    because: missed ? plan.because : null,
  };
}

/** The end of an interval, or of those that follow it without a gap, over midnight too. */
function closingOf(schedule: OpeningSchedule, first: string, end: number): Moment | null {
  let closes = momentOf(first, end);
  for (let days = 0; days < horizon; days += 1) {
    const date = addDays(first, days);
    for (const { from, to } of dayPlan(schedule, date).intervals) {
      const next = momentOf(date, to);
      if (next.instant <= closes.instant) continue;
      if (instantOf(date, from) > closes.instant) return closes;
      closes = next;
    }
    if (closes.instant < instantOf(date, 1440)) return closes;
  }
  return null;
}

function nextOpening(schedule: OpeningSchedule, today: string, instant: number): Moment | null {
  for (let days = 0; days < horizon; days += 1) {
    const date = addDays(today, days);
    for (const { from, to } of dayPlan(schedule, date).intervals) {
      const opens = momentOf(date, from);
      // An interval in the hour that is left out when summer time begins never comes.
      if (opens.instant > instant && instantOf(date, to) > opens.instant) return opens;
    }
  }
  return null;
}

function momentOf(date: string, minutes: number): Moment {
  return { date, minutes, instant: instantOf(date, minutes) };
}

/** The days from one on, as they really are: for the table of a week. */
export function daysFrom(schedule: OpeningSchedule, date: string, count: number): DayPlan[] {
  return Array.from({ length: count }, (_, index) => dayPlan(schedule, addDays(date, index)));
}

/** The coming days that differ from others of their name, `days` from one on. */
export function changesAhead(schedule: OpeningSchedule, date: string, days: number): DayPlan[] {
  return daysFrom(schedule, date, days).filter(({ because, intervals, date: day }) => {
    if (!because) return false;
    const usual = schedule.week[weekdayOf(day)] ?? [];
    return JSON.stringify(usual) !== JSON.stringify(intervals);
  });
}
