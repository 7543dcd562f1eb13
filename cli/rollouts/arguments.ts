import { InvalidArgumentError } from 'commander';
import {
  MaintenanceWindow,
  type RolloutPhase,
  Share,
  validatorOf,
  type Weekday,
  weekdays,
} from '../../protocol/index.ts';

const isShare = validatorOf(Share);
const readWindow = validatorOf(MaintenanceWindow);

/** A phase as it is typed: its reach, and what it changes of the common rules. */
export type TypedPhase = Pick<RolloutPhase, 'reach'> & Partial<RolloutPhase>;

const spans: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `10%`, or with rules of its own: `10%,success=90,failures=2,soak=1h`. May be given more than once. */
export function phasesArgument(text: string, former: TypedPhase[] | undefined): TypedPhase[] {
  const [reach = '', ...rules] = text.split(',');
  const phase: TypedPhase = { reach: shareArgument(reach) };
  for (const rule of rules) {
    const [name, value = ''] = rule.split('=', 2);
    if (name === 'success') phase.success = percentArgument(value);
    else if (name === 'failures') phase.failures = shareArgument(value);
    else if (name === 'soak') phase.soakSeconds = soakArgument(value);
    else throw new InvalidArgumentError('A phase is like 10% or 10%,success=90,failures=2,soak=1h.');
  }
  return [...(former ?? []), phase];
}

export function shareArgument(text: string): string {
  if (isShare(text).ok) return text;
  throw new InvalidArgumentError('Write a number of totems, such as 3, or a share of them, such as 10%.');
}

export function percentArgument(text: string): number {
  const [, digits] = /^(\d{1,3})%?$/.exec(text) ?? [];
  const percent = Number(digits ?? Number.NaN);
  if (percent <= 100) return percent;
  throw new InvalidArgumentError('Write a number of percent, from 0 to 100.');
}

export function soakArgument(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(digits) * (spans[unit ?? ''] ?? Number.NaN);
  if (seconds >= 0 && seconds <= 30 * 86_400) return seconds;
  throw new InvalidArgumentError('Write a number and s, m, h or d, such as 90s or 1h, up to 30d.');
}

/** `22:00-05:00`, or only on some days: `sat,sun 01:00-06:00`. */
export function windowArgument(text: string): MaintenanceWindow {
  const [, days, from, to] = /^(?:([a-z]{3}(?:,[a-z]{3})*) )?(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  const window = readWindow({ days: days?.split(',') ?? [...weekdays], from, to });
  if (window.ok) return window.value;
  throw new InvalidArgumentError('Write it like 22:00-05:00 or "sat,sun 01:00-06:00".');
}

export function windowText(window: MaintenanceWindow | null): string {
  if (window === null) return 'at any time';
  const every = weekdays.every((day: Weekday) => window.days.includes(day));
  return `${every ? 'every day' : window.days.join(', ')} ${window.from} to ${window.to}`;
}

export function idsArgument(text: string, former: number[] | undefined): number[] {
  const id = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (id > 0) return [...new Set([...(former ?? []), id])];
  throw new InvalidArgumentError('It is a number.');
}

export function rolloutArgument(text: string): number {
  const [id = 0] = idsArgument(text, undefined);
  return id;
}
