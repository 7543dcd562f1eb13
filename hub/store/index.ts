import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';
import * as droppedEvents from './migrations/0002-dropped-events.ts';
import * as service from './migrations/0003-service.ts';
import * as firmwareAndRollouts from './migrations/0004-firmware-and-rollouts.ts';
import * as calls from './migrations/0006-calls.ts';
import * as usage from './migrations/0007-usage.ts';
import * as leftByCitizens from './migrations/0008-left-by-citizens.ts';
import * as recordedSound from './migrations/0009-recorded-sound.ts';
import * as officesOfUsers from './migrations/0010-offices-of-users.ts';
import type { Tables } from './tables.ts';

export { groupsColumn, jsonColumn } from './columns.ts';
export type * from './tables.ts';

/** The hub's one query layer. Nothing else opens the database. */
export interface Store {
  db: Kysely<Tables>;
  close(): Promise<void>;
}

const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-dropped-events': droppedEvents,
  '0003-service': service,
  '0004-firmware-and-rollouts': firmwareAndRollouts,
  '0006-calls': calls,
  '0007-usage': usage,
  '0008-left-by-citizens': leftByCitizens,
  '0009-recorded-sound': recordedSound,
  '0010-offices-of-users': officesOfUsers,
};

/**
 * Opens the SQLite file at `path` (made when absent) and brings its tables up to date. Every commit is on
 * disk when its promise resolves (WAL with `synchronous = FULL`): acknowledgements to totems rest on that.
 */
export async function openStore(path: string): Promise<Store> {
  await mkdir(dirname(path), { recursive: true });
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await db.destroy();
    throw new Error(`the tables of ${path} could not be brought up to date`, { cause: error });
  }
  return { db, close: () => db.destroy() };
}
