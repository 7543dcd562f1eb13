import { readFile, realpath, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, CheckContext } from '../check.ts';
import { mountOf } from '../disk/mounts.ts';
import { tryDisk } from '../disk/trial.ts';
import { wearOf } from '../disk/wear.ts';

const mega = 1e6;
/** Bytes: below the first a totem cannot work, below the second no new content fits. */
const full = 16 * mega;
const low = 250 * mega;
const fewFiles = 2000;
/** Megabytes a second below which a totem feels it. */
const slow = 2;

export const disk: Check = {
  seconds: 60,
  async run(context) {
    const { folder, system } = context.parts;
    const path = await realpath(folder).catch(() => folder);
    const mounts = await readFile(join(system, 'proc/self/mounts'), 'utf8').catch(() => '');
    const mount = mountOf(path, mounts);
    const free = await space(context, path);
    if (mount?.readOnly) context.find('disk.read_only', { mount: mount.point });
    else if (free !== null) await speed(context, path, free);
    const wear = await wearOf(path, system);
    if (!wear) return;
    if (wear.percent > 100) context.find('disk.worn_out', { ...wear });
    else if (wear.percent > 80) context.find('disk.worn', { ...wear });
    else context.find('disk.wear', { ...wear });
  },
};

/** @returns bytes that may still be written; `null` where not even that can be told */
async function space(context: CheckContext, folder: string): Promise<number | null> {
  try {
    const { blocks, bavail, bsize, files, ffree } = await statfs(folder);
    const free = bavail * bsize;
    const found = { freeMegabytes: free / mega, totalMegabytes: (blocks * bsize) / mega, folder };
    if (free < full) context.find('disk.full', found);
    else if (free < low) context.find('disk.low', found);
    else context.find('disk.free', found);
    if (files > 0 && ffree < fewFiles) context.find('disk.few_files', { free: ffree, folder });
    return free;
  } catch (error) {
    context.find('disk.write_failed', {
      folder,
      reason: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

async function speed(context: CheckContext, folder: string, free: number): Promise<void> {
  const pieces = Math.min(16, Math.floor(free / 4 / (1024 * 1024)));
  // A full disk was told already, and a trial would make it worse.
  if (pieces < 1) return;
  context.progress('Bytes are written and read back.');
  const trial = await tryDisk(folder, pieces, context.signal);
  if (context.signal.aborted) return;
  if (!trial.ok) return context.find('disk.write_failed', { folder, reason: trial.error.message });
  const { writeMegabytes, readMegabytes, whole } = trial.value;
  if (!whole) return context.find('disk.damaged', {});
  const reading = readMegabytes === null ? '' : ` at ${Math.round(readMegabytes)} MB/s`;
  if (writeMegabytes < slow) context.find('disk.slow', { writeMegabytes });
  else context.find('disk.speed', { writeMegabytes, reading });
}
