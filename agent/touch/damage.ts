/** Absurd records until a device is given up for a while, and good ones in a row until it is trusted again. */
const patience = 8;
const trustAfter = 16;

/**
 * Milliseconds without nonsense until a device that sent some is well again: one that mixes events and noise is one
 * fault, not one each second.
 */
const calmFor = 3000;

export interface Trust {
  /** A device was opened anew. */
  begin(): void;
  /**
   * Judges what was just read: how many records were none, how many were events. Trust is told once, and not
   * before earlier damage has healed.
   */
  judge(absurd: number, events: () => number): 'trusted' | 'damaged' | 'unknown';
  /** Whether there was no nonsense since the device was opened. */
  isGood(): boolean;
  /** True once, when good events have come since the damage and no nonsense for a while. To be asked about once a second. */
  healed(): boolean;
}

/** Tells a device that speaks evdev from one that sends noise, or records of another layout. */
export function createTrust(now: () => number): Trust {
  let absurd = 0;
  let good = 0;
  let told = false;
  /** When nonsense came last, until it has healed; and whether enough good events have come since. */
  let damagedAt: number | null = null;
  let proven = false;
  return {
    begin() {
      absurd = 0;
      good = 0;
      told = false;
    },
    judge(found, events) {
      absurd += found;
      if (damagedAt !== null && found > 0) damagedAt = now();
      good = found === 0 ? good + events() : 0;
      if (good >= trustAfter) {
        absurd = 0;
        proven = true;
        if (told || damagedAt !== null) return 'unknown';
        told = true;
        return 'trusted';
      }
      if (absurd < patience) return 'unknown';
      damagedAt = now();
      proven = false;
      return 'damaged';
    },
    isGood: () => absurd === 0,
    healed() {
      if (damagedAt === null || !proven || now() - damagedAt < calmFor) return false;
      damagedAt = null;
      return true;
    },
  };
}
