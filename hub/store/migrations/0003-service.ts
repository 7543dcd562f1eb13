import type { Kysely } from 'kysely';

/** Which secret each totem's service codes are made with, and who asked for one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('service_keys')
    .addColumn('totem', 'text', (column) => column.primaryKey().references('totems.id'))
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('held', 'integer')
    .execute();
  await db.schema
    .createTable('service_log')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('totem', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer')
    .execute();
  await db.schema.createIndex('service_log_of_totem').on('service_log').columns(['totem', 'id']).execute();
}
