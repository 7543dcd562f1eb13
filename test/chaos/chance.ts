/** Chance that can be repeated: the same seed gives the same choices. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** In [from, to). */
  between(from: number, to: number): number;
  one<Value>(values: readonly Value[]): Value;
  bytes(count: number): Buffer;
}

/** xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
export function createChance(seed: number): Chance {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const word = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  const next = (): number => word() / 2 ** 32;
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    one(values) {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new Error('nothing to choose from');
      return value;
    },
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => word() & 0xff)),
  };
}
