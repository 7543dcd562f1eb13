import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks: the timer is native, but each look wakes the processor. */
const resolution = 500;

/** How long work of this process had to wait. */
export interface DelayMeter {
  /** Milliseconds of the longest wait since the call before. */
  longest(): number;
  stop(): void;
}

export function startDelayMeter(): DelayMeter {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  return {
    longest: () => {
      // The histogram counts nanoseconds from look to look.
      const longest = histogram.max / 1e6 - resolution;
      histogram.reset();
      return Math.max(0, Math.round(longest * 10) / 10);
    },
    stop: () => void histogram.disable(),
  };
}
