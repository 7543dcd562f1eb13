import {
  failure,
  type Result,
  type RolloutPlan,
  type RolloutRequest,
  success,
  type Totem,
} from '../../protocol/index.ts';
import type { RolloutChange, RolloutRecord } from './records.ts';
import { phaseEnds } from './share.ts';
import { totemTable } from './table.ts';
import { membersFor } from './target.ts';
import type { Artifacts } from './types.ts';
import { isOpenState } from './view.ts';

const week = 7 * 86_400;

/** Everybody at once, whatever becomes of anybody: what assigning a release to a group always was. */
export const atOncePlan: RolloutPlan = {
  phases: [{ reach: '100%', success: 0, failures: '100%', soakSeconds: 0 }],
  deadlineSeconds: week,
  attempts: 1,
  backoffSeconds: 0,
  window: null,
  allowDowngrade: false,
  proveSeconds: 0,
};

/** What a rollout is called in the audit. */
export function subjectOf({ id }: Pick<RolloutRecord, 'id'>): string {
  return `rollout ${id}`;
}

/** Resolves a request to the totems it means now, and refuses one that cannot be carried out. */
export function newRecord(
  request: RolloutRequest,
  fleet: readonly Totem[],
  artifacts: Artifacts,
  { who, atOnce, now }: { who: string; atOnce: boolean; now: number },
): Result<Omit<RolloutRecord, 'id'>> {
  const { kind, artifact, target, plan } = request;
  const firmware = kind === 'firmware' ? artifacts.firmware(artifact) : undefined;
  const title = kind === 'firmware' ? firmware?.version : artifacts.content(artifact)?.title;
  if (title === undefined) return failure('not_found', `there is no ${kind} ${artifact} here`, '/artifact');
  if (kind === 'content' && plan.attempts > 1) {
    const message = 'a totem never takes content again that it rolled back; publish a corrected release';
    return failure('invalid', message, '/plan/attempts');
  }
  const { members, eligible } = membersFor(fleet, request, firmware, now);
  if (members.length === 0) return failure('conflict', 'the target has no totem', '/target');
  if (eligible === 0) {
    const reason = members[0]?.reason ?? '';
    return failure(
      'conflict',
      `no totem of the target can take it: ${members[0]?.totem}: ${reason}`,
      '/target',
    );
  }
  if (phaseEnds(plan.phases, eligible).at(-1) !== eligible) {
    return failure('invalid', `the last phase must reach all: ${eligible} totems, or 100%`, '/plan/phases');
  }
  return success({
    kind,
    artifact,
    title,
    made: new Date(now).toISOString(),
    madeBy: who,
    target,
    plan,
    atOnce,
    eligible,
    state: 'running',
    reason: '',
    phase: 0,
    since: now,
    forgiven: 0,
    groupsAssigned: false,
    ended: null,
    members,
  });
}

/** Takes the totems of a new rollout out of those of its kind that still go on; a `conflict` where that is not wanted. */
export function takeOver(
  open: readonly RolloutRecord[],
  record: Omit<RolloutRecord, 'id'>,
  wanted: boolean,
  now: number,
): Result<RolloutChange[]> {
  const mine = new Set(record.members.filter(({ state }) => state === 'waiting').map(({ totem }) => totem));
  const shared = open
    .filter(({ kind }) => kind === record.kind)
    .map((other) => ({
      record: other,
      members: other.members.flatMap(({ totem, state }, index) =>
        isOpenState(state) && mine.has(totem) ? [index] : [],
      ),
    }))
    .filter(({ members }) => members.length > 0);
  const [first] = shared;
  if (first && !wanted) {
    return failure(
      'conflict',
      `rollout ${first.record.id} still goes on with ${first.members.length} of these totems; abort it, or take them over (supersede)`,
      '/supersede',
    );
  }
  for (const { record: other, members } of shared) {
    for (const index of members) {
      const member = other.members[index];
      const state = member && totemTable[member.state].skip;
      if (state) Object.assign(member, { state, since: now, reason: 'a newer rollout took it over' });
    }
  }
  return success(shared);
}
