import { type FirmwareWait, type MaintenanceWindow, weekdays } from '../../protocol/index.ts';

/** What the board says of its power and heat; `null` where it does not. */
export interface Board {
  undervoltage: boolean | null;
  battery: { percent: number; charging: boolean } | null;
  temperatureCelsius: number | null;
}

/** Everything that an update may have to wait for, at one moment. */
export interface Conditions {
  /** In the totem's own time zone. */
  now: Date;
  window: MaintenanceWindow | null;
  citizenPresent: boolean;
  board: Board;
  /** Whether RAUC answers. */
  serviceReady: boolean;
  /** Bytes that the fetch still needs, with what must stay free, against those that are free. */
  neededBytes: number;
  freeBytes: number;
}

export interface Limits {
  maximumCelsius: number;
  minimumBatteryPercent: number;
}

/** What keeps each step of an update from beginning. */
export interface Waits {
  fetch: FirmwareWait[];
  install: FirmwareWait[];
  reboot: FirmwareWait[];
}

/**
 * Pure. Fetching needs room only and goes on at any hour. Writing the slot needs the window, power and a cool
 * board, and is not begun under a citizen's eyes; the reboot takes the screen away, so it needs a free one too.
 */
export function waitsOf(conditions: Conditions, limits: Limits): Waits {
  const { board, now, window, citizenPresent } = conditions;
  const list = (checks: [FirmwareWait, boolean][]) =>
    checks.flatMap(([wait, holds]) => (holds ? [wait] : []));
  const closed = window !== null && !isOpen(window, now);
  const power =
    board.undervoltage === true ||
    (board.battery !== null &&
      !board.battery.charging &&
      board.battery.percent < limits.minimumBatteryPercent);
  const hot = board.temperatureCelsius !== null && board.temperatureCelsius > limits.maximumCelsius;
  const service = !conditions.serviceReady;
  return {
    fetch: list([['space', conditions.neededBytes > conditions.freeBytes]]),
    install: list([
      ['window', closed],
      ['session', citizenPresent],
      ['power', power],
      ['temperature', hot],
      ['service', service],
    ]),
    reboot: list([
      ['window', closed],
      ['session', citizenPresent],
      ['power', power],
    ]),
  };
}

/** Whether a window is open at a moment of local time. */
export function isOpen({ days, from, to }: MaintenanceWindow, at: Date): boolean {
  const [start, end, now] = [minutesOf(from), minutesOf(to), at.getHours() * 60 + at.getMinutes()];
  // `getDay` counts from Sunday, the week here from Monday.
  const today = (at.getDay() + 6) % 7;
  const starts = (day: number) => days.some((name) => name === weekdays[(day + 7) % 7]);
  if (start < end) return starts(today) && now >= start && now < end;
  return (starts(today) && now >= start) || (starts(today - 1) && now < end);
}

function minutesOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
