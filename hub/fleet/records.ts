import type { Selectable } from 'kysely';
import Type from 'typebox';
import type {
  DesiredState,
  Envelope,
  Health,
  KeyRing,
  ReportedState,
  Site,
  Totem,
  TotemId,
} from '../../protocol/index.ts';
import {
  DesiredFirmware,
  Envelope as EnvelopeSchema,
  HealthMessage,
  KeyRing as KeyRingSchema,
  ReportedState as ReportedSchema,
  TotemConfiguration,
} from '../../protocol/index.ts';
import { groupsColumn, jsonColumn, type Store, type Tables } from '../store/index.ts';
import type { Assignment, TotemAssignment } from './planner.ts';
import type { ContentTarget } from './types.ts';

/** A totem in memory. Only the owner of the registry changes it. */
export interface TotemRecord {
  id: TotemId;
  name: string;
  siteId: number | null;
  groups: string[];
  enrolled: string;
  certificateExpires: string;
  revoked: boolean;
  online: boolean;
  lastSeen: string | null;
  desired: DesiredState;
  reported: ReportedState | null;
  health: Health | null;
  messagesRefused: number;
}

/** The ring that all totems should hold. */
export interface HeldKeyRing {
  ring: KeyRing;
  envelope: Envelope;
}

const configurationColumn = jsonColumn('totems.configuration', TotemConfiguration);
const firmwareColumn = jsonColumn('totems.firmware', DesiredFirmware);
const reportedColumn = jsonColumn('totem_reports.reported', ReportedSchema);
const healthColumn = jsonColumn('totem_reports.health', HealthMessage);
/** Both are kept: a ring may be signed by a key that it no longer holds itself. */
const keyRingSetting = jsonColumn(
  'settings.value',
  Type.Object({ ring: KeyRingSchema, envelope: EnvelopeSchema }, { additionalProperties: false }),
);
export const keyRingSettingName = 'content-key-ring';

/** Reads one totem or all of them; those that are revoked too. */
export async function readTotems(
  { db }: Store,
  keyRing: HeldKeyRing | undefined,
  id?: TotemId,
): Promise<TotemRecord[]> {
  let query = db
    .selectFrom('totems')
    .leftJoin('totem_reports', 'totem_reports.totem', 'totems.id')
    .selectAll('totems')
    .select(['last_seen', 'reported', 'health', 'messages_refused']);
  if (id !== undefined) query = query.where('totems.id', '=', id);
  return (await query.execute()).map((row) => ({
    id: row.id,
    name: row.name,
    siteId: row.site_id,
    groups: groupsColumn(row.groups),
    enrolled: row.enrolled,
    certificateExpires: row.certificate_expires,
    revoked: row.revoked !== null,
    online: false,
    lastSeen: row.last_seen,
    desired: {
      revision: row.desired_revision,
      content: targetOf(row),
      keyRing: row.key_ring_revision === keyRing?.ring.revision ? keyRing.envelope : null,
      configuration: configurationColumn(row.configuration),
      ...(row.firmware !== null && { firmware: firmwareColumn(row.firmware) }),
    },
    reported: row.reported === null ? null : reportedColumn(row.reported),
    health: row.health === null ? null : healthColumn(row.health),
    messagesRefused: row.messages_refused ?? 0,
  }));
}

function targetOf(row: Selectable<Tables['totems']>): DesiredState['content'] {
  const { content_release: release, content_manifest_sha256: sha256, content_manifest_size: size } = row;
  if (release === null || sha256 === null || size === null) return null;
  return { release, manifest: { sha256, size } };
}

export async function readSites({ db }: Store): Promise<Site[]> {
  return await db.selectFrom('sites').selectAll().orderBy('id').execute();
}

/** The newest assignment of each group. */
export async function readAssignments({ db }: Store): Promise<Assignment[]> {
  const newest = db
    .selectFrom('assignments')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('totem', 'is', null)
    .groupBy('group_name');
  const rows = await db.selectFrom('assignments').selectAll().where('id', 'in', newest).execute();
  return rows.map((row) => ({ id: row.id, group: row.group_name, target: assignedTarget(row) }));
}

/** The newest assignment of each totem that a rollout has reached. */
export async function readTotemAssignments({ db }: Store): Promise<Map<TotemId, TotemAssignment>> {
  const rows = await db
    .selectFrom('assignments')
    .selectAll()
    .where('totem', 'is not', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.totem ?? '', { id: row.id, target: assignedTarget(row) }]));
}

function assignedTarget(row: Selectable<Tables['assignments']>): ContentTarget {
  return { release: row.release, manifest: { sha256: row.manifest_sha256, size: row.manifest_size } };
}

/** The totem as the API shows it. */
export function viewOf(record: TotemRecord, sites: ReadonlyMap<number, Site>): Totem {
  const { siteId, ...rest } = record;
  return { ...rest, site: siteId === null ? null : (sites.get(siteId) ?? null) };
}

export async function readKeyRing({ db }: Store): Promise<HeldKeyRing | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', keyRingSettingName)
    .executeTakeFirst();
  if (!row) return undefined;
  return keyRingSetting(row.value);
}
