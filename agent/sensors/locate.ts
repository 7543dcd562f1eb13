import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SensorPort } from '../../protocol/index.ts';

/** How a port is named to people. */
export function nameOf(port: SensorPort): string {
  if (typeof port === 'string') return port;
  return `usb ${port.usb}${port.serial === undefined ? '' : ` ${port.serial}`}`;
}

/**
 * The device node of a port; null where it is not plugged in. A USB adapter is looked for in sysfs: its terminal
 * is a few folders below the one that tells vendor, product and serial number.
 *
 * @param system where sysfs is mounted
 */
export async function locate(port: SensorPort, system = '/sys'): Promise<string | null> {
  if (typeof port === 'string') return port;
  const terminals = join(system, 'class', 'tty');
  for (const name of (await namesIn(terminals)).filter((one) => /^tty(USB|ACM)\d+$/.test(one)).sort()) {
    const device = await usbDeviceOf(join(terminals, name, 'device'));
    if (device === null || `${device.vendor}:${device.product}` !== port.usb) continue;
    if (port.serial === undefined || device.serial === port.serial) return join('/dev', name);
  }
  return null;
}

async function usbDeviceOf(
  link: string,
): Promise<{ vendor: string; product: string; serial: string | null } | null> {
  let folder: string;
  try {
    folder = await realpath(link);
  } catch {
    return null;
  }
  for (let depth = 0; depth < 5; depth += 1) {
    const [vendor, product, serial] = await Promise.all(
      ['idVendor', 'idProduct', 'serial'].map((file) => textOf(join(folder, file))),
    );
    if (vendor && product) return { vendor, product, serial: serial ?? null };
    folder = dirname(folder);
  }
  return null;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}
