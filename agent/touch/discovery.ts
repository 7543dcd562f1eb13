import { type FSWatcher, watch } from 'node:fs';
import { opendir, readFile, readlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { kindsOf } from './description.ts';
import { layoutOf } from './events.ts';
import type { FoundDevice } from './matching.ts';

export interface Discovery {
  /** Resolves after the first look. */
  ready: Promise<void>;
  stop(): void;
}

export interface DiscoveryOptions {
  /** Where device nodes are: `/dev/input`. */
  folder: string;
  /** Where the system tells of them: `/sys/class/input`. */
  systemFolder: string;
  /** All devices that are there, each time it may have changed. */
  onDevices(found: FoundDevice[]): void;
}

/** Milliseconds from a change in the folder to the look: a node comes first, its rights and links after it. */
const settling = 150;
/** Milliseconds between looks that nothing called for, where the folder itself comes and goes. */
const interval = 5_000;

/** Looks for input devices now and whenever one is plugged in or pulled out. */
export function discover({ folder, systemFolder, onDevices }: DiscoveryOptions): Discovery {
  let watchers: FSWatcher[] = [];
  let called: NodeJS.Timeout | undefined;
  let regular: NodeJS.Timeout | undefined;
  let stopped = false;

  const unwatch = (): void => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const soon = (): void => {
    clearTimeout(called);
    if (!stopped) called = setTimeout(() => void look(), settling);
  };
  const observe = (place: string): boolean => {
    try {
      const watcher = watch(place, { persistent: false }, soon);
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
      return true;
    } catch {
      return false;
    }
  };
  const look = async (): Promise<void> => {
    // Anew each time: with the last device the kernel removes the folder, too, and makes another one later.
    unwatch();
    if (!observe(folder)) observe(dirname(folder));
    for (const name of linkFolders) observe(join(folder, name));
    const found = await devicesIn(folder, systemFolder);
    if (stopped) return;
    clearTimeout(regular);
    regular = setTimeout(() => void look(), interval);
    onDevices(found);
  };

  return {
    ready: look(),
    stop() {
      stopped = true;
      clearTimeout(called);
      clearTimeout(regular);
      unwatch();
    },
  };
}

/** Folders of links that udev makes by serial number and by place of the plug. */
const linkFolders = ['by-id', 'by-path'];

/** The input devices of a folder, with what the system tells of them. */
export async function devicesIn(folder: string, systemFolder: string): Promise<FoundDevice[]> {
  const names = (await namesIn(folder)).filter((name) => /^event\d+$/.test(name)).sort();
  const links = await linksIn(folder);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, links: links.get(path) ?? [], ...(await factsOf(join(systemFolder, name, 'device'))) };
    }),
  );
}

async function factsOf(folder: string): Promise<Pick<FoundDevice, 'vendor' | 'product' | 'kinds'>> {
  const [vendor, product, keys, axes, properties] = await Promise.all(
    ['id/vendor', 'id/product', 'capabilities/key', 'capabilities/abs', 'properties'].map((name) =>
      readFile(join(folder, name), 'utf8').then(
        (text) => text.trim(),
        () => null,
      ),
    ),
  );
  const known = vendor && vendor !== '0000';
  return {
    vendor: known ? vendor : null,
    product: known ? (product ?? null) : null,
    kinds:
      keys === null && axes === null
        ? null
        : kindsOf({ keys: bitsOf(keys), axes: bitsOf(axes), properties: bitsOf(properties) }),
  };
}

/**
 * The bit field that sysfs writes as hexadecimal words, the highest first and without leading zeros; words are
 * as wide as those of the program that reads.
 */
export function bitsOf(text: string | null | undefined, layout = layoutOf(process.arch)): Uint8Array | null {
  if (!text) return null;
  const bytes = layout === 'record32' ? 4 : 8;
  const words = text.split(' ').reverse();
  const bits = Buffer.alloc(words.length * bytes);
  for (const [index, word] of words.entries()) {
    if (!/^[0-9a-f]{1,16}$/i.test(word)) return null;
    const padded = word.padStart(bytes * 2, '0').slice(-bytes * 2);
    bits.set(Buffer.from(padded, 'hex').reverse(), index * bytes);
  }
  return bits;
}

async function linksIn(folder: string): Promise<Map<string, string[]>> {
  const links = new Map<string, string[]>();
  for (const place of linkFolders.map((name) => join(folder, name))) {
    for (const name of await namesIn(place)) {
      const target = await readlink(join(place, name)).catch(() => null);
      if (target === null) continue;
      const path = resolve(place, target);
      links.set(path, [...(links.get(path) ?? []), join(place, name)]);
    }
  }
  return links;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const entry of await opendir(folder)) names.push(entry.name);
    return names;
  } catch {
    return [];
  }
}
