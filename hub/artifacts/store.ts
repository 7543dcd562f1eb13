import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../protocol/durable.ts';
import { failure, maximumFileBytes, type Result, type Sha256, success } from '../../protocol/index.ts';

/** Files named by the SHA-256 of their bytes. Whatever is in it was verified; nothing in it ever changes. */
export interface ArtifactStore {
  /** Folder that holds `ab/abcdef...`. */
  folder: string;
  /** Absolute path an artifact has or would have. */
  path(sha256: Sha256): string;
  /** Bytes of a stored artifact; `undefined` where it is not stored. */
  size(sha256: Sha256): Promise<number | undefined>;
  has(sha256: Sha256): Promise<boolean>;
  /** Those of the list that are not stored, each once, in the order of the list. */
  missing(list: readonly Sha256[]): Promise<Sha256[]>;
  /**
   * Takes bytes and keeps them only if they have the announced hash. Errors: `hash_mismatch`, `too_large`,
   * `no_space`, `invalid` where the sender went away before the end. After an error nothing is kept.
   *
   * @param announcedBytes length the sender promised, where it did, so that a full disk is told at once
   */
  put(
    sha256: Sha256,
    bytes: AsyncIterable<Uint8Array>,
    announcedBytes?: number,
  ): Promise<Result<{ size: number }>>;
}

export interface ArtifactStoreOptions {
  folder: string;
  /** Bytes that must stay free on the disk. */
  reserveBytes: number;
  /** Largest artifact that is taken, in bytes; that of a release's file where nothing is said. */
  maximumBytes?: number;
}

const spaceCheckBytes = 16 * 1024 * 1024;

/** Opens the store and removes what uploads left behind that a former process did not finish. */
export async function openArtifactStore(options: ArtifactStoreOptions): Promise<ArtifactStore> {
  const { folder, reserveBytes, maximumBytes = maximumFileBytes } = options;
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  for (const name of await readdir(incoming))
    await rm(join(incoming, name), { recursive: true, force: true });

  const path = (sha256: Sha256) => join(folder, sha256.slice(0, 2), sha256);
  const size = async (sha256: Sha256) => {
    const found = await stat(path(sha256)).catch(() => undefined);
    return found?.isFile() ? found.size : undefined;
  };
  const has = async (sha256: Sha256) => (await size(sha256)) !== undefined;

  /** A refusal where taking `more` bytes would eat into the reserve. */
  const refusalFor = async (more: number) => {
    const disk = await statfs(folder);
    if (disk.bavail * disk.bsize - more >= reserveBytes) return undefined;
    return failure(
      'no_space',
      `the disk of the artifact store has no room for ${more} bytes above its reserve`,
    );
  };

  /** Writes the bytes to `file` while hashing them; the caller removes the file after a refusal. */
  const receive = async (
    file: FileHandle,
    sha256: Sha256,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Result<{ size: number }>> => {
    const hash = createHash('sha256');
    let received = 0;
    let nextCheck = spaceCheckBytes;
    for await (const piece of bytes) {
      received += piece.length;
      if (received > maximumBytes) return tooLarge(maximumBytes);
      if (received >= nextCheck) {
        nextCheck += spaceCheckBytes;
        const refusal = await refusalFor(spaceCheckBytes);
        if (refusal) return refusal;
      }
      hash.update(piece);
      await file.writeFile(piece);
    }
    const actual = hash.digest('hex');
    if (actual !== sha256) return failure('hash_mismatch', `the bytes have the SHA-256 ${actual}`);
    await file.sync();
    return success({ size: received });
  };

  // A shard found on disk may be one that a killed process made and did not sync.
  const lastingShards = new Set<string>();
  const keep = async (temporary: string, sha256: Sha256) => {
    const shard = join(folder, sha256.slice(0, 2));
    await mkdir(shard, { recursive: true });
    if (!lastingShards.has(shard)) await syncFolder(folder);
    lastingShards.add(shard);
    await rename(temporary, path(sha256));
    await syncFolder(shard);
  };

  return {
    folder,
    path,
    size,
    has,
    missing: async (list) => {
      const wanted = [...new Set(list)];
      const absent: Sha256[] = [];
      for (const sha256 of wanted) if (!(await has(sha256))) absent.push(sha256);
      return absent;
    },
    put: async (sha256, bytes, announcedBytes = 0) => {
      if (announcedBytes > maximumBytes) return tooLarge(maximumBytes);
      const refusal = await refusalFor(announcedBytes);
      if (refusal) return refusal;
      const temporary = join(incoming, randomUUID());
      try {
        const file = await open(temporary, 'wx', 0o644);
        try {
          const received = await receive(file, sha256, bytes);
          if (received.ok) await keep(temporary, sha256);
          return received;
        } finally {
          await file.close();
        }
      } catch (error) {
        return storageProblem(error);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

function tooLarge(maximumBytes: number) {
  return failure('too_large', `an artifact has at most ${maximumBytes} bytes`);
}

/** A full disk and a sender that went away are expected; anything else is a defect and stays an exception. */
function storageProblem(error: unknown): ReturnType<typeof failure> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failure('no_space', 'the disk of the artifact store is full');
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return failure('invalid', 'the upload ended before all bytes had come');
  }
  throw error;
}
