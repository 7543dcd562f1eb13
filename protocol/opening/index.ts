export { addDays, dateOf, dayNumber, instantOf, wallClock, weekdayOf } from './calendar.ts';
export { easterOf, type ItalianHoliday, italianHolidayOn, italianHolidays } from './holidays.ts';
export {
  type Closure,
  changesAhead,
  type DayPlan,
  dayPlan,
  daysFrom,
  type Moment,
  type OpeningState,
  openingAt,
} from './opening.ts';
export type { Interval, OpeningException, OpeningSchedule, PatronDay } from './schedule.ts';
export { type OpeningWords, openingWords } from './words.ts';
