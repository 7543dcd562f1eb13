import { readdir, readFile } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { defaultRoutes, neighbours } from './routes.ts';
import { isLoopback, type Step } from './target.ts';

/** Whether any interface has a connection (`carrier` in sysfs, Documentation/ABI/testing/sysfs-class-net). */
export const link: Step = async (context, { mqtt }) => {
  if (isLoopback(mqtt.host)) {
    context.find('network.loopback', {});
    return true;
  }
  const folder = join(context.parts.system, 'sys/class/net');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name !== 'lo');
  if (names.length === 0) {
    context.find('network.no_interface', {});
    return false;
  }
  const connected: string[] = [];
  for (const name of names) {
    const read = (file: string) => readFile(join(folder, name, file), 'utf8').catch(() => '');
    if ((await read('carrier')).trim() !== '1') continue;
    connected.push(name);
    // Reads -1 or fails where the driver does not know, as wireless ones do.
    const megabits = Number(await read('speed'));
    context.find('network.link_up', { interface: name, speed: megabits > 0 ? ` at ${megabits} Mbit/s` : '' });
  }
  if (connected.length === 0) context.find('network.link_down', { interfaces: names.join(', ') });
  return connected.length > 0;
};

/** Whether an interface has an address that reaches further than its own cable. */
export const address: Step = async (context, { mqtt }) => {
  if (isLoopback(mqtt.host)) return true;
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).filter(({ internal }) => !internal).map((entry) => ({ name, ...entry })),
  );
  const routed = all.filter(({ address: own }) => !isSelfAssigned(own));
  const [first] = all;
  for (const { name, address: own } of routed.slice(0, 4)) {
    context.find('network.address', { interface: name, address: own });
  }
  if (routed.length > 0) return true;
  if (first) context.find('network.self_assigned', { interface: first.name, address: first.address });
  else context.find('network.no_address', { interface: 'the network' });
  return false;
};

/** Whether there is a way out of the own network, or the hub is in it. */
export const gateway: Step = async (context, { mqtt }) => {
  if (isLoopback(mqtt.host)) return true;
  const { system } = context.parts;
  const [route] = await defaultRoutes(system);
  if (route) {
    const known = await neighbours(system);
    const answers = known.get(route.gateway) === true ? ', which answers' : '';
    context.find('network.gateway', { gateway: route.gateway, interface: route.interface, answers });
    return true;
  }
  if (isNeighbour(mqtt.host)) {
    context.find('network.neighbour', { host: mqtt.host });
    return true;
  }
  context.find('network.no_gateway', {});
  return false;
};

/** Link-local addresses (RFC 3927, RFC 4291 section 2.5.6). */
function isSelfAssigned(own: string): boolean {
  return own.startsWith('169.254.') || /^fe[89ab]/i.test(own);
}

function isNeighbour(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return false;
  const own = new BlockList();
  for (const { cidr, family: kind } of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
    const [net, bits] = cidr?.split('/') ?? [];
    if (net !== undefined && bits !== undefined)
      own.addSubnet(net, Number(bits), kind === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return own.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
