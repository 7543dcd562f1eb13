import { addDays } from './calendar.ts';

export const italianHolidays = [
  'newYear',
  'epiphany',
  'easter',
  'easterMonday',
  'liberation',
  'labour',
  'republic',
  'assumption',
  'francis',
  'allSaints',
  'immaculate',
  'christmas',
  'stephen',
] as const;
export type ItalianHoliday = (typeof italianHolidays)[number];

/** Law 260 of 1949 with its later changes (law 54 of 1977, decree 792 of 1985, law 336 of 2000). */
const fixed: Record<string, ItalianHoliday> = {
  '01-01': 'newYear',
  '01-06': 'epiphany',
  '04-25': 'liberation',
  '05-01': 'labour',
  '06-02': 'republic',
  '08-15': 'assumption',
  '11-01': 'allSaints',
  '12-08': 'immaculate',
  '12-25': 'christmas',
  '12-26': 'stephen',
};

/** Saint Francis, 4 October, is a holiday from 2026 on (law 151 of 2025). */
const firstFrancis = '2026';

/** The public holiday of Italy on a day (`YYYY-MM-DD`), if it is one. */
export function italianHolidayOn(date: string): ItalianHoliday | undefined {
  const [year = '', inYear] = [date.slice(0, 4), date.slice(5)];
  const easter = easterOf(Number(year));
  // Where two fall on one day (25 April 2011), the greater feast gives its name.
  if (date === easter) return 'easter';
  if (date === addDays(easter, 1)) return 'easterMonday';
  if (inYear === '10-04' && year >= firstFrancis) return 'francis';
  return Object.hasOwn(fixed, inYear) ? fixed[inYear] : undefined;
}

/** Easter Sunday of a year, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
