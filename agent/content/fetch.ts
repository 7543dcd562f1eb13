import { readFile } from 'node:fs/promises';
import {
  type ContentManifest,
  failure,
  type KeyRing,
  maximumManifestBytes,
  openManifest,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Artifact, Pool } from '../artifacts/index.ts';
import type { ReleaseReference } from '../state/index.ts';

/** Bytes here and bytes in all, while a release is being fetched. */
export interface Progress {
  here: number;
  total: number;
}

export interface FetchOptions {
  pool: Pool;
  keyRing: KeyRing | null;
  /** Bytes that must stay free on the disk. */
  reserveBytes: number;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Called when the disk has too little room; frees what can be spared. */
  spare(needed: ReadonlySet<string>): Promise<void>;
}

/**
 * Why a release cannot be had: `refused` for good (its signature, its form), or for now, so that the same is
 * tried again later.
 */
export type FetchFailure = { refused: boolean } & Extract<Result<never>, { ok: false }>;

/** Brings a release's signed manifest into the pool and opens it with the key ring. */
export async function fetchManifest(
  reference: ReleaseReference,
  { pool, keyRing, signal }: Pick<FetchOptions, 'pool' | 'keyRing' | 'signal'>,
): Promise<{ ok: true; value: ContentManifest } | FetchFailure> {
  if (reference.manifest.size > maximumManifestBytes * 2) {
    return refusal(failure('too_large', `a manifest of ${reference.manifest.size} bytes is too large`));
  }
  if (!keyRing) {
    return refusal(failure('signature_refused', 'no key ring: this totem trusts no editor yet'));
  }
  const fetched = await pool.fetch(reference.manifest, signal, () => undefined);
  if (!fetched.ok) return { ...fetched, refused: false };
  const manifest = openManifest(await readFile(pool.path(reference.manifest.sha256)), keyRing.keys);
  if (!manifest.ok) {
    // Bytes that rotted in the pool look like a wrong signature too: the next attempt fetches them again.
    await pool.remove(reference.manifest.sha256);
    return refusal(manifest);
  }
  if (manifest.value.release !== reference.release) {
    return refusal(
      failure('invalid', `the manifest is of the release ${manifest.value.release}`, '/release'),
    );
  }
  return manifest;
}

/** Brings every file of a manifest into the pool. */
export async function fetchFiles(manifest: ContentManifest, options: FetchOptions): Promise<Result<null>> {
  const { pool, signal } = options;
  const artifacts = new Map<string, Artifact>(manifest.files.map((file) => [file.sha256, file]));
  const missing: Artifact[] = [];
  const progress: Progress = { here: 0, total: 0 };
  let bytes = 0;
  for (const artifact of artifacts.values()) {
    progress.total += artifact.size;
    if (await pool.has(artifact)) progress.here += artifact.size;
    else {
      missing.push(artifact);
      bytes += artifact.size - (await pool.begun(artifact));
    }
  }
  options.onProgress({ ...progress });
  const room = await checkRoom(bytes, new Set(artifacts.keys()), options);
  if (!room.ok) return room;
  for (const artifact of missing) {
    if (signal.aborted) return failure('unavailable', 'interrupted');
    const before = progress.here;
    const fetched = await pool.fetch(artifact, signal, (count) => {
      progress.here = Math.min(before + artifact.size, progress.here + count);
      options.onProgress({ ...progress });
    });
    if (!fetched.ok) return fetched;
    progress.here = before + artifact.size;
    options.onProgress({ ...progress });
  }
  await pool.sync();
  return success(null);
}

async function checkRoom(
  bytes: number,
  needed: ReadonlySet<string>,
  { pool, reserveBytes, spare }: FetchOptions,
): Promise<Result<null>> {
  if (bytes === 0) return success(null);
  if ((await pool.freeBytes()) >= bytes + reserveBytes) return success(null);
  await spare(needed);
  const free = await pool.freeBytes();
  if (free >= bytes + reserveBytes) return success(null);
  return failure(
    'no_space',
    `${bytes} bytes are to be fetched and ${reserveBytes} must stay free, but only ${free} are free`,
  );
}

function refusal(problem: Extract<Result<never>, { ok: false }>): FetchFailure {
  return { ...problem, refused: true };
}
