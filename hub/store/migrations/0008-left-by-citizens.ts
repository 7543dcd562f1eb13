import type { Kysely } from 'kysely';

/** What citizens left on purpose, sealed with a key that is not in the store, and the day on which it goes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('office', 'text', (column) => column.notNull())
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('call_recordings')
    .addColumn('call', 'text', (column) => column.primaryKey())
    .addColumn('office', 'text', (column) => column.notNull())
    .addColumn('started', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('call_recording_lines')
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('party', 'text', (column) => column.notNull())
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('call_recording_lines_key', ['call', 'party', 'line'])
    .execute();
}
