import type { Course, Member } from '../../hub/rollouts/planner.ts';
import type { RolloutPlan } from '../../protocol/index.ts';

/** Milliseconds. */
export const second = 1000;
export const start = Date.parse('2026-11-24T12:00:00Z');
/** One totem, then all; every totem has a minute. */
export const basePlan: RolloutPlan = {
  phases: [
    { reach: '1', success: 100, failures: '0', soakSeconds: 10 },
    { reach: '100%', success: 50, failures: '50%', soakSeconds: 10 },
  ],
  deadlineSeconds: 60,
  attempts: 1,
  backoffSeconds: 5,
  window: null,
  allowDowngrade: false,
  proveSeconds: 0,
};

/** A totem of a rollout that waits, with what a test changes. */
export function member(totem: string, change: Partial<Member> = {}): Member {
  return { totem, state: 'waiting', tries: 0, attempt: 0, since: start, reason: '', ...change };
}

/** A rollout over three totems that has just begun, with what a test changes. */
export function course(change: Partial<Course> = {}): Course {
  const members = change.members ?? ['a', 'b', 'c'].map((id) => member(id));
  return {
    kind: 'firmware',
    state: 'running',
    phase: 0,
    since: start,
    forgiven: 0,
    plan: basePlan,
    groups: 'none',
    eligible: members.length,
    members,
    ...change,
  };
}
