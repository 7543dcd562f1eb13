import type { Kysely } from 'kysely';

/** Firmware bundles and who may sign them, rollouts with their totems, and who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // JSON of the desired firmware; a totem without it goes on with what it has.
  await db.schema.alterTable('totems').addColumn('firmware', 'text').execute();
  // An assignment is of a group, or of one totem of a rollout.
  await db.schema.alterTable('assignments').addColumn('totem', 'text').execute();
  await db.schema.createIndex('assignments_of_totem').on('assignments').columns(['totem', 'id']).execute();
  await firmware(db);
  await rollouts(db);
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
}

async function firmware(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('firmware')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('manifest_hash', 'text', (column) => column.notNull())
    .addColumn('manifest', 'text', (column) => column.notNull())
    .addColumn('compatible', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('signed_by', 'text', (column) => column.notNull())
    .addColumn('signer_expires', 'text', (column) => column.notNull())
    .addColumn('added', 'text', (column) => column.notNull())
    .addColumn('added_by', 'text', (column) => column.notNull())
    .addUniqueConstraint('firmware_version_once', ['compatible', 'version'])
    .execute();
  await db.schema
    .createTable('firmware_authorities')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('pem', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('added', 'text', (column) => column.notNull())
    .addColumn('added_by', 'text', (column) => column.notNull())
    .execute();
}

async function rollouts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rollouts')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('artifact', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('at_once', 'integer', (column) => column.notNull())
    .addColumn('eligible', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('phase', 'integer', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('forgiven', 'integer', (column) => column.notNull())
    .addColumn('groups_assigned', 'text')
    .addColumn('ended', 'text')
    .execute();
  await db.schema
    .createTable('rollout_totems')
    .addColumn('rollout', 'integer', (column) =>
      column.notNull().references('rollouts.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('totem', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollout_totems_primary', ['rollout', 'position'])
    .addUniqueConstraint('rollout_totems_once', ['rollout', 'totem'])
    .execute();
}
