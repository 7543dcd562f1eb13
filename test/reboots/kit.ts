import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { newSigning, type Signing } from '../harness/firmware-bundle.ts';
import { type Ailment, changedImage } from './ailment.ts';
import { makeBundle } from './bundle.ts';
import { assembleDisk, systemImage } from './disk.ts';
import { cache, repository } from './place.ts';
import { debianRoot } from './root.ts';
import { compatible, makeSystem } from './system.ts';

const run = promisify(execFile);

/** Ports of the hub. They are part of the systems, which are kept, so they are always the same. */
export const ports = { http: 17080, mqtt: 17883, gateway: 17884, artifacts: 17885 } as const;

/** The firmware by what is wrong with it; all but the first go through a bundle. */
export const firmware = {
  factory: { version: '1.0.0', ailment: 'none' },
  good: { version: '1.1.0', ailment: 'none' },
  crashes: { version: '1.2.0', ailment: 'agent crashes' },
  unreachable: { version: '1.4.0', ailment: 'hub out of reach' },
  kernelless: { version: '1.3.0', ailment: 'kernel does not load' },
  dead: { version: '1.5.0', ailment: 'does not start' },
} as const satisfies Record<string, { version: string; ailment: Ailment }>;
export type FirmwareName = keyof typeof firmware;

/** Everything of a run that takes long to make, kept until one of its sources changes. */
export interface Kit {
  /** The disk as it leaves the factory, its data partition empty. */
  disk: string;
  bundle(name: FirmwareName): string;
  fleet: Signing;
  foreign: Signing;
  /** Bundles that a totem must refuse: of the other authority, and for another board. */
  refused: { foreign: string; board: string };
}

/** @param given the agent's package; made from the checkout where none is given */
export async function prepareKit(given: string | undefined, say: (text: string) => void): Promise<Kit> {
  const deb = given ?? (await agentPackage(say));
  const root = await debianRoot();
  const folder = join(cache, `kit-${await markOf(deb, root)}`);
  if (!existsSync(folder)) {
    for (const name of await readdir(cache)) {
      if (name.startsWith('kit-')) await rm(join(cache, name), { recursive: true });
    }
    const unfinished = join(cache, 'kit-unfinished');
    await makeKit(unfinished, deb, root, say);
    await rename(unfinished, folder);
  }
  const signing = (name: string): Signing => ({
    authority: join(folder, name, 'authority.pem'),
    certificate: join(folder, name, 'signer.pem'),
    key: join(folder, name, 'signer.key'),
  });
  const bundle = (version: string) => join(folder, `${version}.raucb`);
  return {
    disk: join(folder, 'disk.img'),
    bundle: (name) => bundle(firmware[name].version),
    fleet: signing('fleet'),
    foreign: signing('foreign'),
    refused: { foreign: bundle('1.6.0'), board: bundle('1.7.0') },
  };
}

/** `npm run package -- deb`. */
async function agentPackage(say: (text: string) => void): Promise<string> {
  say('making the agent’s package');
  const out = join(cache, 'package');
  await rm(out, { recursive: true, force: true });
  const program = join(repository, 'packaging', 'main.ts');
  const parameters = ['--disable-warning=ExperimentalWarning', program, 'deb', '--out', out];
  await run(process.execPath, parameters, { cwd: repository, maxBuffer: 64 * 1024 * 1024 });
  const [name = ''] = (await readdir(out)).filter((entry) => entry.endsWith('.deb'));
  return join(out, name);
}

async function makeKit(
  folder: string,
  deb: string,
  root: string,
  say: (text: string) => void,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const fleet = await newSigning(folder, 'fleet');
  const foreign = await newSigning(folder, 'foreign');
  say('making the system');
  const system = join(folder, 'system');
  const wish = { root, package: deb, version: firmware.factory.version, authority: fleet.authority };
  await makeSystem(system, { ...wish, ports: Object.values(ports) });
  const image = join(folder, 'system.ext4');
  await systemImage(system, image);
  await rm(system, { recursive: true });
  for (const { version, ailment } of Object.values(firmware)) {
    say(`making the bundle of ${version} (${ailment})`);
    const changed = join(folder, 'changed.ext4');
    await changedImage(image, changed, version, ailment);
    await makeBundle(folder, { version, image: changed, signing: fleet });
    await rm(changed);
  }
  // What is refused before anything is written need not hold a system.
  const small = join(folder, 'small.ext4');
  await writeFile(small, randomBytes(1024 * 1024));
  await makeBundle(folder, { version: '1.6.0', image: small, signing: foreign });
  await makeBundle(folder, {
    version: '1.7.0',
    image: small,
    signing: fleet,
    compatible: `${compatible}-other`,
  });
  await assembleDisk(join(folder, 'disk.img'), { system: image, work: join(folder, 'boot') });
  for (const file of [image, small]) await rm(file);
}

/** What a kit is made from: two kits of the same mark are the same, apart from their keys. */
async function markOf(deb: string, root: string): Promise<string> {
  const hash = createHash('sha256').update(basename(root));
  hash.update(await readFile(deb));
  for (const folder of [
    'test/reboots',
    'yocto-layer/recipes-bsp',
    'yocto-layer/recipes-core',
    'yocto-layer/recipes-totem',
  ]) {
    const names = await readdir(join(repository, folder), { recursive: true });
    for (const name of names.sort()) {
      const path = join(repository, folder, name);
      if (made.test(join(folder, name)) && (await stat(path)).isFile())
        hash.update(name).update(await readFile(path));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** Of the files here, those that say what is in a kit. */
const made = /^yocto-layer|(?:ailment|bundle|disk|kit|slim|system)\.ts$/;
