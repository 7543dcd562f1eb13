import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../../protocol/durable.ts';
import type { DesiredFirmware } from '../../protocol/index.ts';
import type { KernelFiles, StreamSource } from './types.ts';

/**
 * Whether RAUC can be tried with a URL: bundles are streamed through a network block device, so the kernel needs
 * one, and only formats with a hash tree can be read in pieces, which `plain` is not.
 */
export async function canStream(
  target: DesiredFirmware,
  stream: StreamSource | null,
  { devices }: Pick<KernelFiles, 'devices'>,
): Promise<boolean> {
  if (!stream || target.manifestHash === null) return false;
  const known = await readFile(devices, 'utf8').catch(() => '');
  return /^\s*\d+ nbd$/m.test(known);
}

const keysOf = (folder: string) => join(folder, 'keys');

/** An agent that was killed while RAUC streamed leaves them behind. */
export function removeKeys(folder: string): Promise<void> {
  return rm(keysOf(folder), { recursive: true, force: true });
}

/** Paths of the totem's key and certificates, for as long as RAUC streams with them. */
export interface StreamKeys {
  tls: { cert: string; key: string; ca: string };
  remove(): Promise<void>;
}

/** @param parent folder of the firmware operation */
export async function placeKeys(parent: string, { tls }: StreamSource): Promise<StreamKeys> {
  const folder = keysOf(parent);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = async (name: keyof StreamSource['tls']) => {
    const path = join(folder, `${name}.pem`);
    await writeDurably(path, tls[name], 0o600);
    return path;
  };
  return {
    tls: { cert: await place('cert'), key: await place('key'), ca: await place('ca') },
    remove: () => removeKeys(parent),
  };
}

/**
 * Bytes read so far through network block devices: what a streamed installation costs, adaptive ones included.
 * Third field of a block device's `stat`, in sectors of 512 bytes (kernel documentation, block/stat).
 */
export async function streamedBytes(blockFolder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(blockFolder).catch(() => [])) {
    if (!name.startsWith('nbd')) continue;
    const fields = (await readFile(join(blockFolder, name, 'stat'), 'utf8').catch(() => ''))
      .trim()
      .split(/\s+/);
    bytes += Number(fields[2] ?? 0) * 512 || 0;
  }
  return bytes;
}
