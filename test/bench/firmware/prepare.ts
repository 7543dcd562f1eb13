import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newSigning, type Signing } from '../../harness/firmware-bundle.ts';
import { repository } from '../../reboots/place.ts';
import { debianRoot } from '../../reboots/root.ts';
import { agentBuild } from './builds.ts';
import { makeImage, makeRoot, patchKernel, replaceAgent } from './images.ts';
import { streamingRauc } from './rauc.ts';

const run = promisify(execFile);

export const cache = join(repository, '.build', 'bench-firmware');
/** The revisions whose agents are built: the one that runs, and the one that takes its place. */
const revisions = {
  old: process.env.TOTEM_BENCH_OLD ?? 'HEAD~12',
  new: process.env.TOTEM_BENCH_NEW ?? 'HEAD',
};
/** How many commits before a revision are tried where it cannot be built alone. */
const patience = 25;

export interface Prepared {
  folder: string;
  /** Kernel and first file system of the machine, taken from the root. */
  kernel: string;
  initrd: string;
  signing: Signing;
  /** Folder of a RAUC that can stream, see rauc.ts. */
  rauc: string;
  images: { old: string; agent: string; kernel: string };
  /** Bytes in the files of the old root. */
  rootBytes: number;
  /** What a reader must know of the changes. */
  notes: string[];
}

/** Makes the root that runs and the two that it is updated to. */
export async function prepare(): Promise<Prepared> {
  await mkdir(cache, { recursive: true });
  const rauc = await streamingRauc(cache);
  const debian = await debianRoot();
  const after = await buildFrom(revisions.new);
  const before = await buildFrom(revisions.old);
  const folder = join(cache, 'run');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const root = join(folder, 'root');
  const images = {
    old: join(folder, 'old.ext4'),
    agent: join(folder, 'agent.ext4'),
    kernel: join(folder, 'kernel.ext4'),
  };
  await makeRoot(root, debian, before.folder);
  const boot = join(root, 'boot');
  const keep = async (start: string) => {
    const name = (await readdir(boot)).find((entry) => entry.startsWith(start)) ?? '';
    await run('cp', [join(boot, name), join(folder, start)]);
    return join(folder, start);
  };
  const [kernel, initrd] = [await keep('vmlinuz'), await keep('initrd')];
  const rootBytes = await sizeOfFiles(root);
  await makeImage(root, images.old);
  await replaceAgent(root, after.folder);
  await makeImage(root, images.agent);
  await replaceAgent(root, before.folder);
  const patch = await patchKernel(root);
  await makeImage(root, images.kernel);
  await rm(root, { recursive: true });
  const agentBytes = await sizeOfFiles(after.folder);
  return {
    folder,
    kernel,
    initrd,
    signing: await newSigning(folder, 'fleet'),
    rauc,
    images,
    rootBytes,
    notes: [
      `root of ${megabytes(rootBytes)} MB: Debian 12 with kernel, RAUC and Node, and the agent (without its native add-ons), as ext4; every image is made anew from its folder`,
      `change "agent": the builds of two revisions (${before.commit} and ${after.commit}), all ${megabytes(agentBytes)} MB of bundle and page replaced`,
      `change "kernel": vmlinuz of ${megabytes(patch.kernelBytes)} MB replaced by as many other bytes that do not compress, ${patch.modules} modules grown by 96 bytes in the middle`,
    ],
  };
}

/** The build of a revision, or of the first one before it that can be built alone. */
async function buildFrom(revision: string): Promise<{ folder: string; commit: string }> {
  for (let back = 0; ; back += 1) {
    try {
      return await agentBuild(cache, `${revision}~${back}`);
    } catch (error) {
      if (back >= patience) throw error;
    }
  }
}

async function sizeOfFiles(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

/** Millions of bytes, as people read them. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
