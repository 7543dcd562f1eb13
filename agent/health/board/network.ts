import type { InterfaceFigures } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNow, readNumber, rounded } from './roots.ts';

type Counters = Pick<InterfaceFigures, 'bytesReceived' | 'bytesSent' | 'errors'>;
type Known = Pick<InterfaceFigures, 'name' | 'kind' | 'megabitsPerSecond'>;

/** Milliseconds for which the list of interfaces and their speeds are good: they cost more than all the rest. */
const listLife = 60_000;

/**
 * Interfaces behind which there is hardware: bridges, tunnels and the loopback have no device.
 *
 * @param clock milliseconds of a clock that never goes back, for the rate of errors
 */
export function createNetwork(roots: Roots, clock: () => number): () => Promise<InterfaceFigures[]> {
  let known: { at: number; list: Known[] } | undefined;
  let before = new Map<string, { errors: number; at: number }>();
  return async () => {
    const at = clock();
    if (!known || at - known.at >= listLife) known = { at, list: await listInterfaces(roots) };
    const counters = readNow(`${roots.proc}/net/dev`) ?? '';
    const wireless = known.list.some(({ kind }) => kind === 'wireless');
    const signals = wireless ? (readNow(`${roots.proc}/net/wireless`) ?? '') : '';
    const interfaces = known.list.map((one) => {
      const counted = countersOf(counters, one.name);
      const former = before.get(one.name);
      const minutes = former ? (at - former.at) / 60_000 : 0;
      // A counter that went back belongs to an interface that was taken away and came back.
      const more = former ? Math.max(0, counted.errors - former.errors) : 0;
      return {
        ...one,
        ...stateOf(roots, one.name),
        signalDecibelMilliwatts: wireless ? signalOf(signals, one.name) : null,
        ...counted,
        errorsPerMinute: minutes > 0 ? rounded(more / minutes) : 0,
      };
    });
    before = new Map(interfaces.map(({ name, errors }) => [name, { errors, at }]));
    return interfaces;
  };
}

async function listInterfaces(roots: Roots): Promise<Known[]> {
  const folder = `${roots.sys}/class/net`;
  const all = await Promise.all(
    (await namesIn(folder)).map(async (name): Promise<Known[]> => {
      const own = await namesIn(`${folder}/${name}`);
      if (!own.includes('device')) return [];
      const speed = await readNumber(`${folder}/${name}/speed`);
      return [
        {
          name: name.slice(0, 80),
          kind: own.includes('phy80211') || own.includes('wireless') ? 'wireless' : kindOf(name),
          megabitsPerSecond: speed !== null && speed > 0 ? Math.round(speed) : null,
        },
      ];
    }),
  );
  return all.flat().slice(0, 16);
}

/**
 * RFC 2863's state, which is memory of the kernel; an interface whose driver does not keep it says `unknown`, and
 * is then asked for its carrier. A dormant one has a carrier and waits for a network.
 */
function stateOf(roots: Roots, name: string): Pick<InterfaceFigures, 'up' | 'carrier'> {
  const folder = `${roots.sys}/class/net/${name}`;
  const state = readNow(`${folder}/operstate`)?.trim();
  if (state !== 'unknown') return { up: state === 'up', carrier: state === 'up' || state === 'dormant' };
  const carrier = readNow(`${folder}/carrier`)?.trim() === '1';
  return { up: carrier, carrier };
}

function kindOf(name: string): InterfaceFigures['kind'] {
  return /^(wwan|wwp|ppp)/.test(name) ? 'mobile' : 'wired';
}

/** Columns of /proc/net/dev: eight received (bytes, packets, errors, drops, …), then eight sent. */
function countersOf(text: string, name: string): Counters {
  const line = text.split('\n').find((one) => one.trimStart().startsWith(`${name}:`));
  const fields = (line?.slice(line.indexOf(':') + 1) ?? '').trim().split(/\s+/).map(Number);
  const at = (index: number) => fields[index] || 0;
  return { bytesReceived: at(0), bytesSent: at(8), errors: at(2) + at(3) + at(10) + at(11) };
}

/** Third column of /proc/net/wireless, `level`; drivers that give it in dBm give it below zero. */
function signalOf(text: string, name: string): number | null {
  const line = text.split('\n').find((one) => one.trimStart().startsWith(`${name}:`));
  const level = Number.parseFloat(line?.trim().split(/\s+/)[3] ?? '');
  return level < 0 && level > -200 ? level : null;
}
