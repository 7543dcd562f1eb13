/** The part of a socket or response that a bounded sender needs. */
export interface Sink {
  /** Gives `false` when its buffer is full. */
  write(text: string): boolean;
  on(event: 'drain', listener: () => void): unknown;
}

export interface BoundedSender {
  /**
   * Sends the message now, or keeps it until the reader has caught up. Of messages with the same key only the
   * newest is kept, so `key` names a thing whose state the message tells whole.
   */
  send(key: string, message: () => string): void;
}

/**
 * Sends to a reader that may be slow without holding more than `mostKept` messages for it. A reader for whom
 * that is not enough is given up: `onOverflow` is called once and nothing is sent any more.
 */
export function boundedSender(sink: Sink, mostKept: number, onOverflow: () => void): BoundedSender {
  const kept = new Map<string, () => string>();
  let full = false;
  let over = false;

  sink.on('drain', () => {
    full = false;
    for (const [key, message] of kept) {
      kept.delete(key);
      full = !sink.write(message());
      if (full) return;
    }
  });

  return {
    send: (key, message) => {
      if (over) return;
      if (!full) {
        full = !sink.write(message());
        return;
      }
      kept.set(key, message);
      if (kept.size <= mostKept) return;
      over = true;
      kept.clear();
      onOverflow();
    },
  };
}
