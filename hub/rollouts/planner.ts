import type { RolloutPlan, RolloutState, RolloutTotemState, TotemId } from '../../protocol/index.ts';
import { allowedOf, neededOf, phaseEnds } from './share.ts';
import type { Standing } from './standing.ts';
import type { RolloutEvent, TotemEvent } from './table.ts';
import { isOpen } from './window.ts';

/** A totem in a rollout. Moments are milliseconds since 1970. */
export interface Member {
  totem: TotemId;
  state: RolloutTotemState;
  tries: number;
  attempt: number;
  since: number;
  reason: string;
}

/** A rollout as far as the planner needs to know it. Members are in the order in which they are reached. */
export interface Course {
  kind: 'content' | 'firmware';
  state: RolloutState;
  phase: number;
  since: number;
  forgiven: number;
  plan: RolloutPlan;
  /** Whether groups get the release for good: with the first step, after the last phase, or no (more). */
  groups: 'first' | 'last' | 'none';
  /** How many of the members, from the first, can take the artifact; the others were skipped from the start. */
  eligible: number;
  members: readonly Member[];
}

/** What to do next. Whoever carries it out stores it first. */
export type Step =
  | { step: 'assignGroups' }
  | { step: 'settle'; index: number; event: Exclude<TotemEvent, 'offer' | 'again'>; reason: string }
  | { step: 'offer'; index: number; attempt: number; repeated: boolean }
  | { step: 'change'; event: Exclude<RolloutEvent, 'pause' | 'resume' | 'abort'>; reason: string };

/** How totems stand, by id; without an entry a totem is no part of the fleet any more. */
export type Standings = ReadonlyMap<TotemId, Standing>;

const longestBackoffMs = 86_400_000;

/**
 * The next steps of a rollout: first what became of totems, then what follows for the rollout, then whom to ask.
 * Pure; it is asked again after its steps were carried out, until there are none.
 */
export function plan(course: Course, standings: Standings, now: number): Step[] {
  if (course.state === 'finished' || course.state === 'aborted') return [];
  if (course.groups === 'first' && course.state === 'running') return [{ step: 'assignGroups' }];
  const settled = course.members.flatMap((member, index) => {
    const become = settlement(course, member, standings.get(member.totem), now);
    return become ? [{ step: 'settle' as const, index, ...become }] : [];
  });
  if (settled.length > 0) return settled;
  const change = nextChange(course, now);
  if (change) return [change];
  return offers(course, standings, now);
}

/** What an offered, retrying or succeeded totem has become, if anything. */
function settlement(
  { state, plan, kind }: Course,
  member: Member,
  standing: Standing | undefined,
  now: number,
): { event: Exclude<TotemEvent, 'offer' | 'again'>; reason: string } | undefined {
  const open = member.state === 'waiting' || member.state === 'offered' || member.state === 'retrying';
  if (!standing) return open ? { event: 'skip', reason: 'it left the fleet' } : undefined;
  if (state === 'aborting' && open && (member.state !== 'offered' || !standing.told)) {
    return { event: 'skip', reason: 'the rollout was aborted before its turn' };
  }
  switch (member.state) {
    case 'offered': {
      if (!standing.told) return undefined;
      if (standing.says === 'confirmed') return { event: 'confirm', reason: '' };
      if (standing.says === 'failed') {
        const again = kind === 'firmware' && member.tries < plan.attempts && state !== 'aborting';
        return { event: again ? 'retry' : 'fail', reason: standing.reason };
      }
      const late = now >= member.since + plan.deadlineSeconds * 1000;
      return late ? { event: 'expire', reason: standing.reason } : undefined;
    }
    case 'retrying':
      return standing.says === 'confirmed' ? { event: 'confirm', reason: '' } : undefined;
    case 'succeeded':
      return standing.told && (standing.says === 'other' || standing.says === 'failed')
        ? { event: 'regress', reason: standing.reason }
        : undefined;
    default:
      return undefined;
  }
}

/** What the reached totems mean for the rollout as a whole. */
function nextChange(course: Course, now: number): Step | undefined {
  const { state, plan, phase, members, forgiven, since } = course;
  const change = (event: Extract<Step, { step: 'change' }>['event'], reason = ''): Step => ({
    step: 'change',
    event,
    reason,
  });
  if (state === 'aborting') {
    const inFlight = members.some((member) => member.state === 'offered');
    return inFlight ? undefined : change('settled');
  }
  const rules = plan.phases[phase];
  if (state === 'paused' || !rules) return undefined;
  const reached = members.slice(0, phaseEnds(plan.phases, course.eligible)[phase]);
  const tally = tallyOf(reached);
  const size = reached.length - tally.skipped;
  const bad = tally.failed + tally.silent;
  if (bad - forgiven > allowedOf(rules, size)) {
    return change('halt', `${bad} of ${size} totems failed or stayed silent`);
  }
  const enough = tally.succeeded + Math.min(forgiven, bad) >= neededOf(rules, size);
  if (!enough) {
    if (tally.open > 0) return undefined;
    return change('halt', `only ${tally.succeeded} of ${size} totems succeeded`);
  }
  if (state === 'running') return change('pass');
  if (now < since + rules.soakSeconds * 1000) return undefined;
  if (phase + 1 < plan.phases.length) return change('next');
  if (tally.open > 0) return undefined;
  return course.groups === 'last' ? { step: 'assignGroups' } : change('finish');
}

/** Whom to ask now: those of the phase who wait, whose pause is over, or whose offer was lost with the hub. */
function offers(course: Course, standings: Standings, now: number): Step[] {
  const { state, plan, phase, members } = course;
  if (state !== 'running' && state !== 'soaking') return [];
  const end = phaseEnds(plan.phases, course.eligible)[phase] ?? 0;
  const open = isOpen(plan.window, now);
  const steps: Step[] = [];
  for (const [index, member] of members.slice(0, end).entries()) {
    const standing = standings.get(member.totem);
    if (!standing) continue;
    if (member.state === 'offered' && !standing.told) {
      steps.push({ step: 'offer', index, attempt: member.attempt, repeated: true });
    }
    const due = member.state === 'waiting' || (member.state === 'retrying' && isDue(member, plan, now));
    if (due && open) {
      steps.push({ step: 'offer', index, attempt: standing.nextAttempt, repeated: false });
    }
  }
  return steps;
}

function isDue(member: Member, plan: RolloutPlan, now: number): boolean {
  const pause = plan.backoffSeconds * 1000 * 2 ** Math.max(0, member.tries - 1);
  return now >= member.since + Math.min(pause, longestBackoffMs);
}

function tallyOf(members: readonly Member[]) {
  const tally = { open: 0, succeeded: 0, failed: 0, silent: 0, skipped: 0 };
  for (const { state } of members) {
    if (state === 'waiting' || state === 'offered' || state === 'retrying') tally.open += 1;
    else tally[state] += 1;
  }
  return tally;
}
