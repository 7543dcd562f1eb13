import type { Kysely } from 'kysely';

/** How totems are used, in counts by day: what the report is made of once the events are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_counts')
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('site', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('profiles', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_counts_cell', [
      'day',
      'site',
      'kind',
      'subject',
      'detail',
      'language',
      'profiles',
    ])
    .execute();
  await db.schema.createIndex('events_by_kind').on('events').columns(['kind', 'id']).execute();
}
