import type { Kind } from './driver.ts';

/** One speed at which is listened, and the kinds of device that may speak at it. */
interface Station {
  baud: number;
  kinds: Kind[];
}

export type SearchStep =
  /** Set the port to this speed and send these questions. */
  | { do: 'tune'; baud: number; questions: Uint8Array[] }
  | { do: 'listen' }
  | { do: 'end'; found: Found | null; bytesSeen: boolean };

export interface Found {
  kind: Kind;
  baud: number;
}

/** Finds out what a device is by listening at each speed in turn, after asking what has to be asked. */
export interface Search {
  take(bytes: Uint8Array): void;
  /** Called a few times a second until it says `end`. */
  step(now: number): SearchStep;
}

/** Bytes that are kept to look for signatures in. */
export const sampleBytes = 4096;

/** Milliseconds: a receiver speaks once a second, a PMS5003 in still air every 2.3 s. */
const listenFor = 1_300;
const listenLongerAt = 9_600;
const listenLonger = 2_500;

/** @param first the speed to begin with, where one is expected more than the others */
export function createSearch(kinds: readonly Kind[], first: number | null): Search {
  const stations = stationsOf(kinds, first);
  let index = -1;
  let until = 0;
  let sample = Buffer.alloc(0);
  let bytesSeen = false;
  return {
    take(bytes) {
      bytesSeen ||= bytes.length > 0;
      sample = Buffer.concat([sample, bytes]).subarray(-sampleBytes);
    },
    step(now) {
      const station = stations[index];
      const kind = station && recognise(sample, station.kinds);
      if (station && kind) return { do: 'end', found: { kind, baud: station.baud }, bytesSeen };
      if (station && now < until) return { do: 'listen' };
      index += 1;
      const next = stations[index];
      if (next === undefined) return { do: 'end', found: null, bytesSeen };
      sample = Buffer.alloc(0);
      until = now + (next.baud === listenLongerAt ? listenLonger : listenFor);
      return { do: 'tune', baud: next.baud, questions: next.kinds.flatMap(({ question }) => [...question]) };
    },
  };
}

/** The kind whose frames take most of a sample; undefined where there are none. */
export function recognise(sample: Uint8Array, kinds: readonly Kind[]): Kind | undefined {
  let best: { kind: Kind; frameBytes: number } | undefined;
  for (const kind of kinds) {
    const { frames, frameBytes } = kind.recognise(sample);
    if (frames > 0 && frameBytes > (best?.frameBytes ?? 0)) best = { kind, frameBytes };
  }
  return best?.kind;
}

/** Usual speeds come before unusual ones. */
function stationsOf(kinds: readonly Kind[], first: number | null): Station[] {
  const bauds = new Set<number>(first === null ? [] : [first]);
  const ranks = Math.max(0, ...kinds.map((kind) => kind.bauds.length));
  for (let rank = 0; rank < ranks; rank += 1) {
    for (const kind of kinds) {
      const baud = kind.bauds[rank];
      // Lines of text have no signature to be found by.
      if (baud !== undefined && kind.name !== 'line') bauds.add(baud);
    }
  }
  return [...bauds].map((baud) => ({
    baud,
    kinds: kinds.filter((kind) => kind.bauds.includes(baud) || baud === first),
  }));
}
