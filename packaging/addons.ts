import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Architecture, debianName, triplet } from './architecture.ts';
import { run } from './command.ts';
import { root } from './place.ts';

/** Compiles the native add-ons of the folder for the architecture, with Debian's cross compiler where it is another. */
export async function compileAddons(folder: string, architecture: Architecture): Promise<void> {
  // Whatever Node comes first in the path, npm brings its own node-gyp.
  const npm = await realpath((await run('which', ['npm'])).trim());
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE: process.execPath,
    NODE_GYP: createRequire(npm).resolve('node-gyp/bin/node-gyp.js'),
    NODE_HEADERS: join(process.execPath, '..', '..'),
    ...(architecture === process.arch ? {} : await crossTools(architecture)),
  };
  await run(join(root, 'packaging', 'addons', 'build'), [folder, architecture], environment);
}

/** The cross compiler, and a folder with the headers and libraries of the other architecture. */
async function crossTools(architecture: Architecture): Promise<NodeJS.ProcessEnv> {
  const prefix = triplet[architecture];
  const sysroot = join(root, '.build', 'package', `sysroot-${architecture}`);
  if (!existsSync(sysroot)) {
    const { VERSION_CODENAME: suite = 'bookworm' } = await osRelease();
    await run('mmdebstrap', [
      '--variant=extract',
      `--architectures=${debianName[architecture]}`,
      '--include=libgstreamer1.0-dev,libgstreamer-plugins-base1.0-dev',
      suite,
      sysroot,
    ]);
  }
  return {
    CC: `${prefix}-gcc --sysroot=${sysroot}`,
    CXX: `${prefix}-g++ --sysroot=${sysroot}`,
    STRIP: `${prefix}-strip`,
    PKG_CONFIG_SYSROOT_DIR: sysroot,
    PKG_CONFIG_LIBDIR: `${sysroot}/usr/lib/${prefix}/pkgconfig:${sysroot}/usr/share/pkgconfig`,
    CMAKE_OPTIONS: [
      '-DCMAKE_SYSTEM_NAME=Linux',
      `-DCMAKE_SYSTEM_PROCESSOR=${prefix.split('-')[0]}`,
      `-DCMAKE_SYSROOT=${sysroot}`,
      `-DCMAKE_C_COMPILER=${prefix}-gcc`,
      `-DCMAKE_CXX_COMPILER=${prefix}-g++`,
    ].join(' '),
  };
}

async function osRelease(): Promise<Record<string, string>> {
  const text = await run('cat', ['/etc/os-release']);
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
