/** Resolves when the signal fires. */
export function fired(signal: AbortSignal): Promise<'cancelled'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('cancelled');
    else signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
  });
}

/** Waits, or less long where the signal fires. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** Waits for somebody to go on with something; over when nothing happened for so many milliseconds. */
export function createPatience(milliseconds: number): {
  renew(): void;
  over: Promise<'idle'>;
  end(): void;
} {
  const { promise, resolve } = Promise.withResolvers<'idle'>();
  let timer = setTimeout(() => resolve('idle'), milliseconds);
  return {
    renew: () => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve('idle'), milliseconds);
    },
    over: promise,
    end: () => clearTimeout(timer),
  };
}
