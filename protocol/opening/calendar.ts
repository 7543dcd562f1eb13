/** Days as `YYYY-MM-DD` in the Gregorian calendar, and the clock of Italy. Pure; the rules of time zones are Intl's. */

const dayLength = 86_400_000;
const minute = 60_000;

/** Days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayLength;
}

export function dateOf(number: number): string {
  return new Date(number * dayLength).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return dateOf(dayNumber(date) + days);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(date: string): number {
  // 1970-01-01 was a Thursday.
  return (((dayNumber(date) + 3) % 7) + 7) % 7;
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** Day and minute that the clocks of Italy show at an instant (ms since 1970, UTC). */
export function wallClock(instant: number): { date: string; minutes: number } {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of parts.formatToParts(instant)) shown[type] = value;
  return {
    date: `${shown.year?.padStart(4, '0')}-${shown.month}-${shown.day}`,
    minutes: Number(shown.hour) * 60 + Number(shown.minute),
  };
}

/** What the clocks show, as ms in a day count that knows no time zone. */
function shownAt(instant: number): number {
  const { date, minutes } = wallClock(instant);
  return dayNumber(date) * dayLength + minutes * minute;
}

/**
 * The instant at which the clocks of Italy show a time of a day; `minutes` may be 1440. A time that comes twice
 * when summer time ends is meant as its first; one that is left out when it begins, as the moment of the change.
 */
export function instantOf(date: string, minutes: number): number {
  const wanted = dayNumber(date) * dayLength + minutes * minute;
  // Offsets from UTC are known on both sides of any change near by.
  const before = wanted - (shownAt(wanted - dayLength) - (wanted - dayLength));
  const after = wanted - (shownAt(wanted + dayLength) - (wanted + dayLength));
  if (shownAt(before) === wanted) return before;
  if (shownAt(after) === wanted) return after;
  let [low, high] = [Math.min(before, after), Math.max(before, after)];
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / 2 / minute) * minute;
    if (shownAt(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}
