import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { cpuTemperature, currentLoad, mem, osInfo } from 'systeminformation';
import type { Health } from '../../protocol/index.ts';

/** The figures of the machine and of this process. */
export type MachineFigures = Pick<
  Health,
  | 'uptimeSeconds'
  | 'cpuPercent'
  | 'memoryUsedBytes'
  | 'memoryTotalBytes'
  | 'diskUsedBytes'
  | 'diskTotalBytes'
  | 'temperatureCelsius'
  | 'agent'
  | 'system'
>;

export interface Sampler {
  /** Takes the figures; those that change slowly are taken anew only after their time. */
  sample(): Promise<MachineFigures>;
}

/** Milliseconds for which slow figures are good: disk and temperature. */
const slowly = 5 * 60_000;

/** @param folder its file system is the disk that is reported */
export function createSampler(folder: string, version: string, now: () => number): Sampler {
  let slow: { at: number; figures: Slow } | undefined;
  let system: MachineFigures['system'] | undefined;

  return {
    sample: async () => {
      const [load, memory] = await Promise.all([currentLoad(), mem()]);
      if (!slow || now() - slow.at >= slowly) slow = { at: now(), figures: await sampleSlow(folder) };
      system ??= await sampleSystem();
      return {
        uptimeSeconds: Math.round(os.uptime()),
        cpuPercent: rounded(Math.min(100, Math.max(0, load.currentLoad))),
        memoryUsedBytes: memory.active,
        memoryTotalBytes: memory.total,
        ...slow.figures,
        agent: {
          version,
          node: process.versions.node,
          residentBytes: process.memoryUsage.rss(),
          uptimeSeconds: Math.round(process.uptime()),
        },
        system,
      };
    },
  };
}

type Slow = Pick<MachineFigures, 'diskUsedBytes' | 'diskTotalBytes' | 'temperatureCelsius'>;

async function sampleSlow(folder: string): Promise<Slow> {
  const [{ blocks, bfree, bsize }, temperature] = await Promise.all([statfs(folder), cpuTemperature()]);
  return {
    diskUsedBytes: (blocks - bfree) * bsize,
    diskTotalBytes: blocks * bsize,
    temperatureCelsius: plausible(temperature.main),
  };
}

async function sampleSystem(): Promise<MachineFigures['system']> {
  const { distro, release, kernel } = await osInfo();
  return { platform: `${distro} ${release} (${kernel})`.slice(0, 120), architecture: process.arch };
}

/** Boards without a sensor answer with nothing, or with nonsense. */
function plausible(celsius: number | null): number | null {
  return celsius !== null && Number.isFinite(celsius) && celsius > -100 && celsius < 250
    ? rounded(celsius)
    : null;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
