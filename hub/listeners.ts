/** Those who want to hear of one kind of thing, each in the order of joining. */
export interface Listeners<Value> {
  /** Gives the function that takes the listener out again. */
  add(listener: (value: Value) => void): () => void;
  tell(value: Value): void;
}

export function createListeners<Value>(): Listeners<Value> {
  const listeners = new Set<{ call: (value: Value) => void }>();
  return {
    add(listener) {
      // An object of its own, so that the same function may join twice and leave once.
      const entry = { call: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell(value) {
      for (const entry of [...listeners]) entry.call(value);
    },
  };
}
