import type { Health } from '../../../protocol/index.ts';
import { readTimeSource } from './clock.ts';
import { readAudio, readCameras } from './devices.ts';
import { readMemory } from './memory.ts';
import { createNetwork } from './network.ts';
import { readPressure } from './pressure.ts';
import { createProcessor } from './processor.ts';
import type { Roots } from './roots.ts';
import { readStorage } from './storage.ts';
import { readThermal } from './thermal.ts';

export { readBattery } from './battery.ts';
export { bootIdOf, type FormerRun, readBootReason, readSlot } from './boot.ts';
export { type DelayMeter, startDelayMeter } from './delay.ts';
export { type Roots, systemRoots } from './roots.ts';

/** What is read of the board itself. */
export type BoardFigures = Pick<
  Health,
  | 'cpuPercent'
  | 'load'
  | 'pressure'
  | 'memoryUsedBytes'
  | 'memoryTotalBytes'
  | 'diskUsedBytes'
  | 'diskTotalBytes'
  | 'storage'
  | 'temperatureCelsius'
  | 'thermal'
  | 'power'
  | 'interfaces'
  | 'audio'
  | 'cameras'
> & { timeSource: NonNullable<Health['clock']>['source']; longestDelayMilliseconds: number };

/** Each sampler takes some of the figures in one go. */
export interface BoardSamplers {
  processor(): Pick<BoardFigures, 'cpuPercent' | 'load'>;
  pressure(): Pick<BoardFigures, 'pressure'>;
  memory(): Pick<BoardFigures, 'memoryUsedBytes' | 'memoryTotalBytes'>;
  storage(): Promise<Pick<BoardFigures, 'diskUsedBytes' | 'diskTotalBytes' | 'storage'>>;
  thermal(): Promise<Pick<BoardFigures, 'temperatureCelsius' | 'thermal' | 'power'>>;
  network(): Promise<Pick<BoardFigures, 'interfaces'>>;
  clock(): Promise<Pick<BoardFigures, 'timeSource'>>;
  devices(): Promise<Pick<BoardFigures, 'audio' | 'cameras'>>;
  delay(): Pick<BoardFigures, 'longestDelayMilliseconds'>;
}
export type SamplerName = keyof BoardSamplers;

export interface BoardOptions {
  roots: Roots;
  /** Its file system is the one of the data. */
  folder: string;
  longestDelay(): number;
  /** Milliseconds of a clock that never goes back. */
  clock(): number;
}

export function createBoard({ roots, folder, longestDelay, clock }: BoardOptions): BoardSamplers {
  const readInterfaces = createNetwork(roots, clock);
  return {
    processor: createProcessor(roots),
    pressure: () => ({ pressure: readPressure(roots) }),
    memory: () => readMemory(roots),
    storage: () => readStorage(roots, folder),
    thermal: () => readThermal(roots),
    network: async () => ({ interfaces: await readInterfaces() }),
    clock: async () => ({ timeSource: await readTimeSource(roots) }),
    devices: async () => ({ audio: readAudio(roots), cameras: await readCameras(roots) }),
    delay: () => ({ longestDelayMilliseconds: longestDelay() }),
  };
}

/** Before anything was sampled. */
export const nothingSampled: BoardFigures = {
  cpuPercent: 0,
  load: { one: 0, five: 0, fifteen: 0, processors: 0 },
  pressure: null,
  memoryUsedBytes: 0,
  memoryTotalBytes: 0,
  diskUsedBytes: 0,
  diskTotalBytes: 0,
  storage: { rootUsedBytes: 0, rootTotalBytes: 0, dataReadOnly: false, wear: [] },
  temperatureCelsius: null,
  thermal: { zones: [], throttled: null, throttledSinceBoot: null, processorMegahertz: null },
  power: { undervoltage: null, undervoltageSinceBoot: null },
  interfaces: [],
  audio: [],
  cameras: [],
  timeSource: 'none',
  longestDelayMilliseconds: 0,
};
