import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Route {
  interface: string;
  gateway: string;
}

/** RTF_GATEWAY of linux/route.h, in the flags of /proc/net/route. */
const throughGateway = 0x2;
/** ATF_COM of linux/if_arp.h: the neighbour has answered. */
const complete = 0x2;

/** Ways out, IPv4 first, those with the least metric first. */
export async function defaultRoutes(system: string): Promise<Route[]> {
  const read = (file: string) => readFile(join(system, 'proc/net', file), 'utf8').catch(() => '');
  return [...parseRoutes(await read('route')), ...parseRoutes6(await read('ipv6_route'))];
}

/** Reads /proc/net/route: addresses are hexadecimal in the byte order of the machine, which is little-endian. */
export function parseRoutes(text: string): Route[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, destination, , flags, , , , mask]) =>
        destination === '00000000' &&
        mask === '00000000' &&
        (Number.parseInt(flags ?? '0', 16) & throughGateway) !== 0,
    )
    .sort((one, other) => Number(one[6]) - Number(other[6]))
    .map(([name = '', , gateway = '']) => ({
      interface: name,
      gateway: Buffer.from(gateway, 'hex').reverse().join('.'),
    }));
}

/** Reads /proc/net/ipv6_route: destination, its length, source, its length, next hop, metric, …, flags, interface. */
export function parseRoutes6(text: string): Route[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([destination, length, , , , , , , flags, name]) =>
        destination === '0'.repeat(32) &&
        length === '00' &&
        name !== 'lo' &&
        (Number.parseInt(flags ?? '0', 16) & throughGateway) !== 0,
    )
    .map((words) => ({
      interface: words[9] ?? '',
      gateway: (words[4] ?? '').replace(/(.{4})(?=.)/g, '$1:'),
    }));
}

/** Neighbours of IPv4 by address, and whether each has answered (/proc/net/arp). */
export async function neighbours(system: string): Promise<Map<string, boolean>> {
  const text = await readFile(join(system, 'proc/net/arp'), 'utf8').catch(() => '');
  const rows = text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return new Map(
    rows
      .filter(([address]) => address !== undefined && address !== '')
      .map(([address = '', , flags = '0']) => [address, (Number(flags) & complete) !== 0]),
  );
}
