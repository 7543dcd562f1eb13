import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The lamp behind the panel, where the board lets it be set. */
export interface Backlight {
  /** Sets the share of the lamp's greatest brightness, from 0 (off) to 1. */
  set(share: number): Promise<void>;
}

/**
 * Finds the backlight in sysfs (`Documentation/ABI/stable/sysfs-class-backlight` of Linux); null where there is
 * none that can be read.
 *
 * @param folder where the kernel lists backlights
 */
export async function findBacklight(folder = '/sys/class/backlight'): Promise<Backlight | null> {
  for (const name of await namesIn(folder)) {
    const most = await numberIn(join(folder, name, 'max_brightness'));
    if (most === null || most === 0) continue;
    return {
      async set(share) {
        const wanted = share <= 0 ? 0 : Math.max(1, Math.round(most * Math.min(1, share)));
        await writeFile(join(folder, name, 'brightness'), String(wanted));
      },
    };
  }
  return null;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

async function numberIn(path: string): Promise<number | null> {
  try {
    const value = Number(await readFile(path, 'utf8'));
    return Number.isInteger(value) && value >= 0 ? value : null;
  } catch {
    return null;
  }
}
