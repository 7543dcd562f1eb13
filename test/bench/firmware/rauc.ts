import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const run = (command: string, parameters: readonly string[], cwd: string) =>
  execute(command, parameters, { cwd, maxBuffer: 64 * 1024 * 1024 });

/**
 * Debian builds its RAUC without streaming. This builds Debian's own source package with it, and keeps the program
 * with the libraries that Debian's RAUC does not need: a folder with `bin/` and `lib/`.
 */
export async function streamingRauc(cache: string): Promise<string> {
  const made = join(cache, 'rauc-streaming');
  if (existsSync(made)) return made;
  const work = join(cache, 'rauc-source');
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await writeFile(join(work, 'debian.sources'), await sourcePackages());
  const lists = ['sourcelist=debian.sources', 'sourceparts=-'].map((option) => `Dir::Etc::${option}`);
  const options = [...lists, `Dir::State::lists=${join(work, 'lists')}`]
    .map((option) => option.replace('=debian', `=${work}/debian`))
    .flatMap((option) => ['--option', option]);
  await run('apt-get', [...options, 'update'], work);
  await run('apt-get', [...options, 'source', '--download-only', 'rauc'], work);
  const description = (await readdir(work)).find((name) => name.endsWith('.dsc')) ?? '';
  await run('dpkg-source', ['--no-check', '-x', description, 'source'], work);
  const source = join(work, 'source');
  await run('autoreconf', ['-fi'], source);
  await run('./configure', ['--enable-gpt', '--enable-streaming'], source);
  await run('make', ['rauc'], source);
  const unfinished = join(work, 'made');
  await mkdir(join(unfinished, 'lib'), { recursive: true });
  await cp(join(source, 'rauc'), join(unfinished, 'bin', 'rauc'));
  const { stdout } = await run('ldd', [join(source, 'rauc')], work);
  for (const [, name = '', path = ''] of stdout.matchAll(/(libnl\S+) => (\S+)/g)) {
    await cp(path, join(unfinished, 'lib', name), { dereference: true });
  }
  await rename(unfinished, made);
  await rm(work, { recursive: true });
  return made;
}

/** Where this machine's packages come from, for sources. */
async function sourcePackages(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  let text = '';
  for (const name of await readdir(folder)) {
    if (name.endsWith('.sources')) text += `${await readFile(join(folder, name), 'utf8')}\n`;
  }
  const sources = text.replace(/^Types:.*$/gm, 'Types: deb-src');
  if (!sources.includes('deb-src')) throw new Error(`no package source in ${folder}`);
  return sources;
}
