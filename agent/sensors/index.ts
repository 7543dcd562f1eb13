import type { Logger } from 'pino';
import type { SensorConfiguration, SensorFigures, SensorState } from '../../protocol/index.ts';
import type { Measurement } from './driver.ts';
import { createSensorFaults, type Faults } from './faults.ts';
import { type Pace, usualPace } from './pace.ts';
import { followSensor } from './session.ts';

export type { Measurement } from './driver.ts';
export { radarCommands, readFirmware, readParameters } from './ld2410-commands.ts';
export type { Pace } from './pace.ts';

/** What a sensor says: new values, or that its state changed (then there are none). */
export interface SensorNews {
  sensor: string;
  state: SensorState;
  measurements: readonly Measurement[];
}

export interface SensorsOptions {
  sensors: readonly SensorConfiguration[];
  faults: Faults;
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  /** Milliseconds of the calendar. */
  date?: () => number;
  random?: () => number;
  pace?: Partial<Pace>;
}

export interface Sensors {
  list(): SensorFigures[];
  /** Tells of every reading as it comes. Returns how to unsubscribe. */
  watch(listener: (news: SensorNews) => void): () => void;
  stop(): Promise<void>;
}

/** Starts to read the sensors. One that is absent, silent or something else is a fault, and is looked at again. */
export function startSensors(options: SensorsOptions): Sensors {
  const { log, now = () => performance.now(), date = Date.now, random = Math.random } = options;
  const listeners = new Set<(news: SensorNews) => void>();
  const tell = (news: SensorNews): void => {
    for (const listener of listeners) listener(news);
  };
  const faults = createSensorFaults(options.faults);
  const sessions = options.sensors.map((settings) => {
    let state: SensorState = 'probing';
    return followSensor({
      settings,
      faults,
      log,
      now,
      date,
      random,
      pace: { ...usualPace, ...options.pace },
      onState: (next) => {
        state = next;
        tell({ sensor: settings.id, state, measurements: [] });
      },
      onMeasured: (measurements) => tell({ sensor: settings.id, state, measurements }),
    });
  });
  return {
    list: () => sessions.map((session) => session.figures()),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      listeners.clear();
      await Promise.all(sessions.map((session) => session.stop()));
    },
  };
}
