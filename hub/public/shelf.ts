/** Remembers what was made for the names that were asked for last. */
export interface Shelf<Value> {
  /** What is known by the name, or else what `make` makes. What failed is made anew the next time. */
  take(name: string, make: () => Promise<Value>): Promise<Value>;
  /** All that is ready. */
  made(): Iterable<Value>;
}

/** @param most how many it holds; the one that was not asked for the longest time makes room */
export function createShelf<Value>(most: number): Shelf<Value> {
  const promised = new Map<string, Promise<Value>>();
  const ready = new Map<string, Value>();
  const drop = (name: string) => {
    promised.delete(name);
    ready.delete(name);
  };
  return {
    take: (name, make) => {
      const known = promised.get(name);
      const value = known ?? make();
      promised.delete(name);
      promised.set(name, value);
      for (const oldest of promised.keys()) {
        if (promised.size <= most) break;
        drop(oldest);
      }
      if (known) return known;
      value.then(
        (done) => {
          if (promised.get(name) === value) ready.set(name, done);
        },
        () => {
          if (promised.get(name) === value) drop(name);
        },
      );
      return value;
    },
    made: () => ready.values(),
  };
}
