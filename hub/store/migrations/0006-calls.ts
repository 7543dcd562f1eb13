import type { Kysely } from 'kysely';

/** Calls to a person, what operators can do, and who of the users is one. Nothing tells who called. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('totem', 'text')
    .addColumn('office', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('sign_language', 'integer', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('answered', 'text')
    .addColumn('connected', 'text')
    .addColumn('ended', 'text')
    .addColumn('outcome', 'text')
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('living', 'text')
    .execute();
  await db.schema.createIndex('calls_by_time').on('calls').columns(['asked']).execute();
  await db.schema
    .createTable('operators')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('skills', 'text', (column) => column.notNull())
    .execute();
}
