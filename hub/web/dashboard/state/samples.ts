import type { Health } from '../../../../protocol/health.ts';

/** The figures of one heartbeat that are drawn as lines. */
export interface Sample {
  at: string;
  cpuPercent: number;
  memoryShare: number;
  diskShare: number;
  temperatureCelsius: number | null;
  framesPerSecond: number;
}

const keptSamples = 60;

/** Adds a heartbeat, unless it is the one that came last. */
export function withSample(samples: readonly Sample[], health: Health): readonly Sample[] {
  if (samples.at(-1)?.at === health.at) return samples;
  return [...samples, sampleOf(health)].slice(-keptSamples);
}

function sampleOf(health: Health): Sample {
  return {
    at: health.at,
    cpuPercent: health.cpuPercent,
    memoryShare: share(health.memoryUsedBytes, health.memoryTotalBytes),
    diskShare: share(health.diskUsedBytes, health.diskTotalBytes),
    temperatureCelsius: health.temperatureCelsius,
    framesPerSecond: health.display.framesPerSecond,
  };
}

/** Part of a whole from 0 to 1; 0 where the whole is not known. */
export function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
