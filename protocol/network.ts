import Type, { type Static } from 'typebox';
import { Timestamp } from './names.ts';
import { taggedUnion } from './union.ts';

/** Name of a network interface: at most 15 bytes (IFNAMSIZ in linux/if.h), without what a file name cannot hold. */
export const InterfaceName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$' });

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4 = `${octet}(?:\\.${octet}){3}`;
/** An address without a prefix; IPv6 in any of its written forms. */
export const IpAddress = Type.Union([Type.String({ format: 'ipv4' }), Type.String({ format: 'ipv6' })]);
const Ipv4Address = Type.String({ pattern: `^${ipv4}$` });
const Ipv4WithPrefix = Type.String({ pattern: `^${ipv4}/(?:[1-9]|[12][0-9]|3[0-2])$` });

const dns = Type.Array(IpAddress, { maxItems: 4 });

/** How one interface of a totem gets its address. Name servers are added to those of DHCP. */
export const NetworkSettings = taggedUnion('mode', [
  Type.Object({ mode: Type.Literal('dhcp'), interface: InterfaceName, dns }, { additionalProperties: false }),
  Type.Object(
    {
      mode: Type.Literal('static'),
      interface: InterfaceName,
      /** IPv4 address with the length of its prefix: `10.20.0.15/24`. */
      address: Ipv4WithPrefix,
      gateway: Type.Union([Ipv4Address, Type.Null()]),
      dns,
    },
    { additionalProperties: false },
  ),
]);
export type NetworkSettings = Static<typeof NetworkSettings>;

/**
 * States of a change of the network; the agent's table of transitions is over exactly these. `trying`: the new
 * settings are in force and the hub has not been reached with them yet. `returning`: the old ones are being put
 * back.
 */
export const networkStates = ['settled', 'trying', 'returning'] as const;
export const NetworkState = Type.Enum([...networkStates]);
export type NetworkState = (typeof networkStates)[number];

/** One interface as it is now. */
export const NetworkInterface = Type.Object(
  {
    name: Type.String({ maxLength: 15 }),
    /** Whether a cable or an access point is at the other end. */
    carrier: Type.Boolean(),
    hardwareAddress: Type.String({ maxLength: 40 }),
    /** With the length of the prefix. */
    addresses: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 32 }),
  },
  { additionalProperties: false },
);
export type NetworkInterface = Static<typeof NetworkInterface>;

/** Where a totem stands in its network. */
export const NetworkFigures = Type.Object(
  {
    state: NetworkState,
    /** Settings made through Totem that are in force or being tried; null where the system's own hold. */
    settings: Type.Union([NetworkSettings, Type.Null()]),
    /** How settings are applied; null where this machine offers no way. */
    manager: Type.Union([Type.Enum(['systemd-networkd', 'iproute2']), Type.Null()]),
    /** When the old settings come back by themselves; null unless new ones are being tried. */
    returnsAt: Type.Union([Timestamp, Type.Null()]),
    /** What became of the last change. */
    last: Type.Union([
      Type.Object(
        {
          outcome: Type.Enum(['confirmed', 'returned']),
          at: Timestamp,
          reason: Type.String({ maxLength: 500 }),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    interfaces: Type.Array(NetworkInterface, { maxItems: 64 }),
    gateway: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]),
    dns: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 16 }),
    online: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type NetworkFigures = Static<typeof NetworkFigures>;

/** Asks for new settings. */
export const NetworkRequest = Type.Object(
  {
    settings: NetworkSettings,
    /** Seconds in which the hub has to be reached before the old settings come back. */
    seconds: Type.Integer({ minimum: 5, maximum: 600, default: 120 }),
  },
  { additionalProperties: false },
);
export type NetworkRequest = Static<typeof NetworkRequest>;
