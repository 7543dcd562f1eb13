import type { Kysely } from 'kysely';

/** Sound of recorded calls, piece by piece; the sealed bytes are in files beside the store. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_recording_sounds')
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('take', 'text', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('until', 'integer', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('call_recording_sounds_key', ['call', 'take', 'part'])
    .execute();
}
