import type { Selectable } from 'kysely';
import {
  RolloutKind,
  RolloutPlan,
  RolloutState,
  RolloutTarget,
  RolloutTotemState,
  validatorOf,
} from '../../protocol/index.ts';
import { jsonColumn, type RolloutsTable, type RolloutTotemsTable, type Store } from '../store/index.ts';
import type { Course, Member } from './planner.ts';

/** A rollout as the store keeps it; only the engine changes it. */
export interface RolloutRecord extends Omit<Course, 'groups'> {
  id: number;
  artifact: string;
  title: string;
  made: string;
  madeBy: string;
  target: RolloutTarget;
  reason: string;
  /** Whether groups get the release with the first step, not after the last phase. */
  atOnce: boolean;
  groupsAssigned: boolean;
  ended: string | null;
  members: Member[];
}

const rowsAtOnce = 200;
const targetColumn = jsonColumn('rollouts.target', RolloutTarget);
const planColumn = jsonColumn('rollouts.plan', RolloutPlan);
const readKind = validatorOf(RolloutKind);
const readState = validatorOf(RolloutState);
const readTotemState = validatorOf(RolloutTotemState);

/** The newest rollouts with their totems, oldest first. */
export async function readRollouts({ db }: Store, most: number): Promise<RolloutRecord[]> {
  const rows = await db.selectFrom('rollouts').selectAll().orderBy('id', 'desc').limit(most).execute();
  const records = new Map(rows.map((row) => [row.id, recordOf(row)]));
  const oldest = rows.at(-1)?.id ?? 0;
  const members = await db
    .selectFrom('rollout_totems')
    .selectAll()
    .where('rollout', '>=', oldest)
    .orderBy('rollout')
    .orderBy('position')
    .execute();
  for (const row of members) records.get(row.rollout)?.members.push(memberOf(row));
  return [...records.values()].reverse();
}

function recordOf(row: Selectable<RolloutsTable>): RolloutRecord {
  return {
    id: row.id,
    kind: shaped('rollouts.kind', readKind(row.kind)),
    artifact: row.artifact,
    title: row.title,
    made: row.made,
    madeBy: row.made_by,
    target: targetColumn(row.target),
    plan: planColumn(row.plan),
    atOnce: row.at_once === 1,
    eligible: row.eligible,
    state: shaped('rollouts.state', readState(row.state)),
    reason: row.reason,
    phase: row.phase,
    since: Date.parse(row.since),
    forgiven: row.forgiven,
    groupsAssigned: row.groups_assigned !== null,
    ended: row.ended,
    members: [],
  };
}

function memberOf(row: Selectable<RolloutTotemsTable>): Member {
  return {
    totem: row.totem,
    state: shaped('rollout_totems.state', readTotemState(row.state)),
    tries: row.tries,
    attempt: row.attempt,
    since: Date.parse(row.since),
    reason: row.reason,
  };
}

function shaped<Value>(
  column: string,
  read: { ok: true; value: Value } | { ok: false; error: { message: string } },
): Value {
  if (!read.ok) throw new Error(`column ${column} of the store: ${read.error.message}`);
  return read.value;
}

/** A change that is stored whole or not at all. */
export interface RolloutChange {
  record: RolloutRecord;
  /** Places of the totems that changed. */
  members: readonly number[];
}

/** Adds a rollout with its totems, and in the same commit what it changes of others. Gives its number. */
export async function addRollout(
  { db }: Store,
  record: Omit<RolloutRecord, 'id'>,
  others: readonly RolloutChange[],
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('rollouts')
      .values({
        kind: record.kind,
        artifact: record.artifact,
        title: record.title,
        made: record.made,
        made_by: record.madeBy,
        target: JSON.stringify(record.target),
        plan: JSON.stringify(record.plan),
        at_once: record.atOnce ? 1 : 0,
        eligible: record.eligible,
        ...stateColumns(record),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const rows = record.members.map((member, position) => ({
      rollout: id,
      position,
      totem: member.totem,
      ...memberColumns(member),
    }));
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      await trx
        .insertInto('rollout_totems')
        .values(rows.slice(from, from + rowsAtOnce))
        .execute();
    }
    for (const change of others) await writeChange(trx, change);
    return id;
  });
}

export async function storeRollout({ db }: Store, change: RolloutChange): Promise<void> {
  await db.transaction().execute((trx) => writeChange(trx, change));
}

async function writeChange(db: Pick<Store['db'], 'updateTable'>, { record, members }: RolloutChange) {
  await db.updateTable('rollouts').set(stateColumns(record)).where('id', '=', record.id).execute();
  for (const position of members) {
    const member = record.members[position];
    if (!member) continue;
    await db
      .updateTable('rollout_totems')
      .set(memberColumns(member))
      .where('rollout', '=', record.id)
      .where('position', '=', position)
      .execute();
  }
}

function stateColumns(
  record: Pick<
    RolloutRecord,
    'state' | 'reason' | 'phase' | 'since' | 'forgiven' | 'groupsAssigned' | 'ended'
  >,
) {
  const since = new Date(record.since).toISOString();
  return {
    state: record.state,
    reason: record.reason,
    phase: record.phase,
    since,
    forgiven: record.forgiven,
    groups_assigned: record.groupsAssigned ? since : null,
    ended: record.ended,
  };
}

function memberColumns(member: Member) {
  return {
    state: member.state,
    tries: member.tries,
    attempt: member.attempt,
    since: new Date(member.since).toISOString(),
    reason: member.reason,
  };
}
