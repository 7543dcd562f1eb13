import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import { run } from './command.ts';

/** Puts the program `node` of the version that runs here into the folder, for the architecture asked for. */
export async function placeNode(folder: string, architecture: Architecture): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (architecture === process.arch) {
    await cp(process.execPath, join(folder, 'node'));
    return;
  }
  const scratch = await mkdtemp(join(tmpdir(), 'totem-node-'));
  try {
    const name = `node-linux-${architecture}@${process.versions.node}`;
    await run('npm', ['pack', '--silent', '--pack-destination', scratch, name], process.env, scratch);
    await run('sh', ['-c', 'tar -xzf *.tgz package/bin/node'], process.env, scratch);
    await cp(join(scratch, 'package', 'bin', 'node'), join(folder, 'node'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
