import { open, readFile } from 'node:fs/promises';
import Type from 'typebox';
import { failure, jsonValidatorOf, type Result, success } from '../../protocol/index.ts';
import type { NetworkSettings } from '../../protocol/network.ts';
import type { Remembered } from './journal.ts';
import { type NetworkManager, runTool } from './manager.ts';

const loose = { additionalProperties: true } as const;
const parseAddresses = jsonValidatorOf(
  Type.Array(
    Type.Object(
      {
        addr_info: Type.Array(
          Type.Object({ local: Type.String(), prefixlen: Type.Integer(), scope: Type.String() }, loose),
        ),
      },
      loose,
    ),
  ),
  1024 * 1024,
);
const parseRoutes = jsonValidatorOf(
  Type.Array(Type.Object({ gateway: Type.Optional(Type.String()) }, loose)),
  1024 * 1024,
);

/**
 * iproute2, where systemd-networkd does not run: addresses and routes are set in the kernel and are gone after a
 * restart of the machine, so that the agent applies confirmed settings again when it starts. IPv4 only; DHCP
 * needs a client that iproute2 is not.
 *
 * @param resolverFile `/etc/resolv.conf`, written only when settings name servers
 */
export function iprouteManager(resolverFile: string): NetworkManager {
  const commands = async (lines: readonly string[]): Promise<Result<null>> => {
    const done = await runTool('ip', ['-4', '-batch', '-'], `${lines.join('\n')}\n`);
    return done.ok ? success(null) : done;
  };
  const resolve = async (text: string): Promise<Result<null>> => {
    try {
      // In place: it is often a link, or the one file of its folder that the agent may write. The journal has
      // the old text.
      const file = await open(resolverFile, 'w');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      return success(null);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failure('unavailable', `${resolverFile} cannot be written: ${reason}`);
    }
  };

  return {
    name: 'iproute2',
    forgets: true,
    async remember(device) {
      const shown = await runTool('ip', ['-4', '-json', 'address', 'show', 'dev', device]);
      if (!shown.ok) return shown;
      const addresses = parseAddresses(shown.value.trim() || '[]');
      if (!addresses.ok) return addresses;
      const routed = await runTool('ip', ['-4', '-json', 'route', 'show', 'default', 'dev', device]);
      if (!routed.ok) return routed;
      const routes = parseRoutes(routed.value.trim() || '[]');
      if (!routes.ok) return routes;
      return success({
        interface: device,
        file: null,
        addresses: addresses.value
          .flatMap(({ addr_info }) => addr_info)
          .filter(({ scope }) => scope === 'global')
          .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
        gateway: routes.value[0]?.gateway ?? null,
        resolver: await readFile(resolverFile, 'utf8').catch(() => null),
      });
    },
    async apply(settings: NetworkSettings) {
      if (settings.mode === 'dhcp') {
        return failure(
          'unsupported',
          'DHCP needs systemd-networkd, which does not run on this machine',
          '/settings/mode',
        );
      }
      const set = await commands(batch(settings.interface, [settings.address], settings.gateway));
      if (!set.ok || settings.dns.length === 0) return set;
      return resolve(settings.dns.map((server) => `nameserver ${server}\n`).join(''));
    },
    async restore(former: Remembered) {
      const set = await commands(batch(former.interface, former.addresses, former.gateway));
      if (!set.ok || former.resolver === null) return set;
      const now = await readFile(resolverFile, 'utf8').catch(() => null);
      return now === former.resolver ? set : resolve(former.resolver);
    },
  };
}

/** The lines of ip-batch that leave an interface with exactly these. */
export function batch(device: string, addresses: readonly string[], gateway: string | null): string[] {
  return [
    `address flush dev ${device} scope global`,
    `link set dev ${device} up`,
    ...addresses.map((address) => `address add ${address} dev ${device}`),
    ...(gateway === null ? [] : [`route replace default via ${gateway} dev ${device}`]),
  ];
}
