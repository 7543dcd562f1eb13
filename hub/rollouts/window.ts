import { type MaintenanceWindow, weekdays } from '../../protocol/index.ts';

/**
 * Whether a maintenance window is open at a moment (milliseconds since 1970), by this machine's clock and time
 * zone. A window over midnight belongs to the day on which it starts.
 */
export function isOpen(window: MaintenanceWindow | null, now: number): boolean {
  if (window === null) return true;
  const date = new Date(now);
  const minute = date.getHours() * 60 + date.getMinutes();
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  // getDay() counts from Sunday, the names from Monday.
  const today = (date.getDay() + 6) % 7;
  const startsOn = (day: number) => window.days.some((name) => name === weekdays[day]);
  if (from < to) return startsOn(today) && minute >= from && minute < to;
  return (startsOn(today) && minute >= from) || (startsOn((today + 6) % 7) && minute < to);
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
