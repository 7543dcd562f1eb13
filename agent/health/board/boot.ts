import { stat } from 'node:fs/promises';
import type { BootReason } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNow, readNumber } from './roots.ts';

/** Identity of this start of the board: the kernel makes it anew each time (random(4)). */
export function bootIdOf(roots: Roots): string {
  return readNow(`${roots.proc}/sys/kernel/random/boot_id`)?.trim() || 'unknown';
}

/** The slot that runs, as RAUC's boot loader integration passes it to the kernel: `rauc.slot=A`. */
export function readSlot(roots: Roots): string {
  const line = readNow(`${roots.proc}/cmdline`) ?? '';
  return /(?:^|\s)rauc\.slot=(\S{1,40})/.exec(line)?.[1] ?? 'unknown';
}

export interface FormerRun {
  /** Milliseconds since 1970 of its start. */
  startedAt: number;
  /** Whether it ended in good order. */
  cleanStop: boolean;
}

/**
 * Why the board started. The hardware watchdog's own word comes first, then a panic that the kernel left in
 * persistent storage since our former run began, then whether that run ended in good order.
 */
export async function readBootReason(roots: Roots, former: FormerRun | null): Promise<BootReason> {
  if (await wasWatchdog(roots)) return 'watchdog';
  if (await wasPanic(roots, former)) return 'panic';
  if (former === null) return 'unknown';
  return former.cleanStop ? 'reboot' : 'cold';
}

/** WDIOF_CARDRESET of linux/watchdog.h in the status that the driver found at its start. */
const cardReset = 0x20;

async function wasWatchdog(roots: Roots): Promise<boolean> {
  const folder = `${roots.sys}/class/watchdog`;
  const states = await Promise.all(
    (await namesIn(folder)).map((name) => readNumber(`${folder}/${name}/bootstatus`)),
  );
  return states.some((state) => state !== null && (state & cardReset) !== 0);
}

/** Records that pstore kept of a kernel's end; systemd-pstore moves them away, and their times stay. */
async function wasPanic(roots: Roots, former: FormerRun | null): Promise<boolean> {
  if (former === null) return false;
  const folder = `${roots.sys}/fs/pstore`;
  const records = (await namesIn(folder)).filter((name) => name.startsWith('dmesg-'));
  const times = await Promise.all(
    records.map(async (name) => (await stat(`${folder}/${name}`).catch(() => null))?.mtimeMs ?? 0),
  );
  return times.some((time) => time > former.startedAt);
}
