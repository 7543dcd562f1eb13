import type { Kysely } from 'kysely';

/** For which offices a user may be at the desk, as JSON; null for all of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('offices', 'text').execute();
}
