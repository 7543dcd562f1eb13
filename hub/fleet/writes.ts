import type { DesiredState, TotemId } from '../../protocol/index.ts';
import type { Store } from '../store/index.ts';
import type { Assignment } from './planner.ts';
import { type HeldKeyRing, keyRingSettingName, type TotemRecord } from './records.ts';
import type { ContentTarget } from './types.ts';

const rowsAtOnce = 500;

/** Stores new desired states. Totems that get the same content, as most do, share one statement. */
export async function storeDesired(
  { db }: Store,
  changes: readonly { id: TotemId; desired: DesiredState }[],
  keyRingRevision: number,
): Promise<void> {
  const alike = new Map<string, { ids: TotemId[]; desired: DesiredState }>();
  for (const { id, desired } of changes) {
    const { revision, content, configuration, firmware } = desired;
    const key = JSON.stringify([revision, content, configuration, firmware]);
    const group = alike.get(key);
    if (group) group.ids.push(id);
    else alike.set(key, { ids: [id], desired });
  }
  await db.transaction().execute(async (trx) => {
    for (const { ids, desired } of alike.values()) {
      for (let from = 0; from < ids.length; from += rowsAtOnce) {
        await trx
          .updateTable('totems')
          .set(desiredColumns(desired, keyRingRevision))
          .where('id', 'in', ids.slice(from, from + rowsAtOnce))
          .execute();
      }
    }
  });
}

function desiredColumns(desired: DesiredState, keyRingRevision: number) {
  return {
    desired_revision: desired.revision,
    content_release: desired.content?.release ?? null,
    content_manifest_sha256: desired.content?.manifest.sha256 ?? null,
    content_manifest_size: desired.content?.manifest.size ?? null,
    key_ring_revision: desired.keyRing === null ? 0 : keyRingRevision,
    configuration: JSON.stringify(desired.configuration),
    firmware: desired.firmware ? JSON.stringify(desired.firmware) : null,
  };
}

/** Stores what an admin changed of one totem, with the desired state that follows from it. */
export async function storeChange(
  { db }: Store,
  record: TotemRecord,
  keyRingRevision: number,
): Promise<void> {
  await db
    .updateTable('totems')
    .set({
      name: record.name,
      site_id: record.siteId,
      groups: JSON.stringify(record.groups),
      ...desiredColumns(record.desired, keyRingRevision),
    })
    .where('id', '=', record.id)
    .execute();
}

export async function addAssignments(
  { db }: Store,
  groups: readonly string[],
  target: ContentTarget,
  made: string,
): Promise<Assignment[]> {
  const rows = await db
    .insertInto('assignments')
    .values(groups.map((group) => ({ group_name: group, totem: null, ...assignedColumns(target), made })))
    .returning(['id', 'group_name'])
    .execute();
  return rows.map((row) => ({ id: row.id, group: row.group_name, target }));
}

/** Makes a release desired for single totems; what was assigned to them before is of no use any more. */
export async function addTotemAssignments(
  { db }: Store,
  totems: readonly TotemId[],
  target: ContentTarget,
  made: string,
): Promise<{ id: number; totem: TotemId }[]> {
  const added: { id: number; totem: TotemId }[] = [];
  await db.transaction().execute(async (trx) => {
    for (let from = 0; from < totems.length; from += rowsAtOnce) {
      const some = totems.slice(from, from + rowsAtOnce);
      await trx.deleteFrom('assignments').where('totem', 'in', some).execute();
      const rows = await trx
        .insertInto('assignments')
        .values(some.map((totem) => ({ group_name: '', totem, ...assignedColumns(target), made })))
        .returning(['id', 'totem'])
        .execute();
      for (const { id, totem } of rows) if (totem !== null) added.push({ id, totem });
    }
  });
  return added;
}

function assignedColumns(target: ContentTarget) {
  return {
    release: target.release,
    manifest_sha256: target.manifest.sha256,
    manifest_size: target.manifest.size,
  };
}

export async function storeKeyRing({ db }: Store, held: HeldKeyRing): Promise<void> {
  const value = JSON.stringify(held);
  await db
    .insertInto('settings')
    .values({ name: keyRingSettingName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
