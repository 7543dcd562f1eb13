import type { InterfaceFigures } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNow, readNumber, readTrimmed, rounded } from './roots.ts';

/**
 * Interfaces behind which there is hardware: bridges, tunnels and the loopback have no device.
 *
 * @param clock milliseconds of a clock that never goes back, for the rate of errors
 */
export function createNetwork(roots: Roots, clock: () => number): () => Promise<InterfaceFigures[]> {
  let before = new Map<string, { errors: number; at: number }>();
  return async () => {
    const interfaces = await readInterfaces(roots);
    const at = clock();
    const counted = interfaces.map((one) => {
      const former = before.get(one.name);
      const minutes = former ? (at - former.at) / 60_000 : 0;
      // A counter that went back belongs to an interface that was taken away and came back.
      const more = former ? Math.max(0, one.errors - former.errors) : 0;
      return { ...one, errorsPerMinute: minutes > 0 ? rounded(more / minutes) : 0 };
    });
    before = new Map(interfaces.map(({ name, errors }) => [name, { errors, at }]));
    return counted;
  };
}

async function readInterfaces(roots: Roots): Promise<Omit<InterfaceFigures, 'errorsPerMinute'>[]> {
  const folder = `${roots.sys}/class/net`;
  const counters = readNow(`${roots.proc}/net/dev`) ?? '';
  const signals = readNow(`${roots.proc}/net/wireless`) ?? '';
  const all = await Promise.all(
    (await namesIn(folder)).map(async (name): Promise<Omit<InterfaceFigures, 'errorsPerMinute'>[]> => {
      const own = await namesIn(`${folder}/${name}`);
      if (!own.includes('device')) return [];
      const [state, carrier, speed] = await Promise.all([
        readTrimmed(`${folder}/${name}/operstate`),
        // Reading fails while the interface is down.
        readNumber(`${folder}/${name}/carrier`),
        readNumber(`${folder}/${name}/speed`),
      ]);
      return [
        {
          name: name.slice(0, 80),
          kind: own.includes('phy80211') || own.includes('wireless') ? 'wireless' : kindOf(name),
          up: state === 'up' || (state === 'unknown' && carrier === 1),
          carrier: carrier === 1,
          megabitsPerSecond: speed !== null && speed > 0 ? Math.round(speed) : null,
          signalDecibelMilliwatts: signalOf(signals, name),
          ...countersOf(counters, name),
        },
      ];
    }),
  );
  return all.flat().slice(0, 16);
}

function kindOf(name: string): InterfaceFigures['kind'] {
  return /^(wwan|wwp|ppp)/.test(name) ? 'mobile' : 'wired';
}

/** Columns of /proc/net/dev: eight received (bytes, packets, errors, drops, …), then eight sent. */
function countersOf(text: string, name: string) {
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
