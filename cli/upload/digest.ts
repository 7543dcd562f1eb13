import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type ManifestFile, type Result, success } from '../../protocol/index.ts';

// A file that is replaced by a link after it was listed is refused when it is opened.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW;

/** SHA-256 and size of one file of a directory, as they stand in a manifest. */
export async function digestFile(
  root: string,
  path: string,
  signal: AbortSignal,
): Promise<Result<ManifestFile>> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    const file = await open(join(root, path), readOnly);
    for await (const piece of file.createReadStream({ highWaterMark: 256 * 1024, signal })) {
      hash.update(piece);
      size += piece.length;
    }
    return success({ path, size, sha256: hash.digest('hex') });
  } catch (error) {
    if (signal.aborted) return failure('unavailable', 'interrupted');
    return failure(
      'unavailable',
      `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
