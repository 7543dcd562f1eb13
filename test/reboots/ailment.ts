import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { releaseFile } from './system.ts';

const run = promisify(execFile);

/** What is wrong with a firmware, on purpose. */
export type Ailment =
  | 'none'
  | 'agent crashes'
  | 'hub out of reach'
  | 'kernel does not load'
  | 'does not start';

/** Paths in the image that are taken away, and those that are written anew. */
interface Change {
  remove: readonly string[];
  write: Readonly<Record<string, string>>;
}

const units = '/etc/systemd/system';
const changes: Record<Ailment, Change> = {
  none: { remove: [], write: {} },
  'agent crashes': { remove: [], write: { '/usr/lib/totem/agent/main.js': 'process.exit(70);\n' } },
  'hub out of reach': { remove: [`${units}/hub@.socket`, `${units}/hub@.service`], write: {} },
  'kernel does not load': { remove: [], write: { '/boot/vmlinuz': 'no kernel\n' } },
  // Debian's early system would be content with a shell for init.
  'does not start': { remove: ['/usr/lib/systemd/systemd', '/usr/bin/sh'], write: {} },
};

/**
 * Makes the image of another version from one that is there: the same blocks where nothing changed, as a build that
 * repeats itself makes them.
 */
export async function changedImage(
  from: string,
  to: string,
  version: string,
  ailment: Ailment,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'totem-image-'));
  try {
    await run('cp', ['--sparse=always', from, to]);
    const release = join(work, 'os-release');
    await run('debugfs', ['-R', `dump /${releaseFile} ${release}`, to]);
    const text = await readFile(release, 'utf8');
    await writeFile(release, text.replace(/^IMAGE_VERSION=.*$/m, `IMAGE_VERSION=${version}`));
    const { remove, write } = changes[ailment];
    const commands = remove.map((path) => `rm ${path}`);
    const files: [string, string][] = [[`/${releaseFile}`, release]];
    for (const [path, text] of Object.entries(write)) {
      const file = join(work, `file-${files.length}`);
      await writeFile(file, text);
      files.push([path, file]);
    }
    for (const [path, file] of files) commands.push(`rm ${path}`, `write ${file} ${path}`);
    const script = join(work, 'commands');
    await writeFile(script, `${commands.join('\n')}\n`);
    const { stderr } = await run('debugfs', ['-w', '-f', script, to]);
    const wrong = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('debugfs 1.'));
    if (wrong.length > 0) throw new Error(`the image was not changed: ${wrong.join('; ')}`);
  } finally {
    await rm(work, { recursive: true });
  }
}
