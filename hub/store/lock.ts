import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A second hub on the same folder would work from a registry that the first one changes. */
export class FolderInUse extends Error {}

/**
 * Holds the data folder for this process. The lock is the system's own on a file (through SQLite), so it ends
 * with the process however that ends.
 *
 * @returns what lets go of the folder
 * @throws FolderInUse
 */
export async function holdFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = new Database(join(folder, 'hub.lock'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FolderInUse(`${folder} is in use by another hub; end that one or set TOTEM_DATA`);
    }
    throw error;
  }
  return () => lock.close();
}
