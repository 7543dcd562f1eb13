import { networkInterfaces, uptime } from 'node:os';
import { type Fault, faultCatalogue, type ServiceStatus } from '../../protocol/index.ts';

/** What the menu's first screen says; everything else than addresses and cures comes from the other parts. */
export type StatusSource = () => Omit<
  ServiceStatus,
  'at' | 'addresses' | 'display' | 'faults' | 'uptimeSeconds'
> & {
  display: ServiceStatus['display'];
  faults: Fault[];
};

export function statusOf(source: StatusSource, now: number): ServiceStatus {
  const { display, faults, ...rest } = source();
  return {
    at: new Date(now).toISOString(),
    ...rest,
    display: { state: display.state, framesPerSecond: display.framesPerSecond },
    uptimeSeconds: uptime(),
    addresses: addresses(),
    faults: faults.slice(0, 100).map((fault) => ({ fault, cure: faultCatalogue[fault.code].cure })),
  };
}

/** IPv4 first, for it is what a technician types; addresses that only count on the wire itself are left out. */
function addresses(): ServiceStatus['addresses'] {
  const found: (ServiceStatus['addresses'][number] & { family: string })[] = [];
  for (const [link, infos] of Object.entries(networkInterfaces())) {
    for (const { address, family, internal } of infos ?? []) {
      if (!internal && !address.startsWith('fe80:')) found.push({ link, address, family });
    }
  }
  return found
    .sort((one, other) => one.family.localeCompare(other.family))
    .slice(0, 16)
    .map(({ link, address }) => ({ link: link.slice(0, 60), address }));
}
