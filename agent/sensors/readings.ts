import type { SensorConfiguration, SensorFigures, SensorState } from '../../protocol/index.ts';
import type { Heard } from './driver.ts';

/** What is told of one sensor: the last value of each quantity, and counts. */
export interface Figures {
  now(): SensorFigures;
  state(): SensorState;
  /** The device node in use, or how it was named. */
  port(): string;
  become(state: SensorState): void;
  connected(path: string): void;
  isA(driver: SensorFigures['driver']): void;
  count(heard: Heard): void;
}

/** As many as the protocol allows; a device that names more quantities is not believed. */
const mostQuantities = 64;

export function createFigures(settings: SensorConfiguration, name: string, date: () => number): Figures {
  const readings = new Map<string, SensorFigures['readings'][number]>();
  let state: SensorState = 'probing';
  let port = name;
  let driver: SensorFigures['driver'] = settings.driver;
  let framesTotal = 0;
  let framesDamaged = 0;
  let lastFrameAt: number | null = null;
  const timestamp = (at: number): string => new Date(at).toISOString();
  return {
    now: () => ({
      id: settings.id,
      driver,
      port,
      state,
      // Old values are not those of now.
      readings: state === 'ready' || state === 'noisy' ? [...readings.values()] : [],
      framesTotal,
      framesDamaged,
      lastFrameAt: lastFrameAt === null ? null : timestamp(lastFrameAt),
    }),
    state: () => state,
    port: () => port,
    become(next) {
      state = next;
    },
    connected(path) {
      port = path;
      // Values of before the port was opened may be of another device.
      readings.clear();
    },
    isA(name) {
      driver = name;
    },
    count({ frames, damaged, measurements, gone }) {
      framesTotal += frames;
      framesDamaged += damaged;
      if (frames === 0) return;
      lastFrameAt = date();
      for (const quantity of gone) readings.delete(quantity);
      for (const { quantity, unit, value } of measurements) {
        if (readings.has(quantity) || readings.size < mostQuantities) {
          readings.set(quantity, { quantity, unit, value, at: timestamp(lastFrameAt) });
        }
      }
    },
  };
}
