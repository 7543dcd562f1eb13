import {
  type Rollout,
  type RolloutCounts,
  type RolloutMember,
  rolloutTotemStates,
} from '../../protocol/index.ts';
import type { Member } from './planner.ts';
import type { RolloutRecord } from './records.ts';
import { phaseEnds } from './share.ts';

/** A rollout as the API shows it. */
export function viewOf(record: RolloutRecord): Rollout {
  const { id, kind, artifact, title, made, madeBy, state, reason, ended, target, plan, phase } = record;
  const ends = endsOf(record);
  return {
    id,
    kind,
    artifact,
    title,
    made,
    madeBy,
    state,
    reason,
    since: new Date(record.since).toISOString(),
    ended,
    target,
    plan,
    phase,
    phases: ends.map((end, index) => {
      const members = record.members.slice(ends[index - 1] ?? 0, end);
      return { totems: members.length, counts: countsOf(members) };
    }),
    counts: countsOf(record.members),
  };
}

export function membersOf(record: RolloutRecord): RolloutMember[] {
  const ends = endsOf(record);
  return record.members.map(({ totem, state, tries, since, reason }, index) => ({
    totem,
    phase: ends.findIndex((end) => index < end),
    state,
    tries,
    since: new Date(since).toISOString(),
    reason,
  }));
}

/** Totems that could not take the artifact from the start are shown with the last phase. */
function endsOf({ plan, eligible, members }: RolloutRecord): number[] {
  return [...phaseEnds(plan.phases, eligible).slice(0, -1), members.length];
}

function countsOf(members: readonly Member[]): RolloutCounts {
  const counts: RolloutCounts = {
    waiting: 0,
    offered: 0,
    retrying: 0,
    succeeded: 0,
    failed: 0,
    silent: 0,
    skipped: 0,
  };
  for (const { state } of members) counts[state] += 1;
  return counts;
}

export function isOpenState(state: Member['state']): boolean {
  return rolloutTotemStates.indexOf(state) < rolloutTotemStates.indexOf('succeeded');
}
