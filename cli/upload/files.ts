import { join } from 'node:path';
import {
  ArtifactStored,
  type ManifestFile,
  MissingAnswer,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import { type Hub, inParallel, type Patience, patiently } from '../client/index.ts';
import type { Progress } from '../output/index.ts';

const parseMissing = validatorOf(MissingAnswer);
const parseStored = validatorOf(ArtifactStored);
const uploadsAtOnce = 4;

/** Those of some files whose bytes the hub does not have, each content once. */
export async function missingFiles(
  hub: Hub,
  files: readonly ManifestFile[],
  patience: Patience,
): Promise<Result<ManifestFile[]>> {
  const byHash = new Map(files.map((file) => [file.sha256, file]));
  const request = { files: [...byHash.keys()] };
  const answer = await patiently(() => hub.call('POST', '/content/missing', request, parseMissing), patience);
  if (!answer.ok) return answer;
  return success(answer.value.missing.flatMap((sha256) => byHash.get(sha256) ?? []));
}

/**
 * Uploads files, a few at a time. One that is cut off starts again; those that arrived before stay with the
 * hub, so that a push that is run again goes on where this one ended.
 */
export function uploadFiles(
  hub: Hub,
  folder: string,
  files: readonly ManifestFile[],
  progress: Progress,
  patience: Patience,
): Promise<Result<null>> {
  return inParallel(files, uploadsAtOnce, async ({ path, size, sha256 }) => {
    const stored = await patiently(async () => {
      let sent = 0;
      const count = (bytes: number) => {
        sent += bytes;
        progress.add(bytes);
      };
      const file = { path: join(folder, path), size };
      const answer = await hub.upload(`/artifacts/${sha256}`, file, count, parseStored);
      if (!answer.ok) progress.remove(sent);
      return answer;
    }, patience);
    if (stored.ok || stored.error.code !== 'hash_mismatch') return stored;
    const message = `${path} changed while it was being sent; run the command again`;
    return { ok: false, error: { code: 'hash_mismatch', message } };
  });
}
