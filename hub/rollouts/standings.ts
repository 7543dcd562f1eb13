import type { Fleet } from '../fleet/index.ts';
import type { Course, Standings } from './planner.ts';
import type { RolloutRecord } from './records.ts';
import { type Artifact, type Standing, standingOf } from './standing.ts';

/** What the planner needs to know of a rollout. */
export function courseOf(record: RolloutRecord): Course {
  const assigns = record.kind === 'content' && record.target.groups.length > 0 && !record.groupsAssigned;
  return { ...record, groups: !assigns ? 'none' : record.atOnce ? 'first' : 'last' };
}

/** How each totem of a rollout stands now; those that were revoked are left out. */
export function standingsOf(record: RolloutRecord, fleet: Pick<Fleet, 'get'>): Standings {
  const artifact: Artifact =
    record.kind === 'content'
      ? { kind: 'content', release: record.artifact }
      : { kind: 'firmware', sha256: record.artifact, version: record.title };
  const standings = new Map<string, Standing>();
  for (const { totem: id, attempt, state } of record.members) {
    // Nothing that these say is of interest any more.
    if (state === 'failed' || state === 'silent' || state === 'skipped') continue;
    const totem = fleet.get(id);
    if (totem && !totem.revoked) standings.set(id, standingOf(totem, artifact, attempt));
  }
  return standings;
}
