import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { architectures } from './architecture.ts';
import { bundleInto, versionHere } from './bundle.ts';
import { run } from './command.ts';
import { copyNative } from './native.ts';
import { placeNode } from './node.ts';
import { root } from './place.ts';

/**
 * Makes the archive from which an image is built without a network: the bundle, the sources of the native add-ons as the
 * lock file names them, how they are compiled, and the files of the system. The same tree gives the same bytes.
 *
 * @param withNode adds Node itself for each architecture, and its headers, for systems whose own is too old
 * @returns path of `totem-agent-VERSION.tar.gz`
 */
export async function makeArchive(out: string, withNode: boolean): Promise<string> {
  const version = await versionHere();
  const name = `totem-agent-${version}`;
  const parent = join(root, '.build', 'package');
  const folder = join(parent, name);
  await rm(folder, { recursive: true, force: true });
  await bundleInto(folder);
  await copyNative(folder);
  for (const part of ['packaging/addons', 'packaging/system', 'agent/systemd']) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  if (withNode) {
    for (const architecture of architectures)
      await placeNode(join(folder, 'node', architecture), architecture);
    const headers = join(process.execPath, '..', '..', 'include');
    await cp(headers, join(folder, 'node', 'include'), { recursive: true });
  }
  await mkdir(out, { recursive: true });
  const file = join(out, `${name}.tar.gz`);
  const reproducible = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
  await run('tar', [...reproducible, '--use-compress-program=gzip -n9', '-cf', file, '-C', parent, name]);
  return file;
}
