import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from './place.ts';

const run = promisify(execFile);

/** A kernel for arm64 that finds disks and file systems without modules, as a board's does, and a shell without libraries. */
export interface Parts {
  kernel: string;
  shell: string;
}

/** Takes both from Debian; kept for the next run. */
export async function debianParts(): Promise<Parts> {
  const folder = join(cache, 'debian');
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    // mmdebstrap chooses the format by the ending.
    const tar = join(cache, 'debian.tar');
    await run(
      'mmdebstrap',
      [
        '--variant=extract',
        '--architectures=arm64',
        '--include=linux-image-cloud-arm64,busybox-static',
        '--aptopt=Apt::Install-Recommends "false"',
        'bookworm',
        tar,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const unfinished = join(cache, 'debian-unfinished');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    await run('tar', ['-xf', tar, '-C', unfinished, './boot', './bin/busybox']);
    await rm(tar);
    await rename(unfinished, folder);
  }
  const kernel = (await readdir(join(folder, 'boot'))).find((name) => name.startsWith('vmlinuz'));
  if (kernel === undefined) throw new Error(`no kernel in ${folder}`);
  return { kernel: join(folder, 'boot', kernel), shell: join(folder, 'bin', 'busybox') };
}
