/**
 * Whether a part is alive, by a counter of its own that must move. Pure.
 */
export interface Sign {
  /** The counter as it was when it last moved; null while the part rests on purpose. */
  counter: number | null;
  /** When it last moved, in milliseconds of a clock that never goes back. */
  movedAt: number;
}

export function newSign(now: number): Sign {
  return { counter: null, movedAt: now };
}

/** @param counter null while the part rests on purpose, such as a screen that sleeps */
export function observe(sign: Sign, counter: number | null, now: number): Sign {
  return counter === null || counter !== sign.counter ? { counter, movedAt: now } : sign;
}

/** Milliseconds by which a part has been still for too long; null while it is alive. */
export function stillFor(sign: Sign, patience: number, now: number): number | null {
  const still = now - sign.movedAt;
  return still > patience ? still : null;
}
