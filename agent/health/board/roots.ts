import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** Where the kernel and the system tell about themselves; a test gives the tree of another board. */
export interface Roots {
  proc: string;
  sys: string;
  dev: string;
  run: string;
}

export const systemRoots: Roots = { proc: '/proc', sys: '/sys', dev: '/dev', run: '/run' };

/** A file of /proc, which is memory of the kernel and never waits; null where there is none. */
export function readNow(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A file of /sys, behind which a slow bus may be; null where there is none or the device does not answer. */
export async function readTrimmed(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}

export async function readNumber(path: string): Promise<number | null> {
  const text = await readTrimmed(path);
  if (text === null || text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Names in a folder in a stable order, natural for numbers; empty where there is none. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

export function rounded(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
