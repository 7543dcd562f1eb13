import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache, repository } from './place.ts';

const execute = promisify(execFile);
const tools = { ...process.env, ARCH: 'arm64', CROSS_COMPILE: 'aarch64-linux-gnu-' };
const run = (command: string, words: readonly string[], cwd: string) =>
  execute(command, words, { cwd, env: tools, maxBuffer: 64 * 1024 * 1024 });

/** What the emulated board needs beside the layer's settings: its SD card is behind PCI, and its memory is elsewhere. */
const boardSettings = `CONFIG_PCI_INIT_R=y
CONFIG_MMC=y
CONFIG_DM_MMC=y
CONFIG_MMC_PCI=y
CONFIG_MMC_SDHCI=y
CONFIG_MMC_SDHCI_SDMA=y
CONFIG_CMD_MMC=y
# CONFIG_ENV_IS_IN_FLASH is not set
`;
const memory = ['0x02400000', '0x42000000'] as const;

/**
 * Builds Debian's own source of U-Boot with the settings that the layer gives it for the Raspberry Pi; kept until those
 * change. Debian's program cannot be used: it keeps its environment in a flash that QEMU does not write.
 *
 * @returns path of the program, as large as the flash that it is started from
 */
export async function loader(): Promise<string> {
  const settings = await layerSettings();
  const mark = createHash('sha256').update(settings).digest('hex').slice(0, 12);
  const file = join(cache, `loader-${mark}.flash`);
  if (existsSync(file)) return file;
  const work = join(cache, 'source');
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  const source = await fetchSource(work);
  const added = join(work, 'totem.cfg');
  await writeFile(added, settings);
  await run('make', ['qemu_arm64_defconfig'], source);
  await run('scripts/kconfig/merge_config.sh', ['-m', '.config', added], source);
  await run('make', ['olddefconfig'], source);
  refuseUnset(settings, await readFile(join(source, '.config'), 'utf8'));
  await run('make', ['-j2', 'KCPPFLAGS=-DCONFIG_SYS_EARLY_PCI_INIT', 'u-boot.bin'], source);
  const unfinished = join(cache, 'loader-unfinished');
  await copyFile(join(source, 'u-boot.bin'), unfinished);
  const flash = await open(unfinished, 'r+');
  await flash.truncate(64 * 1024 * 1024);
  await flash.close();
  await rename(unfinished, file);
  await rm(work, { recursive: true });
  return file;
}

async function layerSettings(): Promise<string> {
  const folder = join(repository, 'yocto-layer/files/boot');
  const shared = await readFile(join(folder, 'environment.cfg'), 'utf8');
  const board = await readFile(join(folder, 'environment-rpi.cfg'), 'utf8');
  return `${shared}${board.replaceAll(...memory)}${boardSettings}`;
}

/** Debian's source package, unpacked and patched. */
async function fetchSource(work: string): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const sources = join(work, 'debian.sources');
  const written = await readFile(join(folder, 'debian.sources'), 'utf8');
  await writeFile(sources, written.replace(/^Types:.*$/gm, 'Types: deb-src'));
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(work, 'lists')}`,
  ].flatMap((option) => ['--option', option]);
  await run('apt-get', [...options, 'update'], work);
  await run('apt-get', [...options, 'source', '--download-only', 'u-boot'], work);
  const description = (await readdir(work)).find((name) => name.endsWith('.dsc')) ?? '';
  await run('dpkg-source', ['--no-check', '-x', description, 'u-boot'], work);
  return join(work, 'u-boot');
}

/** Names that newer versions have instead of an older one that is given as well. */
const newerNames = ['CONFIG_ENV_REDUNDANT', 'CONFIG_ENV_MMC_DEVICE_INDEX'];

/** A setting that U-Boot does not take would be left out without a word. */
function refuseUnset(wanted: string, taken: string): void {
  const has = new Set(taken.split('\n'));
  const last = new Map<string, string>();
  for (const line of wanted.split('\n')) {
    const name = /^(?:# )?(CONFIG_\w+)(?:=| is not set)/.exec(line)?.[1];
    if (name !== undefined) last.set(name, line);
  }
  const missing = [...last].filter(([name, line]) => {
    if (newerNames.includes(name)) return false;
    return line.startsWith('#') ? taken.includes(`\n${name}=`) : !has.has(line);
  });
  if (missing.length > 0) throw new Error(`U-Boot takes no ${missing.map(([, line]) => line).join(', ')}`);
}
