import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What of the kernel's modules a machine here has a use for, by path. */
const used = new RegExp(
  `^(?:arch/x86/crypto|crypto|lib|drivers/virtio|drivers/block/(?:loop|nbd|virtio_blk)|${[
    'drivers/char/hw_random/virtio-rng|drivers/md/dm-(?:bufio|mod|verity)',
    'drivers/net/(?:net_failover|virtio_net)|net/core/failover|net/packet|net/unix',
    'fs/(?:autofs|efivarfs|ext4|fat|jbd2|mbcache|nls|squashfs)',
  ].join('|')})`,
);

/** What no totem runs: tools that make a Debian, and the names of hardware. Patterns of the shell. */
const unused = [
  ...[
    '/usr/lib/udev/hwdb.*',
    '/usr/share/perl*',
    '/usr/lib/*/perl*',
    '/usr/lib/*/libperl*',
    '/usr/bin/perl*',
  ],
  ...[
    '/usr/share/grub',
    '/usr/lib/grub',
    '/usr/sbin/grub-*',
    '/usr/share/zoneinfo/*/',
    '/usr/share/initramfs-tools',
  ],
  ...[
    '/var/cache/*',
    '/var/lib/dpkg',
    '/var/lib/apt',
    '/usr/lib/apt',
    '/usr/lib/*/libapt-*',
    '/usr/lib/*/gconv',
  ],
];

/** Takes away what would only be carried in every bundle, and makes an early system that does one thing. */
export async function slim(folder: string): Promise<void> {
  const modules = join(folder, 'usr', 'lib', 'modules');
  for (const release of await readdir(modules)) {
    await thin(join(modules, release, 'kernel'), '');
    await run('chroot', [folder, 'depmod', release]);
    await makeEarlySystem(folder, release);
  }
  // Names for debuggers are a seventh of it.
  await run('strip', ['--strip-all', join(folder, 'usr', 'lib', 'totem', 'node')]);
  const tools = 'find /usr/bin -name "grub-*" ! -name grub-editenv -delete';
  await run('chroot', [folder, 'sh', '-c', `rm -rf ${unused.join(' ')}; ${tools}`]);
}

async function thin(folder: string, path: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) await thin(join(folder, entry.name), below);
    else if (!used.test(below)) await rm(join(folder, entry.name));
  }
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}

/** Drivers of the disk and of its file system: Debian's kernel has them as modules. */
const early = ['virtio_pci', 'virtio_blk', 'ext4', 'crc32c_generic'];

/**
 * Mounts the partition whose label is on the kernel's command line and starts init from it, as a kernel that has its
 * drivers built in does by itself. Where there is no init it ends, and the kernel panics.
 */
const earlyInit = `#!/busybox sh
/busybox mount -t devtmpfs none /dev
/busybox mount -t proc none /proc
/busybox mount -t sysfs none /sys
for module in /modules/*; do /busybox insmod "$module"; done
for word in $(/busybox cat /proc/cmdline); do
  case "$word" in
    root=PARTLABEL=*) label="\${word#root=PARTLABEL=}" ;;
    init=*) init="\${word#init=}" ;;
  esac
done
until found=$(/busybox grep -lx "PARTNAME=$label" /sys/class/block/*/uevent 2>/dev/null); do /busybox sleep 0.1; done
partition="\${found%/uevent}"
/busybox mount -t ext4 -o ro "/dev/\${partition##*/}" /system
/busybox umount /proc
/busybox umount /sys
/busybox mount -o move /dev /system/dev
exec /busybox switch_root /system "$init"
`;

/** Debian's own early system needs half a minute on an emulated processor. */
async function makeEarlySystem(folder: string, release: string): Promise<void> {
  const work = join(folder, 'tmp', 'early');
  for (const name of ['dev', 'proc', 'sys', 'system', 'modules'])
    await mkdir(join(work, name), { recursive: true });
  await copyFile(join(folder, 'usr', 'bin', 'busybox'), join(work, 'busybox'));
  const paths: string[] = [];
  for (const name of early) {
    const { stdout } = await run('chroot', [folder, 'modprobe', '-S', release, '--show-depends', name]);
    for (const [, path = ''] of stdout.matchAll(/^insmod (\S+)/gm))
      if (!paths.includes(path)) paths.push(path);
  }
  for (const [index, path] of paths.entries()) {
    const number = String(index).padStart(2, '0');
    await copyFile(join(folder, path), join(work, 'modules', `${number}-${basename(path)}`));
  }
  await writeFile(join(work, 'init'), earlyInit);
  await chmod(join(work, 'init'), 0o755);
  const image = `/boot/initrd.img-${release}`;
  const pack = `cd /tmp/early && find . | cpio --quiet -o -H newc >${image}`;
  await run('chroot', [folder, 'sh', '-c', pack]);
  await rm(work, { recursive: true });
}
