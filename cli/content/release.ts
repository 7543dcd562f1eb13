import { createHash } from 'node:crypto';
import { type ContentManifest, type ManifestFile, type Result, success } from '../../protocol/index.ts';
import { inParallel } from '../client/index.ts';
import { digestFile } from '../upload/index.ts';
import type { CheckedFolder } from './check.ts';

const filesAtOnce = 4;
const digestDigits = 12;

/** A manifest that is not signed yet. Equal content has an equal `digest`, whenever it is made. */
export interface Draft {
  manifest: ContentManifest;
  digest: string;
  bytes: number;
}

/** Hashes every file of a directory and writes the manifest of a release made of them. */
export async function draftRelease(
  folder: CheckedFolder,
  options: { title: string | undefined; now: number; signal: AbortSignal },
): Promise<Result<Draft>> {
  const files: ManifestFile[] = [];
  const done = await inParallel(folder.files, filesAtOnce, async ({ path }) => {
    const file = await digestFile(folder.path, path, options.signal);
    if (file.ok) files.push(file.value);
    return file;
  });
  if (!done.ok) return done;
  files.sort((one, other) => (one.path < other.path ? -1 : 1));

  const { content } = folder;
  const named = options.title ?? content.title[content.defaultLanguage] ?? content.defaultLanguage;
  const title = named.slice(0, 120);
  const { languages } = content;
  const digest = createHash('sha256')
    .update(JSON.stringify({ title, languages, files }))
    .digest('hex')
    .slice(0, digestDigits);
  const made = new Date(options.now).toISOString();
  return success({
    digest,
    bytes: files.reduce((total, { size }) => total + size, 0),
    manifest: {
      format: 'totem-content',
      version: 1,
      release: releaseId(made, digest),
      title,
      made,
      languages,
      files,
    },
  });
}

/**
 * Name of a release: the moment it was made, then what it is made of, such as `20261123-163012-3f9a1c04b7d2`.
 * Twelve hexadecimal digits, so that two different releases are never taken for the same.
 */
function releaseId(made: string, digest: string): string {
  const [day = '', time = ''] = made.split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest}`;
}

/** Whether a release was made of the content with this digest. */
export function isMadeOf(release: string, digest: string): boolean {
  return release.endsWith(`-${digest}`);
}
