import type { CallReport } from '../../../../protocol/calls/report.ts';
import type { CallOutcome } from '../../../../protocol/calls/states.ts';
import { duration, percent } from './format.ts';

/** What the names in a report on calls say to people. */
const outcomes: Readonly<Record<CallOutcome, string>> = {
  answered: 'The two talked',
  abandoned: 'The citizen left the queue',
  lost: 'The citizen vanished from the queue',
  broken: 'The line was lost',
  failed: 'No sound or picture came through',
  closed: 'The office closed over the queue',
};

export const origins: Readonly<Record<CallReport['byOrigin'][number]['name'], string>> = {
  totem: 'Totem',
  portal: 'Web portal',
};

export const modes: Readonly<Record<CallReport['byMode'][number]['name'], string>> = {
  video: 'Video',
  voice: 'Voice',
  text: 'Text',
};

export function outcomeTitle(name: string): string {
  return Object.entries(outcomes).find(([outcome]) => outcome === name)?.[1] ?? name;
}

export function waited(seconds: number | null): string {
  return seconds === null ? '–' : duration(Math.round(seconds));
}

export function shareOf(part: number | null): string {
  return part === null ? '–' : percent(part);
}
