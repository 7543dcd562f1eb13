/** How a new release did on the screen. */
export type Verdict = 'rendered' | 'silent' | 'stopped';

/** Watches for the page to say that it shows a release. */
export interface Proof {
  /** The page says that this release is on the screen. */
  rendered(release: string): void;
  /** A release is about to be switched to: what was said before does not count. */
  reset(): void;
  /** Waits until the page shows the release, or for as long as it is given. */
  wait(release: string, signal: AbortSignal): Promise<Verdict>;
}

/**
 * @param seconds how long the page has
 * @param watched whether anything is there to render; without a display a release counts as shown
 */
export function createProof({ seconds, watched }: { seconds: number; watched: boolean }): Proof {
  let last: string | undefined;
  let listener: ((release: string) => void) | undefined;
  return {
    rendered: (release) => {
      last = release;
      listener?.(release);
    },
    reset: () => {
      last = undefined;
    },
    wait: async (release, signal) => {
      if (signal.aborted) return 'stopped';
      if (!watched || last === release) return 'rendered';
      const { promise, resolve } = Promise.withResolvers<Verdict>();
      const timer = setTimeout(() => resolve('silent'), seconds * 1000);
      const stop = () => resolve('stopped');
      signal.addEventListener('abort', stop);
      listener = (shown) => {
        if (shown === release) resolve('rendered');
      };
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        listener = undefined;
      }
    },
  };
}
