import { getServers } from 'node:dns';
import { readdir, readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { NetworkInterface } from '../../protocol/network.ts';

export interface Surroundings {
  interfaces: NetworkInterface[];
  gateway: string | null;
  dns: string[];
}

const classFolder = '/sys/class/net';

/** The network as the kernel has it now, without starting any program. */
export async function lookAround(): Promise<Surroundings> {
  const names = await readdir(classFolder).catch(() => []);
  const known = networkInterfaces();
  const interfaces = await Promise.all(
    names
      .filter((name) => name !== 'lo' && name.length <= 15)
      .slice(0, 64)
      .map(async (name) => ({
        name,
        carrier: (await attribute(name, 'carrier')) === '1',
        hardwareAddress: (await attribute(name, 'address')).slice(0, 40),
        addresses: (known[name] ?? []).map(({ cidr, address }) => cidr ?? address).slice(0, 32),
      })),
  );
  return {
    interfaces: interfaces.sort((one, other) => (one.name < other.name ? -1 : 1)),
    gateway: defaultGateway(await readFile('/proc/net/route', 'utf8').catch(() => '')),
    dns: getServers().slice(0, 16),
  };
}

/** Reading `carrier` of an interface that is down fails with EINVAL. */
function attribute(name: string, file: string): Promise<string> {
  return readFile(join(classFolder, name, file), 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

/** The default route of `/proc/net/route`, whose addresses are 32-bit words in this machine's byte order. */
export function defaultGateway(text: string): string | null {
  for (const line of text.split('\n').slice(1)) {
    const [, destination, gateway] = line.split('\t');
    if (destination !== '00000000' || !/^[0-9A-F]{8}$/.test(gateway ?? '') || gateway === '00000000')
      continue;
    return (gateway?.match(/../g) ?? [])
      .reverse()
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  }
  return null;
}
