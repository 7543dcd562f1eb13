import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileAddons } from './addons.ts';
import { type Architecture, debianName } from './architecture.ts';
import { bundleInto, versionHere } from './bundle.ts';
import { run } from './command.ts';
import { copyNative } from './native.ts';
import { placeNode } from './node.ts';
import { root } from './place.ts';

export interface DebianOptions {
  architecture: Architecture;
  /** Folder that gets the package. */
  out: string;
  /** Version of the package where it is not that of the checkout. */
  version: string | undefined;
}

/** Where the files of this folder go on a Debian system. */
const systemFiles = {
  'packaging/system/sysusers.conf': 'usr/lib/sysusers.d/totem.conf',
  'packaging/system/tmpfiles.conf': 'usr/lib/tmpfiles.d/totem.conf',
  'packaging/system/udev.rules': 'usr/lib/udev/rules.d/60-totem.rules',
  'agent/systemd': 'usr/lib/systemd/system',
} as const;

/**
 * Makes the Debian package of the agent and its command line, with the Node that they run on.
 *
 * @returns path of the `.deb`
 */
export async function makeDebian({ architecture, out, version }: DebianOptions): Promise<string> {
  const stage = join(root, '.build', 'package', `debian-${architecture}`);
  const home = join(stage, 'usr', 'lib', 'totem');
  // Of a package before this one nothing may be left.
  await rm(stage, { recursive: true, force: true });
  await bundleInto(home);
  await copyNative(home);
  await compileAddons(home, architecture);
  await placeNode(home, architecture);
  await mkdir(join(home, 'bin'), { recursive: true });
  await mkdir(join(stage, 'usr', 'bin'), { recursive: true });
  for (const program of ['totem', 'totem-agent']) {
    await cp(join(root, 'packaging', 'system', program), join(home, 'bin', program));
    await symlink(`../lib/totem/bin/${program}`, join(stage, 'usr', 'bin', program));
  }
  // A read-only root cannot make the mount point of its data partition.
  await mkdir(join(stage, 'var', 'lib', 'totem'), { recursive: true });
  for (const [from, to] of Object.entries(systemFiles))
    await cp(join(root, from), join(stage, to), { recursive: true });
  const wholeVersion = version ?? (await versionHere());
  await writeControl(join(stage, 'DEBIAN'), architecture, wholeVersion);
  await mkdir(out, { recursive: true });
  const file = join(out, `totem-agent_${wholeVersion}_${debianName[architecture]}.deb`);
  await run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', stage, file]);
  return file;
}

async function writeControl(folder: string, architecture: Architecture, version: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fields = {
    Package: 'totem-agent',
    Version: version,
    Architecture: debianName[architecture],
    Maintainer: 'Totem maintainers',
    Section: 'misc',
    Priority: 'optional',
    Depends: (await packagesOfTotem()).join(', '),
    Recommends: 'rauc, rauc-service',
    Description:
      'what runs on an interactive public totem\n Display, touch, sensors, content and firmware of a totem, and the link to its hub.',
  };
  const control = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(join(folder, 'control'), control.join(''));
  for (const script of ['postinst', 'prerm', 'postrm']) {
    await cp(join(root, 'packaging', 'debian', script), join(folder, script));
    await chmod(join(folder, script), 0o755);
  }
}

/** The Debian packages that a totem needs, from the list that set-up uses. */
async function packagesOfTotem(): Promise<string[]> {
  const lines = (await readFile(join(root, 'setup', 'packages.txt'), 'utf8')).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name, need]) => (name && need === 'totem' ? [name] : []));
}
