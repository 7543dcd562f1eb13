import { isDeepStrictEqual } from 'node:util';
import { type DesiredState, everyTotem } from '../../protocol/index.ts';
import type { ContentTarget } from './types.ts';

/** One decision of an editor or admin; a higher id is a later one. */
export interface Assignment {
  id: number;
  group: string;
  target: ContentTarget;
}

/** A step of a rollout for one totem, in the same order of ids. */
export type TotemAssignment = Omit<Assignment, 'group'>;

/**
 * The release a totem should show: the latest assignment among its groups, `all` and itself. A totem that none
 * reaches any more keeps what it has, so that a change of labels never empties a screen.
 */
export function desiredContent(
  groups: readonly string[],
  assignments: readonly Assignment[],
  current: ContentTarget | null,
  own?: TotemAssignment,
): ContentTarget | null {
  let latest = own;
  for (const assignment of assignments) {
    const applies = assignment.group === everyTotem || groups.includes(assignment.group);
    if (applies && (latest === undefined || assignment.id > latest.id)) latest = assignment;
  }
  return latest?.target ?? current;
}

/** The same object when nothing changes; else the next revision. */
export function nextDesired(
  current: DesiredState,
  change: Partial<Omit<DesiredState, 'revision'>>,
): DesiredState {
  const next = { ...current, ...change };
  return isDeepStrictEqual(next, current) ? current : { ...next, revision: current.revision + 1 };
}

/**
 * What to send to a totem that says hello: nothing if it has this revision. A totem that is ahead means that the
 * hub lost something (its store came from a backup): the desired state moves past it, else the totem would take
 * the hub's next changes for old ones.
 */
export function desiredForHello(
  desired: DesiredState,
  totemRevision: number,
): { desired: DesiredState; send: boolean } {
  if (totemRevision === desired.revision) return { desired, send: false };
  if (totemRevision < desired.revision) return { desired, send: true };
  return { desired: { ...desired, revision: totemRevision + 1 }, send: true };
}
