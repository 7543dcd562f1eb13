import { execFile } from 'node:child_process';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './place.ts';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;

/** Partitions in the order and with the names of the layer's images (yocto-layer/files/wic), sizes in MiB. */
export const partitions = { boot: 64, system_A: 384, system_B: 384, data: 768 } as const;
export type Partition = keyof typeof partitions;

const modules = 'part_gpt fat ext2 linux normal search loadenv test echo configfile reboot'.split(' ');

/** Where a partition starts, in bytes. */
export function startOf(partition: Partition): number {
  let start = mebibyte;
  for (const [name, size] of Object.entries(partitions)) {
    if (name === partition) return start;
    start += size * mebibyte;
  }
  return start;
}

/** Makes the file system of one system from a folder. */
export async function systemImage(folder: string, file: string): Promise<void> {
  await fileSystem(file, partitions.system_A, ['-d', folder, '-O', '^has_journal']);
}

/** Makes the file system of the data partition from a folder. */
export async function dataImage(folder: string, file: string): Promise<void> {
  await fileSystem(file, partitions.data, ['-d', folder]);
}

async function fileSystem(file: string, mebibytes: number, options: readonly string[]): Promise<void> {
  await rm(file, { force: true });
  await run('mke2fs', ['-q', '-t', 'ext4', ...options, file, `${mebibytes}M`]);
}

/** Puts a disk together: boot loader, the same system in both slots, and no data yet. Sparse. */
export async function assembleDisk(file: string, parts: { system: string; work: string }): Promise<void> {
  await rm(file, { force: true });
  const total = Object.values(partitions).reduce((sum, size) => sum + size, 2) * mebibyte;
  const disk = await open(file, 'w');
  await disk.truncate(total);
  await disk.close();
  const table = Object.entries(partitions).flatMap(([name, size], index) => [
    `--new=${index + 1}:0:+${size}M`,
    `--change-name=${index + 1}:${name}`,
    `--typecode=${index + 1}:${name === 'boot' ? 'ef00' : '8300'}`,
  ]);
  await run('sgdisk', ['--clear', ...table, file]);
  const boot = await bootImage(parts.work);
  await place(boot, file, 'boot');
  await place(parts.system, file, 'system_A');
  await place(parts.system, file, 'system_B');
}

/** Writes a file system into its partition. */
export async function place(image: string, disk: string, partition: Partition): Promise<void> {
  const { size } = await stat(image);
  if (size > partitions[partition] * mebibyte) throw new Error(`${image} does not fit into ${partition}`);
  const seek = startOf(partition) / mebibyte;
  await run('dd', [
    `if=${image}`,
    `of=${disk}`,
    'bs=1M',
    `seek=${seek}`,
    'conv=notrunc,sparse',
    'status=none',
  ]);
}

/** The EFI partition with GRUB, the layer's own settings for it, and a fresh grubenv. */
async function bootImage(work: string): Promise<string> {
  await mkdir(work, { recursive: true });
  const loader = join(work, 'BOOTX64.EFI');
  const image = join(work, 'boot.img');
  const environment = join(work, 'grubenv');
  const settings = join(repository, 'yocto-layer/recipes-bsp/totem-grub-config/files/totem-grub.cfg');
  await run('grub-mkimage', ['-O', 'x86_64-efi', '-p', '/EFI/BOOT', '-o', loader, ...modules]);
  await rm(environment, { force: true });
  await run('grub-editenv', [environment, 'create']);
  await run('grub-editenv', [
    environment,
    'set',
    'ORDER=A B',
    ...['A_OK=1', 'A_TRY=0', 'B_OK=1', 'B_TRY=0'],
    // What protects one program from another costs an emulated processor more than all the rest.
    // And on a busy machine its timer may come too late for the kernel's check of it.
    'arguments=console=ttyS0 systemd.show_status=false loglevel=4 mitigations=off no_timer_check',
  ]);
  await rm(image, { force: true });
  await run('mkfs.vfat', ['-C', image, String(partitions.boot * 1024)]);
  await run('mmd', ['-i', image, '::EFI', '::EFI/BOOT']);
  await run('mcopy', ['-i', image, loader, '::EFI/BOOT/BOOTX64.EFI']);
  await run('mcopy', ['-i', image, settings, '::EFI/BOOT/grub.cfg']);
  await run('mcopy', ['-i', image, environment, '::grubenv']);
  return image;
}

/** What the boot loader would do next, read from the disk of a machine that is off. */
export async function bootVariables(disk: string, work: string): Promise<Record<string, string>> {
  const copy = join(work, 'grubenv-read');
  await rm(copy, { force: true });
  await run('mcopy', ['-n', '-i', `${disk}@@${startOf('boot')}`, '::grubenv', copy]);
  const { stdout } = await run('grub-editenv', [copy, 'list']);
  return Object.fromEntries(
    stdout
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** A copy that shares what does not change, for one run. */
export async function copyDisk(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await run('cp', ['--sparse=always', '--reflink=auto', from, to]);
}
