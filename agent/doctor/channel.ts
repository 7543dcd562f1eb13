/** Values from whoever makes them to the one who reads them, in order. */
export interface Channel<Value> extends AsyncIterable<Value> {
  put(value: Value): void;
  end(): void;
}

export function createChannel<Value>(): Channel<Value> {
  const waiting: Value[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  const stir = () => {
    wake?.();
    wake = undefined;
  };
  return {
    put: (value) => {
      if (ended) return;
      waiting.push(value);
      stir();
    },
    end: () => {
      ended = true;
      stir();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (ended) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
