import { hashFile, isCode, type Pool } from '../artifacts/index.ts';
import type { ReleaseReference, State } from '../state/index.ts';
import type { Releases } from './releases.ts';

/**
 * Hashes of the active release's files that cannot be trusted: absent, of the wrong size, or, where the last
 * stop was not clean, of the wrong bytes. The manifest's own hash stands for a release that is not there at all.
 */
export async function findDamage(
  active: ReleaseReference,
  releases: Releases,
  state: State,
): Promise<ReadonlySet<string>> {
  const manifest = await releases.manifest(active);
  if (!manifest) return new Set([active.manifest.sha256]);
  return releases.damaged(manifest, !state.data().cleanStop);
}

/** Removes from the pool those whose bytes are wrong there too, so that they are fetched again. */
export async function removeDamage(damaged: ReadonlySet<string>, pool: Pool): Promise<void> {
  for (const sha256 of damaged) {
    try {
      if ((await hashFile(pool.path(sha256))) !== sha256) await pool.remove(sha256);
    } catch (error) {
      // A file that cannot be read at all is as good as absent.
      if (!isCode(error, 'ENOENT')) await pool.remove(sha256);
    }
  }
}
