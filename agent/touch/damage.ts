/** Absurd records until a device is given up for a while, and good ones in a row until it is trusted again. */
const patience = 8;
const trustAfter = 16;

export interface Trust {
  /** A device was opened anew. */
  begin(): void;
  /** Judges what was just read: how many records were none, how many were events. Trust is told once. */
  judge(absurd: number, events: () => number): 'trusted' | 'damaged' | 'unknown';
  /** Whether there was no nonsense since the device was opened. */
  isGood(): boolean;
}

/** Tells a device that speaks evdev from one that sends noise, or records of another layout. */
export function createTrust(): Trust {
  let absurd = 0;
  let good = 0;
  let trusted = false;
  return {
    begin() {
      absurd = 0;
      good = 0;
      trusted = false;
    },
    judge(found, events) {
      absurd += found;
      good = found === 0 ? good + events() : 0;
      if (good >= trustAfter) {
        absurd = 0;
        if (trusted) return 'unknown';
        trusted = true;
        return 'trusted';
      }
      return absurd >= patience ? 'damaged' : 'unknown';
    },
    isGood: () => absurd === 0,
  };
}
