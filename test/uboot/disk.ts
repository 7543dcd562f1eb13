import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Parts } from './kernel.ts';
import { repository } from './place.ts';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;

/** Partitions in the order and with the names of the layer's images (yocto-layer/files/wic), sizes in MiB. */
const partitions = { boot: 64, system_A: 48, system_B: 48 } as const;
/** Where the first one starts, in MiB: U-Boot keeps its environment before it. */
const start = 4;
/** SD cards have a power of two, in MiB. */
const total = 256;
export type System = 'A' | 'B';

/** What is wrong with a system: nothing, it has no kernel, its kernel finds no init, or its device tree is missing. */
export type Ailment = 'none' | 'no kernel' | 'no init' | 'no device tree';

export interface DiskOptions {
  parts: Parts;
  /** The machine's device tree, as a file of the systems. */
  tree: string;
  /** Where the boot script takes the device tree from. */
  treeFrom: 'firmware' | 'system';
  ailments: Record<System, Ailment>;
}

/** Name of the device tree in the systems, as the layer's recipe for the board puts it into the script. */
const treeName = 'board.dtb';

/** A disk as the layer's images are: the boot script on the first partition, then two systems. */
export async function makeDisk(file: string, work: string, options: DiskOptions): Promise<void> {
  await mkdir(work, { recursive: true });
  const disk = await open(file, 'w');
  await disk.truncate(total * mebibyte);
  await disk.close();
  const table = Object.entries(partitions).flatMap(([name, size], index) => [
    `--new=${index + 1}:${index === 0 ? `${start}M` : 0}:+${size}M`,
    `--change-name=${index + 1}:${name}`,
  ]);
  await run('sgdisk', ['--clear', ...table, file]);
  await place(await bootImage(work, options), file, 'boot');
  for (const system of ['A', 'B'] as const) {
    await place(await systemImage(system, work, options), file, `system_${system}`);
  }
}

/** The first partition, with the layer's boot script as it is for the Raspberry Pi, apart from the device tree. */
async function bootImage(work: string, { treeFrom }: DiskOptions): Promise<string> {
  const source = await readFile(join(repository, 'yocto-layer/files/boot/totem-boot.cmd'), 'utf8');
  const commands = join(work, 'boot.cmd');
  const script = join(work, 'boot.scr');
  const image = join(work, 'boot.img');
  await writeFile(
    commands,
    source
      .replaceAll('@DISK@', 'mmc 0')
      .replaceAll('@TREE@', treeFrom === 'firmware' ? 'firmware' : treeName),
  );
  await run('mkimage', ['-A', 'arm64', '-T', 'script', '-C', 'none', '-n', 'Totem', '-d', commands, script]);
  await rm(image, { force: true });
  await run('mkfs.vfat', ['-C', image, String(partitions.boot * 1024)]);
  await run('mcopy', ['-i', image, script, '::boot.scr']);
  return image;
}

/** A system that says who it is, on which root and with which arguments, and then waits for its power to be cut. */
async function systemImage(system: System, work: string, options: DiskOptions): Promise<string> {
  const ailment = options.ailments[system];
  const folder = join(work, `system_${system}`);
  const image = `${folder}.ext4`;
  await rm(folder, { recursive: true, force: true });
  for (const name of ['boot', 'bin', 'sbin', 'proc', 'dev', 'etc']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  await copyFile(options.parts.shell, join(folder, 'bin/busybox'));
  await chmod(join(folder, 'bin/busybox'), 0o755);
  await writeFile(join(folder, 'etc/system'), `${system}\n`);
  if (ailment !== 'no kernel') {
    // The name that Yocto's kernel has, and the link by which it is found.
    await copyFile(options.parts.kernel, join(folder, 'boot/Image-6.1'));
    await symlink('Image-6.1', join(folder, 'boot/Image'));
  }
  if (ailment !== 'no device tree') await copyFile(options.tree, join(folder, 'boot', treeName));
  if (ailment !== 'no init') {
    const init = join(folder, 'sbin/init');
    await writeFile(
      init,
      `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
echo "system $(/bin/busybox cat /etc/system) runs: $(/bin/busybox cat /proc/cmdline)"
while true; do /bin/busybox sleep 60; done
`,
    );
    await chmod(init, 0o755);
  }
  await rm(image, { force: true });
  const size = `${partitions[`system_${system}`]}M`;
  await run('mke2fs', ['-q', '-t', 'ext4', '-i', '16384', '-O', '^has_journal', '-d', folder, image, size]);
  return image;
}

async function place(image: string, disk: string, partition: keyof typeof partitions): Promise<void> {
  let seek: number = start;
  for (const [name, size] of Object.entries(partitions)) {
    if (name === partition) break;
    seek += size;
  }
  const options = ['bs=1M', `seek=${seek}`, 'conv=notrunc,sparse', 'status=none'];
  await run('dd', [`if=${image}`, `of=${disk}`, ...options]);
}
