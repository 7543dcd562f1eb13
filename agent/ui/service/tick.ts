import { useEffect, useState } from 'preact/hooks';

/** Draws the component again every so many milliseconds, or not at all for `null`. */
export function useTick(every: number | null): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (every === null) return;
    const timer = setInterval(() => tick((count) => count + 1), every);
    return () => clearInterval(timer);
  }, [every]);
}
