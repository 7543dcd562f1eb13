import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Signing } from '../../harness/firmware-bundle.ts';
import { firstProgram, settings } from './guest.ts';

const run = promisify(execFile);

/** Size of every image and slot, in MiB: the root of some 300 MB, and room for it to grow. */
const imageMebibytes = 416;

/** Folders of modules that a board's image does not have, because nothing on the board needs them. */
const unneeded =
  /^(?:net\/(?!core)|sound|drivers\/(?!block|md|virtio|char|net)|drivers\/net\/.*\/|fs\/(?!ext4|jbd2|mbcache|squashfs|nls|fat|overlayfs))/;

/** Makes the folder of the system that runs: Debian, Node, and the agent. */
export async function makeRoot(folder: string, debian: string, agent: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xf', debian, '-C', folder]);
  const kernel = join(await modulesOf(folder), 'kernel');
  for (const name of await readdir(kernel, { recursive: true })) {
    if (unneeded.test(name) && name.endsWith('.ko')) await rm(join(kernel, name));
  }
  // Kept by a package manager, a compiler of locales and a table of hardware: an image is built without.
  for (const path of [
    'usr/share/perl',
    'usr/lib/x86_64-linux-gnu/perl',
    'usr/lib/udev/hwdb.d',
    'usr/lib/udev/hwdb.bin',
  ])
    await rm(join(folder, path), { recursive: true, force: true });
  const home = join(folder, 'usr', 'lib', 'totem');
  await cp(agent, home, { recursive: true });
  await cp(process.execPath, join(home, 'node'));
  for (const path of ['data', 'etc/rauc']) await mkdir(join(folder, path), { recursive: true });
  await writeFile(join(folder, 'sbin', 'bench'), firstProgram, { mode: 0o755 });
  await writeFile(join(folder, 'etc', 'machine-id'), `${'0123456789abcdef'.repeat(2)}\n`);
  await writeFile(join(folder, 'etc', 'rauc', 'system.conf'), settings);
}

/** The agent and its page of another build take the place of those that are there. */
export async function replaceAgent(folder: string, agent: string): Promise<void> {
  const home = join(folder, 'usr', 'lib', 'totem');
  const node = join(folder, 'usr', 'lib', 'totem-node');
  await rename(join(home, 'node'), node);
  await rm(home, { recursive: true });
  await cp(agent, home, { recursive: true });
  await rename(node, join(home, 'node'));
}

/**
 * What a patch of the kernel changes: the kernel itself, which is compressed, so that none of its bytes stay where they were,
 * and a few modules, which grow by some bytes in their middle. The bytes are derived, so that every run has the same.
 */
export async function patchKernel(folder: string): Promise<{ kernelBytes: number; modules: number }> {
  const boot = join(folder, 'boot');
  const name = (await readdir(boot)).find((entry) => entry.startsWith('vmlinuz-')) ?? '';
  const old = await readFile(join(boot, name));
  await writeFile(join(boot, name), derived(old.length + 1000));
  const modules = await modulesOf(folder);
  const touched = [
    'fs/overlayfs/overlay.ko',
    'fs/squashfs/squashfs.ko',
    'drivers/md/dm-verity.ko',
    'drivers/block/nbd.ko',
  ];
  for (const path of touched) {
    const file = join(modules, 'kernel', path);
    const bytes = await readFile(file);
    const middle = bytes.length >> 1;
    await writeFile(file, Buffer.concat([bytes.subarray(0, middle), derived(96), bytes.subarray(middle)]));
  }
  return { kernelBytes: old.length, modules: touched.length };
}

async function modulesOf(folder: string): Promise<string> {
  const all = join(folder, 'usr', 'lib', 'modules');
  return join(all, (await readdir(all))[0] ?? '');
}

/** Bytes that look random and are the same each time: a hash in counter mode. */
function derived(count: number): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at * 32 < count; at += 1) pieces.push(createHash('sha256').update(`patch ${at}`).digest());
  return Buffer.concat(pieces).subarray(0, count);
}

/** The whole file system made anew from the folder, as a build of an image does; the same folder gives the same bytes. */
export async function makeImage(folder: string, file: string): Promise<void> {
  await rm(file, { force: true });
  const identity = '4f6c0d1e-7d0a-4c55-9b07-1f2d3c4b5a69';
  await run('find', [folder, '-exec', 'touch', '--no-dereference', '--date=@1700000000', '{}', '+']);
  await run(
    'mke2fs',
    [
      '-q',
      '-t',
      'ext4',
      // The size of RAUC's blocks. Left alone, mke2fs takes 1 KiB below 512 MiB, and most blocks of a new image are
      // found in no old one, because the files in them begin elsewhere.
      '-b',
      '4096',
      '-O',
      '^has_journal',
      '-U',
      identity,
      '-E',
      `hash_seed=${identity}`,
      '-d',
      folder,
      file,
    ].concat(`${imageMebibytes}M`),
    { env: { ...process.env, E2FSPROGS_FAKE_TIME: '1700000000' } },
  );
}

export interface BundleWish {
  image: string;
  version: string;
  /** With `block-hash-index`. */
  adaptive: boolean;
  /** Block size of the bundle's squashfs in KiB; 128 is what RAUC makes when nothing is said. */
  blockKibibytes: number;
}

/** Makes a bundle with a hash tree (`verity`): the only kind that can be streamed. */
export async function makeBundle(folder: string, signing: Signing, wish: BundleWish): Promise<string> {
  const input = join(folder, 'bundle');
  const file = join(folder, `${wish.version}.raucb`);
  await rm(input, { recursive: true, force: true });
  await rm(file, { force: true });
  await mkdir(input);
  await run('cp', ['--sparse=always', wish.image, join(input, 'system.ext4')]);
  const manifest = `[update]
compatible=totem-bench
version=${wish.version}

[bundle]
format=verity

[image.rootfs]
filename=system.ext4
${wish.adaptive ? 'adaptive=block-hash-index\n' : ''}`;
  await writeFile(join(input, 'manifest.raucm'), manifest);
  const squashfs = `-comp zstd -Xcompression-level 9 -b ${wish.blockKibibytes}K`;
  const keys = [`--cert=${signing.certificate}`, `--key=${signing.key}`];
  await run('rauc', [...keys, `--mksquashfs-args=${squashfs}`, 'bundle', input, file]);
  await rm(input, { recursive: true });
  return file;
}
