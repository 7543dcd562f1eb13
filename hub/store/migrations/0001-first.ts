import type { Kysely } from 'kysely';

/** The first tables: identity, registry, events and content releases. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await identity(db);
  await registry(db);
  await content(db);
  await events(db);
}

async function identity(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('users')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('password', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sites')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('town', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('enrolment_tokens')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text')
    .addColumn('site_id', 'integer', (column) => column.references('sites.id'))
    .addColumn('groups', 'text', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('used', 'text')
    .addColumn('revoked', 'text')
    .addColumn('totem', 'text')
    .execute();
}

async function registry(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('totems')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('site_id', 'integer', (column) => column.references('sites.id'))
    .addColumn('groups', 'text', (column) => column.notNull())
    .addColumn('enrolled', 'text', (column) => column.notNull())
    .addColumn('certificate_expires', 'text', (column) => column.notNull())
    .addColumn('revoked', 'text')
    .addColumn('desired_revision', 'integer', (column) => column.notNull())
    .addColumn('content_release', 'text')
    .addColumn('content_manifest_sha256', 'text')
    .addColumn('content_manifest_size', 'integer')
    .addColumn('key_ring_revision', 'integer', (column) => column.notNull())
    .addColumn('configuration', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('totem_reports')
    .addColumn('totem', 'text', (column) => column.primaryKey().references('totems.id'))
    .addColumn('last_seen', 'text')
    .addColumn('reported', 'text')
    .addColumn('health', 'text')
    .addColumn('messages_refused', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('certificates')
    .addColumn('serial', 'text', (column) => column.primaryKey())
    .addColumn('totem', 'text', (column) => column.notNull().references('totems.id'))
    .addColumn('key_hash', 'text', (column) => column.notNull())
    .addColumn('pem', 'text', (column) => column.notNull())
    .addColumn('issued', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('revoked', 'text')
    .execute();
}

async function content(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('content_releases')
    .addColumn('release', 'text', (column) => column.primaryKey())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addColumn('languages', 'text', (column) => column.notNull())
    .addColumn('files', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('signed_by', 'text', (column) => column.notNull())
    .addColumn('manifest_sha256', 'text', (column) => column.notNull())
    .addColumn('manifest_size', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('assignments')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('group_name', 'text', (column) => column.notNull())
    .addColumn('release', 'text', (column) => column.notNull())
    .addColumn('manifest_sha256', 'text', (column) => column.notNull())
    .addColumn('manifest_size', 'integer', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .execute();
}

async function events(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outboxes')
    .addColumn('totem', 'text', (column) => column.notNull())
    .addColumn('outbox', 'text', (column) => column.notNull())
    .addColumn('acknowledged', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('outboxes_primary', ['totem', 'outbox'])
    .execute();
  await db.schema
    .createTable('events')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('totem', 'text', (column) => column.notNull())
    .addColumn('outbox', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('received', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addUniqueConstraint('events_once', ['totem', 'outbox', 'sequence'])
    .execute();
  await db.schema.createIndex('events_of_totem').on('events').columns(['totem', 'id']).execute();
}
