import { namesIn, type Roots, readNumber, readTrimmed } from './roots.ts';

/** The charge that a board would live on, and whether it lives on something else now. */
export interface Battery {
  percent: number;
  charging: boolean;
}

interface Supply {
  type: string | null;
  percent: number | null;
  status: string | null;
  online: number | null;
}

/**
 * The battery of the board or of what keeps it alive in a power cut, the emptiest where there are several; null where
 * there is none (kernel documentation, ABI/testing/sysfs-class-power). Where its driver does not know whether it is
 * charged, it is as long as another supply is on.
 */
export async function readBattery(roots: Roots): Promise<Battery | null> {
  const folder = `${roots.sys}/class/power_supply`;
  const read = await Promise.all((await namesIn(folder)).map((name) => readSupply(`${folder}/${name}`)));
  const supplies = read.filter((supply) => supply !== null);
  const batteries = supplies.flatMap(({ type, percent, status }) =>
    (type === 'Battery' || type === 'UPS') && percent !== null ? [{ percent, status }] : [],
  );
  if (batteries.length === 0) return null;
  const isPowered = supplies.some(({ type, online }) => type !== 'Battery' && type !== 'UPS' && online === 1);
  const isDrained = batteries.some(
    ({ status }) => status === 'Discharging' || (!isPowered && (status === null || status === 'Unknown')),
  );
  return { percent: Math.min(...batteries.map(({ percent }) => percent)), charging: !isDrained };
}

/** One supply; null where it is a mouse's or a keypad's, or where there is a place for a battery and none in it. */
async function readSupply(folder: string): Promise<Supply | null> {
  const [type, scope, present, percent, status, online] = await Promise.all([
    readTrimmed(`${folder}/type`),
    readTrimmed(`${folder}/scope`),
    readNumber(`${folder}/present`),
    readNumber(`${folder}/capacity`),
    readTrimmed(`${folder}/status`),
    readNumber(`${folder}/online`),
  ]);
  return scope === 'Device' || present === 0 ? null : { type, percent, status, online };
}
