import { statfs } from 'node:fs/promises';
import type { Health, WearFigures } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNow, readTrimmed } from './roots.ts';

export type StorageFigures = Pick<Health, 'diskUsedBytes' | 'diskTotalBytes' | 'storage'>;

/** Space of the data folder's file system and of the root, whether data can be written, and wear. */
export async function readStorage(roots: Roots, folder: string): Promise<StorageFigures> {
  const [data, root, wear] = await Promise.all([spaceOf(folder), spaceOf('/'), readWear(roots)]);
  return {
    diskUsedBytes: data.used,
    diskTotalBytes: data.total,
    storage: {
      rootUsedBytes: root.used,
      rootTotalBytes: root.total,
      dataReadOnly: isReadOnly(readNow(`${roots.proc}/self/mounts`) ?? '', folder),
      wear,
    },
  };
}

/** Used is what an ordinary user cannot fill any more: blocks that are kept for root count as used. */
async function spaceOf(path: string): Promise<{ used: number; total: number }> {
  const { blocks, bavail, bsize } = await statfs(path);
  return { used: Math.max(0, blocks - bavail) * bsize, total: blocks * bsize };
}

/**
 * Whether the file system that holds a folder is mounted read-only, which is what ext4 does after an error.
 *
 * @param mounts text of /proc/self/mounts, where the mount with the longest fitting path holds the folder
 */
export function isReadOnly(mounts: string, folder: string): boolean {
  let longest = '';
  let readOnly = false;
  for (const line of mounts.split('\n')) {
    const [, where = '', , options = ''] = line.split(' ');
    const path = where.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = path === '/' || folder === path || folder.startsWith(`${path}/`);
    // Of two mounts on the same place the later one is on top.
    if (path === '' || !holds || path.length < longest.length) continue;
    longest = path;
    readOnly = options.split(',').includes('ro');
  }
  return readOnly;
}

/** Wear of every device that is not a loop, a memory disk or a mapping over others. */
export async function readWear(roots: Roots): Promise<WearFigures[]> {
  const devices = (await namesIn(`${roots.sys}/block`)).filter((name) =>
    /^(mmcblk\d+|nvme\d+n\d+|sd[a-z]+|vd[a-z]+)$/.test(name),
  );
  return Promise.all(devices.slice(0, 16).map((device) => wearOf(roots, device)));
}

async function wearOf(roots: Roots, device: string): Promise<WearFigures> {
  if (device.startsWith('nvme')) return { device, kind: 'nvme', usedPercent: null, reserve: 'unknown' };
  if (!device.startsWith('mmcblk')) return { device, kind: 'disk', usedPercent: null, reserve: 'unknown' };
  const folder = `${roots.sys}/block/${device}/device`;
  const [type, life, preEnd] = await Promise.all([
    readTrimmed(`${folder}/type`),
    readTrimmed(`${folder}/life_time`),
    readTrimmed(`${folder}/pre_eol_info`),
  ]);
  return {
    device,
    kind: type === 'SD' ? 'sd' : 'emmc',
    usedPercent: usedLife(life),
    reserve: reserves.get(Number(preEnd ?? Number.NaN)) ?? 'unknown',
  };
}

/** EXT_CSD PRE_EOL_INFO (JESD84-B51, 7.4.29). */
const reserves = new Map<number, WearFigures['reserve']>([
  [1, 'normal'],
  [2, 'warning'],
  [3, 'urgent'],
]);

/**
 * EXT_CSD DEVICE_LIFE_TIME_EST_TYP_A and _B (JESD84-B51, 7.4.27 and 28): steps of ten percent from 0x01, and
 * 0x0B for a device past its life. The worse of the two counts; 0x00 means that the device does not say.
 */
function usedLife(text: string | null): number | null {
  const steps = (text ?? '')
    .split(/\s+/)
    .map(Number)
    .filter((step) => step >= 1 && step <= 11);
  return steps.length === 0 ? null : Math.max(...steps) * 10;
}
