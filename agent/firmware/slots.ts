import { readFile } from 'node:fs/promises';
import {
  compareVersions,
  type DesiredFirmware,
  failure,
  type Problem,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { FirmwareMove } from '../state/index.ts';
import type { RaucStatus, Slot } from './rauc/index.ts';

/** The slot that runs and the one that an update is written to. */
export interface Pair {
  booted: Slot;
  other: Slot;
}

export function pairOf({ slots }: RaucStatus): Result<Pair> {
  const booted = slots.find(({ state }) => state === 'booted');
  const other = slots.find(({ state }) => state === 'other');
  if (!booted || !other) {
    return failure(
      'unsupported',
      'RAUC knows no pair of slots of which one runs; see system.conf and the kernel command line',
    );
  }
  return success({ booted, other });
}

/** Which side of a move the board runs from. */
export type Side = 'former' | 'new';

export function sideOf(move: FirmwareMove, booted: string): Side | null {
  if (booted === move.to.name || booted === move.to.bootname) return 'new';
  return booted === move.from.name || booted === move.from.bootname ? 'former' : null;
}

/** The slot by the kernel command line, for when RAUC does not say; `null` where it is not told there. */
export async function slotOfKernel(path: string): Promise<string | null> {
  const line = await readFile(path, 'utf8').catch(() => '');
  return /(?:^|\s)rauc\.slot=(\S+)/.exec(line)?.[1] ?? null;
}

/** Why a firmware may not run on this totem, before anything of it is fetched. Pure. */
export function objectionTo(
  wanted: DesiredFirmware,
  running: { compatible: string; version: string | null },
): Problem | null {
  if (wanted.compatible !== running.compatible) {
    return {
      code: 'conflict',
      message: `it is for ${wanted.compatible}, and this totem is ${running.compatible}`,
    };
  }
  const { version } = running;
  if (version !== null && !wanted.allowDowngrade && compareVersions(wanted.version, version) < 0) {
    return {
      code: 'conflict',
      message: `it is older than ${version}, which runs here, and going back was not asked for`,
    };
  }
  return null;
}
