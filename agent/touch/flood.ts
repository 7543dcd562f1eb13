/** Records a second that are handled at most: ten fingers at 200 reports a second are half of it. */
export const mostPerSecond = 20_000;

export interface Flood {
  /**
   * Counts records. Gives what to do with them, and how many milliseconds to read nothing after them: 0 unless
   * this second has had its share.
   */
  count(records: number): { state: 'calm' | 'begins' | 'flooded'; rest: number };
  /** True once, when a flood has ended. To be asked about once a second. */
  ended(): boolean;
}

/** Keeps a device that sends without end from taking the processor: each second is cut off at its share. */
export function createFlood(now: () => number): Flood {
  let second = 0;
  let seen = 0;
  let flooded = false;
  let quiet = 0;

  return {
    count(records) {
      const time = now();
      if (Math.floor(time / 1000) !== second) {
        second = Math.floor(time / 1000);
        seen = 0;
      }
      seen += records;
      if (seen <= mostPerSecond) return { state: flooded ? 'flooded' : 'calm', rest: 0 };
      const state = flooded ? 'flooded' : 'begins';
      flooded = true;
      quiet = time + calmFor;
      return { state, rest: (second + 1) * 1000 - time };
    },
    ended() {
      if (!flooded || now() < quiet) return false;
      flooded = false;
      return true;
    },
  };
}

/** Milliseconds below the limit after which a flood is over. */
const calmFor = 3000;
