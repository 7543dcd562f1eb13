/**
 * A beep in the sound whenever the clock is at a multiple of `period` (ms), as the stamp is in the picture: who hears
 * one knows how long it was under way.
 */
export const period = 2000;
const length = 150;
/** What has been silent for less is still the same beep. */
const apart = 800;

export function isBeeping(now: number): boolean {
  return now % period < length;
}

/** Hears beeps. Gives the milliseconds that one was under way, at its first piece that is loud. */
export function createEar(): (now: number, loud: boolean) => number | null {
  let loudAt = Number.NEGATIVE_INFINITY;
  return (now, loud) => {
    if (!loud) return null;
    const begins = now - loudAt > apart;
    loudAt = now;
    return begins ? now % period : null;
  };
}
