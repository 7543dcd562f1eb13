import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from './place.ts';

const run = promisify(execFile);

/** What a totem's Debian holds beside the agent's package: a system that starts itself, and RAUC with GRUB. */
const systemPackages = [
  'systemd-sysv',
  'dbus',
  'udev',
  'kmod',
  'linux-image-cloud-amd64',
  'initramfs-tools',
  'busybox-static',
  'e2fsprogs',
  'iproute2',
  'rauc',
  'rauc-service',
  'grub-common',
  'ca-certificates',
];

/**
 * Makes the Debian root that all systems of the test share, without the agent; kept for the next run while the list of
 * packages stays the same. What the agent's package wants for the screen is left out: an emulated processor needs minutes
 * for a frame of the page.
 *
 * @returns path of a tar
 */
export async function debianRoot(): Promise<string> {
  const packages = systemPackages;
  const mark = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 12);
  const tar = join(cache, `root-${mark}.tar`);
  if (existsSync(tar)) return tar;
  await mkdir(cache, { recursive: true });
  // mmdebstrap chooses the format by the ending, so the ending stays while it is not finished.
  const unfinished = join(cache, 'unfinished.tar');
  await run(
    'mmdebstrap',
    [
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      '--aptopt=Apt::Install-Recommends "false"',
      ...['doc', 'man', 'locale', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
      'bookworm',
      unfinished,
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  await rename(unfinished, tar);
  return tar;
}
