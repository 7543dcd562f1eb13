import { execFileSync } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newAgentFolder } from './agent.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** A file system of its own that can be filled to the last byte. Only root may mount one. */
export interface SmallDisk {
  folder: string;
  /** Writes until the disk refuses; throws where it does not for another reason than its size. */
  fill(): Promise<void>;
  /** Takes away what `fill` wrote. */
  free(): Promise<void>;
  /** Makes it refuse all writes, as ext4 does after an error, or take them again. */
  setReadOnly(readOnly: boolean): Promise<void>;
}

export const maySmallDisk = process.getuid?.() === 0;

export async function newSmallDisk(t: Owner, megabytes: number): Promise<SmallDisk> {
  const root = await newAgentFolder(t);
  const folder = join(root, 'disk');
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  // What still runs on it ends with the test too, in whatever order.
  t.teardown(() => void execFileSync('umount', ['--lazy', folder]));
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: async () => {
      const file = await open(filler, 'a');
      try {
        for (;;) await file.appendFile(Buffer.alloc(4096, 1));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        await file.close();
      }
    },
    free: () => rm(filler, { force: true }),
    setReadOnly: async (readOnly) => {
      const remount = () => {
        try {
          execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder], { stdio: 'ignore' });
          return true;
        } catch {
          // Busy, while a file is open for writing.
          return false;
        }
      };
      await until('the disk to be mounted anew', remount);
    },
  };
}
