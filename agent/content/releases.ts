import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Type, { type Static } from 'typebox';
import type { CompiledContent } from '../../protocol/content/index.ts';
import { syncFolder, writeDurably } from '../../protocol/durable.ts';
import { ContentManifest, jsonValidatorOf, maximumManifestBytes, Sha256 } from '../../protocol/index.ts';
import { hashFile, isCode, type Pool, sizeOf } from '../artifacts/index.ts';
import type { ReleaseReference } from '../state/index.ts';
import { parseCompiled } from './compiled.ts';

/** `release.json` in a release's folder: what was verified when the folder was made. */
const ReleaseFile = Type.Object(
  { version: Type.Literal(1), manifestSha256: Sha256, manifest: ContentManifest },
  { additionalProperties: false },
);
type ReleaseFile = Static<typeof ReleaseFile>;
const parseRelease = jsonValidatorOf(ReleaseFile, maximumManifestBytes + 4096);

/** Releases on disk: `<release>/files/...`, `<release>/release.json`, `<release>/compiled.json`. */
export interface Releases {
  filesFolder(release: string): string;
  compiledPath(release: string): string;
  /** The manifest that a folder was made from; `undefined` where it is absent, damaged or of another manifest. */
  manifest(reference: ReleaseReference): Promise<ContentManifest | undefined>;
  /** Makes the folder from the pool as a whole, in place of what is there. */
  assemble(reference: ReleaseReference, manifest: ContentManifest, pool: Pool): Promise<void>;
  /** Hashes of the files that are absent or of the wrong size, or, where asked, of the wrong bytes. */
  damaged(manifest: ContentManifest, byHash: boolean): Promise<Set<string>>;
  /** What was compiled by this version of the agent, if it is there and whole. */
  compiled(release: string, version: string): Promise<CompiledContent | undefined>;
  keepOnly(wanted: ReadonlySet<string>): Promise<void>;
}

export async function openReleases(root: string): Promise<Releases> {
  await mkdir(root, { recursive: true });
  const folderOf = (release: string) => join(root, release);
  const filesFolder = (release: string) => join(folderOf(release), 'files');
  const compiledPath = (release: string) => join(folderOf(release), 'compiled.json');

  return {
    filesFolder,
    compiledPath,
    manifest: async (reference) => {
      const bytes = await readIfThere(join(folderOf(reference.release), 'release.json'));
      const file = bytes && parseRelease(bytes);
      return file?.ok && file.value.manifestSha256 === reference.manifest.sha256
        ? file.value.manifest
        : undefined;
    },
    assemble: async (reference, manifest, pool) => {
      // A release id never begins with a dot, so these names are free.
      const fresh = join(root, `.new-${reference.release}`);
      const old = join(root, `.old-${reference.release}`);
      await rm(fresh, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
      await fill(join(fresh, 'files'), manifest, pool);
      const file: ReleaseFile = { version: 1, manifestSha256: reference.manifest.sha256, manifest };
      await writeDurably(join(fresh, 'release.json'), JSON.stringify(file));
      await syncFolder(fresh);
      try {
        await rename(folderOf(reference.release), old);
      } catch (error) {
        if (!isCode(error, 'ENOENT')) throw error;
      }
      await rename(fresh, folderOf(reference.release));
      await syncFolder(root);
      await rm(old, { recursive: true, force: true });
    },
    damaged: async (manifest, byHash) => {
      const found = new Set<string>();
      for (const { path, size, sha256 } of manifest.files) {
        const file = join(filesFolder(manifest.release), path);
        const whole = (await sizeOf(file)) === size && (!byHash || (await hashFile(file)) === sha256);
        if (!whole) found.add(sha256);
      }
      return found;
    },
    compiled: async (release, version) => {
      const bytes = await readIfThere(compiledPath(release));
      const file = bytes && parseCompiled(bytes);
      return file?.ok && file.value.agent === version && file.value.content.release === release
        ? file.value.content
        : undefined;
    },
    keepOnly: async (wanted) => {
      for (const name of await readdir(root)) {
        if (!wanted.has(name)) await rm(join(root, name), { recursive: true, force: true });
      }
    },
  };
}

/** Puts every file of a manifest below a new folder and makes the names durable. */
async function fill(folder: string, manifest: ContentManifest, pool: Pool): Promise<void> {
  const folders = new Set([folder]);
  await mkdir(folder, { recursive: true });
  for (const { path, sha256 } of manifest.files) {
    const target = join(folder, path);
    for (let parent = dirname(target); !folders.has(parent); parent = dirname(parent)) folders.add(parent);
    await mkdir(dirname(target), { recursive: true });
    await pool.place(sha256, target);
  }
  for (const made of folders) await syncFolder(made);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
