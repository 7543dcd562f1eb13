import type { Rollout, RolloutCounts, RolloutMember } from '../../../../protocol/rollouts.ts';
import type { Tone } from '../parts/chip.tsx';
import { count, duration } from './format.ts';

export const rolloutStateText: Record<Rollout['state'], string> = {
  running: 'Running',
  soaking: 'Soaking',
  paused: 'Paused',
  aborting: 'Ending',
  aborted: 'Aborted',
  finished: 'Finished',
};

export const rolloutTone: Record<Rollout['state'], Tone> = {
  running: 'info',
  soaking: 'info',
  paused: 'warning',
  aborting: 'warning',
  aborted: 'bad',
  finished: 'good',
};

export const memberStateText: Record<RolloutMember['state'], string> = {
  waiting: 'Waiting',
  offered: 'On its way',
  retrying: 'Will be asked again',
  succeeded: 'Succeeded',
  failed: 'Failed',
  silent: 'Silent',
  skipped: 'Skipped',
};

export const memberTone: Record<RolloutMember['state'], Tone> = {
  waiting: 'neutral',
  offered: 'info',
  retrying: 'warning',
  succeeded: 'good',
  failed: 'bad',
  silent: 'bad',
  skipped: 'neutral',
};

/** Outcomes first, then what is still to come. */
export const memberOrder = [
  'succeeded',
  'failed',
  'silent',
  'offered',
  'retrying',
  'waiting',
  'skipped',
] as const satisfies readonly (keyof RolloutCounts)[];

/** "3 succeeded, 1 silent": what there is, in the order of `memberOrder`. */
export function countsText(counts: RolloutCounts): string {
  const parts = memberOrder
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${memberStateText[state].toLowerCase()}`);
  return parts.join(', ') || 'no totem';
}

export function targetText({ target }: Rollout): string {
  const parts = [
    target.groups.length > 0 ? `groups ${target.groups.join(', ')}` : '',
    target.sites.length > 0 ? count(target.sites.length, 'site') : '',
    target.totems.length > 0 ? count(target.totems.length, 'named totem') : '',
    target.running === undefined ? '' : `only those with ${target.running}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What has to hold before a phase is over. */
export function rulesText(phase: Rollout['plan']['phases'][number]): string {
  const soak = phase.soakSeconds === 0 ? 'no soak' : `then ${duration(phase.soakSeconds)} of soak`;
  return `${phase.success} % must succeed, ${phase.failures} may fail, ${soak}`;
}
