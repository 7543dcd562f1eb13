import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface Wear {
  device: string;
  /** Upper end of the tenth of its life that is used, in percent. */
  percent: number;
}

/**
 * How much of its life the eMMC that holds a folder has used, by its own account: DEVICE_LIFE_TIME_EST of JEDEC
 * JESD84-B51, which Linux shows as `life_time` (two types of memory, in tenths; 0x0b is past its end). `null` where the
 * disk is no eMMC.
 */
export async function wearOf(folder: string, system: string): Promise<Wear | null> {
  try {
    const { dev } = await stat(folder);
    const block = await realpath(join(system, 'sys/dev/block', numberOf(dev)));
    // A partition lies in the folder of its disk.
    for (const disk of [block, dirname(block)]) {
      const text = await readFile(join(disk, 'device/life_time'), 'utf8').catch(() => null);
      const percent = text === null ? null : parseLifeTime(text);
      if (percent !== null) return { device: basename(disk), percent };
    }
  } catch {
    // File systems in memory and over the network have no disk here.
  }
  return null;
}

/** The worse of the two estimates; `null` where the device says nothing (0x00). */
export function parseLifeTime(text: string): number | null {
  const tenths = Math.max(
    ...text
      .trim()
      .split(/\s+/)
      .map((word) => Number(word)),
  );
  return Number.isInteger(tenths) && tenths >= 1 && tenths <= 11 ? tenths * 10 : null;
}

/** `major:minor` of a device number as the C library packs it (gnu_dev_major, gnu_dev_minor). */
function numberOf(dev: number): string {
  const value = BigInt(dev);
  const major = ((value >> 8n) & 0xfffn) | ((value >> 32n) & ~0xfffn);
  const minor = (value & 0xffn) | ((value >> 12n) & ~0xffn);
  return `${major}:${minor}`;
}
