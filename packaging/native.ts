import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './place.ts';

/** Packages that hold machine code: they stay outside the bundle and are installed beside it. */
export const nativePackages = ['gstreamer-superficial', 'koffi', '@serialport/bindings-cpp'] as const;

/**
 * Copies the native packages and what they import into the folder's `node_modules`, with their sources and without any
 * machine code: that is compiled for the board by `addons/build`.
 */
export async function copyNative(folder: string): Promise<void> {
  for (const name of await withDependencies(nativePackages)) {
    const from = join(root, 'node_modules', name);
    await cp(from, join(folder, 'node_modules', name), {
      recursive: true,
      filter: (path) => !/^\/(build|prebuilds|doc|examples)(\/|$)/.test(path.slice(from.length)),
    });
  }
}

/** The packages and all they depend on that lie at the top of node_modules; nested ones come with their owner. */
async function withDependencies(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const visit = async (name: string): Promise<void> => {
    const manifest = join(root, 'node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(manifest)) return;
    found.add(name);
    const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(
      await readFile(manifest, 'utf8'),
    );
    for (const dependency of Object.keys(dependencies)) await visit(dependency);
  };
  for (const name of names) await visit(name);
  return [...found];
}
