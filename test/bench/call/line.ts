import { createChance } from '../../chaos/chance.ts';

/** What a line does to what goes one way. */
export interface LineShape {
  /** Share of packets that are lost, each by itself. */
  loss: number;
  /** Milliseconds that a packet is under way, at least. */
  delay: number;
  /** Milliseconds that may come on top, evenly spread. No packet passes another one. */
  jitter: number;
  /** Bits in a second; null where the line is not the limit. */
  rate: number | null;
  /** Milliseconds of packets that wait for a line that is full; what comes then is lost. */
  queue: number;
}

/** One direction of a line, as a function of time: carries nothing itself. */
export interface Line {
  /** When a packet that is handed in now (ms, growing) arrives; null where it is lost. */
  send(now: number, bytes: number): number | null;
}

export function createLine({ loss, delay, jitter, rate, queue }: LineShape, seed: number): Line {
  const chance = createChance(seed);
  /** When the line has sent all that it holds. */
  let free = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    send(now, bytes) {
      // Both are thrown for every packet, so that one choice does not move the next ones.
      const lost = chance.next() < loss;
      const late = chance.next() * jitter;
      let sent = now;
      if (rate !== null) {
        if (free - now > queue) return null;
        sent = Math.max(now, free) + (bytes * 8 * 1000) / rate;
        free = sent;
      }
      if (lost) return null;
      last = Math.max(last, sent + delay + late);
      return last;
    },
  };
}
