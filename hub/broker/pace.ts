import type { TotemId } from '../../protocol/index.ts';

/** Lets the broker read on from a totem, at once or, from one that sends too fast, later. */
export interface Pace {
  readOn(totem: TotemId, resume: () => void): void;
  forget(totem: TotemId): void;
  stop(): void;
}

export interface PaceOptions {
  /** Messages a second that a totem may send in the long run, and how many at once. */
  perSecond: number;
  burst: number;
  /** Called for each message after which the totem has to wait. */
  onSlowed: () => void;
  now: () => number;
}

// Below every keepalive, as pings wait in the same line.
const longestWaitMs = 5000;

/**
 * A token bucket for each totem. A totem in good health sends a few messages a minute, and after a week without
 * a network some hundreds; a faulty or hostile one must not take the hub's time from the others. Nothing is
 * dropped: its bytes wait in its own connection.
 */
export function createPace({ perSecond, burst, onSlowed, now }: PaceOptions): Pace {
  const buckets = new Map<TotemId, { allowance: number; at: number }>();
  const timers = new Set<NodeJS.Timeout>();

  function waitMs(totem: TotemId): number {
    const moment = now();
    const bucket = buckets.get(totem) ?? { allowance: burst, at: moment };
    const earned = (Math.max(0, moment - bucket.at) / 1000) * perSecond;
    bucket.allowance = Math.max(Math.min(burst, bucket.allowance + earned) - 1, -burst);
    bucket.at = moment;
    buckets.set(totem, bucket);
    return bucket.allowance >= 0 ? 0 : Math.min((-bucket.allowance / perSecond) * 1000, longestWaitMs);
  }

  return {
    readOn(totem, resume) {
      const wait = waitMs(totem);
      if (wait === 0) return resume();
      onSlowed();
      const timer = setTimeout(() => {
        timers.delete(timer);
        resume();
      }, wait);
      timers.add(timer);
    },
    forget: (totem) => void buckets.delete(totem),
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
