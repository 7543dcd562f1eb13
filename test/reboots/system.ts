import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hostSeenFromMachine } from './machine.ts';
import { repository } from './place.ts';
import { slim } from './slim.ts';

const run = promisify(execFile);

export const compatible = 'totem-reboots';

export interface SystemWish {
  /** Tar of the Debian root. */
  root: string;
  /** The agent's package. */
  package: string;
  version: string;
  /** Certificate in PEM that bundles are verified with. */
  authority: string;
  /** Ports of the hub that a totem calls. */
  ports: readonly number[];
}

/** What Debian does beside, which would only take time. */
const idle = [
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer'],
  ...['e2scrub_reap.service', 'fstrim.timer', 'systemd-binfmt.service', 'systemd-timesyncd.service'],
];

/** Where the system says which version it is (os-release(5)). */
export const releaseFile = 'usr/lib/os-release';

/** Makes the folder of a totem's system: Debian, the agent's package, and the layer's own settings. */
export async function makeSystem(folder: string, wish: SystemWish): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xf', wish.root, '-C', folder]);
  await cp(wish.package, join(folder, 'tmp', 'agent.deb'));
  await run('chroot', [folder, 'dpkg', '--install', '--force-depends', '/tmp/agent.deb']);
  await rm(join(folder, 'tmp', 'agent.deb'));
  await slim(folder);
  await settle(folder, wish);
}

async function settle(folder: string, { version, authority, ports }: SystemWish): Promise<void> {
  const layer = join(repository, 'yocto-layer');
  const units = join(folder, 'etc', 'systemd', 'system');
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const unit of ['var-lib-totem.mount', 'efi.mount', 'etc-systemd-network.mount']) {
    await cp(join(layer, 'recipes-totem/totem-system/files', unit), join(units, unit));
  }
  const slots = await readFile(join(layer, 'recipes-core/rauc/files/system.conf'), 'utf8');
  const named = slots.replace('@COMPATIBLE@', compatible).replace('@BOOTLOADER@', 'grub');
  // Debian's RAUC 1.8 does not know this yet, and refuses what it does not know.
  await write('etc/rauc/system.conf', named.replace(/^send-headers=.*\n/m, ''));
  await cp(authority, join(folder, 'etc/rauc/ca.pem'));
  for (const name of ['kernel', 'initrd']) {
    const link = name === 'kernel' ? 'vmlinuz' : 'initrd.img';
    const target = (await run('readlink', [join(folder, link)])).stdout.trim();
    await symlink(target.replace(/^boot\//, ''), join(folder, 'boot', link));
  }
  await appendFile(join(folder, releaseFile), `IMAGE_ID=totem\nIMAGE_VERSION=${version}\n`);
  await mkdir(join(folder, 'efi'), { recursive: true });
  await write('etc/machine-id', '');
  await write('etc/hostname', 'totem\n');
  await write(
    'etc/fstab',
    ['/tmp', '/var/tmp', '/var/log', '/var/lib/systemd']
      .map((path) => `tmpfs ${path} tmpfs nodev,nosuid,size=64m 0 0\n`)
      .join(''),
  );
  await write(
    'etc/systemd/journald.conf.d/console.conf',
    '[Journal]\nStorage=volatile\nForwardToConsole=yes\nTTYPath=/dev/ttyS0\nMaxLevelConsole=info\n',
  );
  // The hub has the same addresses here as on the machine that it runs on.
  await write('etc/systemd/system/hub@.socket', '[Socket]\nListenStream=127.0.0.1:%i\n');
  await write(
    'etc/systemd/system/hub@.service',
    `[Unit]\nRequires=hub@%i.socket\n[Service]\nExecStart=/lib/systemd/systemd-socket-proxyd ${hostSeenFromMachine}:%i\n`,
  );
  // What the serial console is to say of each boot: as early as anything runs, and when the agent may start.
  for (const [word, when] of [
    ['begins', 'DefaultDependencies=no\nBefore=local-fs-pre.target sysinit.target'],
    ['started', 'After=basic.target\nBefore=totem-agent.service'],
  ] as const) {
    await write(
      `etc/systemd/system/${word}.service`,
      `[Unit]\n${when}\n[Service]\nType=oneshot\nStandardOutput=tty\nTTYPath=/dev/ttyS0\nExecStart=/bin/sh -c ` +
        `'. /etc/os-release; echo REBOOTS ${word} $(grep -o rauc.slot=[AB] /proc/cmdline) version=$IMAGE_VERSION'\n`,
    );
  }
  // An emulated processor starts the agent in a minute; a test need not wait ten for one that never comes.
  await write(
    'etc/systemd/system/totem-firmware-return.timer.d/50-reboots.conf',
    // The empty one takes all times away, those of other kinds too.
    '[Timer]\nOnBootSec=\nOnBootSec=150s\nOnUnitInactiveSec=30s\nAccuracySec=5s\n',
  );
  const wants = join(units, 'multi-user.target.wants');
  await mkdir(wants, { recursive: true });
  const mounts = join(units, 'local-fs.target.wants');
  await mkdir(mounts, { recursive: true });
  for (const mount of ['var-lib-totem.mount', 'efi.mount', 'etc-systemd-network.mount']) {
    await symlink(`../${mount}`, join(mounts, mount));
  }
  await symlink('../started.service', join(wants, 'started.service'));
  await mkdir(join(units, 'sysinit.target.wants'), { recursive: true });
  await symlink('../begins.service', join(units, 'sysinit.target.wants', 'begins.service'));
  await symlink('/lib/systemd/system/systemd-networkd.service', join(wants, 'systemd-networkd.service'));
  for (const port of ports) await symlink('../hub@.socket', join(wants, `hub@${port}.socket`));
  for (const unit of ['rauc-mark-good.service', 'serial-getty@ttyS0.service', ...idle]) {
    await rm(join(units, unit), { force: true });
    await symlink('/dev/null', join(units, unit));
  }
}
