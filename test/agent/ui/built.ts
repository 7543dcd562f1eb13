import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kept = join(root, '.build', 'test-page');
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The page as it is built for the totem, in a folder that is only read. The first to need it builds it; all tests
 * share it until its sources change.
 */
export async function builtPage(): Promise<string> {
  const folder = join(kept, await fingerprint(['agent/ui', 'protocol', 'package-lock.json']));
  if (await isThere(folder)) return folder;
  await mkdir(kept, { recursive: true });
  await forgetOld();
  // Built beside it and then named, so that nobody sees half of it; whoever comes second throws theirs away.
  const made = await mkdtemp(join(kept, 'making-'));
  await build({
    configFile: join(root, 'agent/ui/vite.config.ts'),
    build: { outDir: made },
    logLevel: 'error',
  });
  await rename(made, folder).catch(async (error: Error) => {
    if (!(await isThere(folder))) throw error;
    await rm(made, { recursive: true });
  });
  return folder;
}

/** One hash over everything that the page is made of. */
async function fingerprint(paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const inside = (await stat(join(root, path))).isDirectory()
      ? await readdir(join(root, path), { recursive: true, withFileTypes: true })
      : undefined;
    const files = inside
      ? inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      : [join(root, path)];
    for (const file of files.toSorted()) hash.update(`${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Pages of sources that have changed since, so long ago that no test uses them any more. */
async function forgetOld(): Promise<void> {
  for (const name of await readdir(kept)) {
    const { mtimeMs } = await stat(join(kept, name));
    if (Date.now() - mtimeMs > dayMs) await rm(join(kept, name), { recursive: true, force: true });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
