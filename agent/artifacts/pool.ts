import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../protocol/durable.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { ArtifactSource } from './source.ts';

/** A folder of artifacts by their hash: what is here is never fetched again, and what was begun is resumed. */
export interface Pool {
  path(sha256: string): string;
  has(artifact: Artifact): Promise<boolean>;
  /** Bytes that an earlier attempt left of an artifact which is not here yet. */
  begun(artifact: Artifact): Promise<number>;
  /** Fetches one artifact, resuming where an earlier attempt ended, and keeps it only if it is what it should be. */
  fetch(artifact: Artifact, signal: AbortSignal, onBytes: (count: number) => void): Promise<Result<null>>;
  /** Puts an artifact's file at a path: as a hard link, or as a copy where the file system has none. */
  place(sha256: string, path: string): Promise<void>;
  /** Makes the names of what was fetched survive a power cut. */
  sync(): Promise<void>;
  remove(sha256: string): Promise<void>;
  /** Removes everything but these, whole or begun. */
  keepOnly(wanted: ReadonlySet<string>): Promise<void>;
  freeBytes(): Promise<number>;
}

export interface Artifact {
  sha256: string;
  size: number;
}

export async function openPool(folder: string, source: ArtifactSource): Promise<Pool> {
  const partialFolder = join(folder, 'partial');
  await mkdir(partialFolder, { recursive: true });
  const shardOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const path = (sha256: string) => join(shardOf(sha256), sha256);
  const partial = (sha256: string) => join(partialFolder, sha256);
  const unsynced = new Set<string>();

  const keep = async (sha256: string): Promise<void> => {
    await mkdir(shardOf(sha256), { recursive: true });
    await rename(partial(sha256), path(sha256));
    unsynced.add(shardOf(sha256));
  };

  const has = async ({ sha256, size }: Artifact): Promise<boolean> => (await sizeOf(path(sha256))) === size;

  return {
    path,
    has,
    begun: async ({ sha256, size }) => Math.min(size, (await sizeOf(partial(sha256))) ?? 0),
    fetch: async (artifact, signal, onBytes) => {
      if (await has(artifact)) return success(null);
      const here = await complete(artifact, partial(artifact.sha256), source, signal, onBytes);
      if (here.ok) await keep(artifact.sha256);
      return here;
    },
    place: async (sha256, target) => {
      try {
        await link(path(sha256), target);
      } catch (error) {
        if (!isCode(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
        await copyFile(path(sha256), target, constants.COPYFILE_FICLONE);
        await syncFile(target);
      }
    },
    sync: async () => {
      for (const shard of unsynced) await syncFolder(shard);
      if (unsynced.size > 0) await syncFolder(folder);
      unsynced.clear();
    },
    remove: (sha256) => rm(path(sha256), { force: true }),
    keepOnly: async (wanted) => {
      for (const shard of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (shard.isFile() && !wanted.has(shard.name)) {
          await rm(join(shard.parentPath, shard.name), { force: true });
        }
      }
    },
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

/** SHA-256 of a file in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}

/** Size in bytes; `undefined` where there is no such file. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const { size, mode } = await stat(path);
    return (mode & constants.S_IFMT) === constants.S_IFREG ? size : undefined;
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** Completes a half-fetched file and checks it. A file with the wrong bytes is removed. */
async function complete(
  { sha256, size }: Artifact,
  path: string,
  source: ArtifactSource,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Result<null>> {
  let here = (await sizeOf(path)) ?? 0;
  let hash = createHash('sha256');
  if (here > size) {
    await rm(path);
    here = 0;
  } else if (here > 0) {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  }
  const file = await open(path, 'a', 0o644);
  try {
    if (here < size) {
      const stream = await source.get(sha256, here, signal);
      if (!stream.ok) {
        if (stream.error.code === 'hash_mismatch') await file.truncate(0);
        return stream;
      }
      if (stream.value.offset < here) {
        await file.truncate(0);
        hash = createHash('sha256');
        here = 0;
      }
      for await (const chunk of stream.value.body) {
        here += chunk.length;
        if (here > size) break;
        await file.appendFile(chunk);
        hash.update(chunk);
        onBytes(chunk.length);
      }
    }
    if (here < size) return failure('unavailable', 'the connection ended before the file did');
    await file.sync();
  } catch (error) {
    if (isCode(error, 'ENOSPC', 'EDQUOT')) return failure('no_space', 'the disk is full');
    if (signal.aborted || !isCode(error, 'EIO', 'EROFS')) {
      return failure('unavailable', error instanceof Error ? error.message : 'the transfer broke off');
    }
    throw error;
  } finally {
    await file.close();
  }
  if (here === size && hash.digest('hex') === sha256) return success(null);
  await rm(path);
  return failure('hash_mismatch', `the bytes that came for ${sha256} are not those`);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
