import { closeSync, constants, openSync, readSync } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentFile, contentLimits, isHidden } from '../../protocol/content/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';

/** A content directory as it lies on disk. Links in it are listed, never followed. */
export interface SourceFolder {
  /** Absolute or as the user typed it. */
  path: string;
  files: ContentFile[];
  /** Paths that were left out because they are hidden. */
  hidden: string[];
}

// A file that is replaced by a link after it was listed is refused when it is opened.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Lists a content directory. Errors: `not_found` where it is none, `unavailable` where it cannot be read. */
export async function readFolder(path: string): Promise<Result<SourceFolder>> {
  const source: SourceFolder = { path, files: [], hidden: [] };
  try {
    if (!(await stat(path)).isDirectory()) return failure('not_found', `${path} is no directory`);
    await list(source, '');
    return success(source);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return failure('not_found', `there is no directory ${path}`);
    }
    return failure(
      'unavailable',
      `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function list(source: SourceFolder, folder: string): Promise<void> {
  const entries = await readdir(join(source.path, folder), { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    // One more than allowed is enough for the check to say so.
    if (source.files.length > contentLimits.files) return;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (isHidden(path)) source.hidden.push(path);
    else if (entry.isDirectory()) await list(source, path);
    else source.files.push(await fileAt(source.path, path, entry.isFile()));
  }
}

async function fileAt(root: string, path: string, regular: boolean): Promise<ContentFile> {
  const absolute = join(root, path);
  if (!regular) return { path, size: 0, link: true, bytes: () => new Uint8Array() };
  const { size } = await lstat(absolute);
  return { path, size, bytes: (maximum = size) => beginningOf(absolute, Math.min(maximum, size)) };
}

function beginningOf(path: string, length: number): Uint8Array {
  const file = openSync(path, readOnly);
  try {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(file, bytes, filled, length - filled, filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}
