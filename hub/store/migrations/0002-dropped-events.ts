import type { Kysely } from 'kysely';

/** Counts, beside how far an outbox was taken, the events up to there that a totem could not keep. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('outboxes')
    .addColumn('dropped', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
