import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newSigning, type Signing } from '../../harness/firmware-bundle.ts';
import { repository } from '../../reboots/place.ts';
import { debianRoot } from '../../reboots/root.ts';
import { agentBuild } from './builds.ts';
import { makeImage, makeRoot, patchKernel, replaceAgent } from './images.ts';

const run = promisify(execFile);

export const cache = join(repository, '.build', 'bench-firmware');
/** How many commits lie between the two builds of the agent. */
const commits = Number(process.env.TOTEM_BENCH_COMMITS ?? 20);

export interface Prepared {
  folder: string;
  /** Kernel and first file system of the machine, taken from the root. */
  kernel: string;
  initrd: string;
  signing: Signing;
  images: { old: string; agent: string; kernel: string };
  /** Bytes in the files of the old root. */
  rootBytes: number;
  /** What a reader must know of the changes. */
  notes: string[];
}

/** Makes the root that runs and the two that it is updated to. */
export async function prepare(): Promise<Prepared> {
  await mkdir(cache, { recursive: true });
  const debian = await debianRoot(cache, []);
  const after = await buildFrom(0);
  const before = await buildFrom(after.back + commits);
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
    images,
    rootBytes,
    notes: [
      `root of ${megabytes(rootBytes)} MB: Debian 12 with kernel, RAUC and Node, and the agent (without its native add-ons), as ext4; every image is made anew from its folder`,
      `change "agent": the builds of two revisions, ${before.back - after.back} commits apart, all ${megabytes(agentBytes)} MB of bundle and page replaced`,
      `change "kernel": vmlinuz of ${megabytes(patch.kernelBytes)} MB replaced by as many other bytes that do not compress, ${patch.modules} modules grown by 96 bytes in the middle`,
    ],
  };
}

/** The build of the commit so far back, or of the first one before it that can be built alone. */
async function buildFrom(back: number): Promise<{ folder: string; back: number }> {
  for (let tried = back; ; tried += 1) {
    try {
      return { folder: await agentBuild(cache, `HEAD~${tried}`), back: tried };
    } catch (error) {
      if (tried >= back + 15) throw error;
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
