import type { SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, type Measurement, measurement, nothingHeard } from './driver.ts';
import { longestModbus, lookForModbus, readRegisters, writeRegister } from './modbus.ts';
import { createScanner, signature, viewOf } from './scanner.ts';

/**
 * Sensirion SCD30, carbon dioxide, temperature and humidity, over Modbus RTU. After "Interface description
 * Sensirion SCD30 sensor module", version 1.0 (2020): address 0x61, 19200 baud, big-endian IEEE 754 floats.
 */
const address = 0x61;
const register = { firmware: 0x20, interval: 0x25, ready: 0x27, measurement: 0x28, start: 0x36, stop: 0x37 };

export const scdCommands = {
  /** Measures until it is stopped, without a correction for the air pressure. */
  start: () => writeRegister(address, register.start, 0),
  stop: () => writeRegister(address, register.stop, 1),
  /** Seconds between two measurements, 2 to 1800. */
  interval: (seconds: number) => writeRegister(address, register.interval, seconds),
  ready: () => readRegisters(address, register.ready, 1),
  read: () => readRegisters(address, register.measurement, 6),
  firmware: () => readRegisters(address, register.firmware, 1),
};

/** What the sensor can measure at all, from its datasheet: anything else is damage. */
const quantities = [
  ['co2', 'ppm', 0, 40_000],
  ['temperature', '°C', -40, 125],
  ['humidity', '%', 0, 100],
] as const;

/** The three floats of a measurement; undefined where one of them cannot be. */
export function readScd(data: Uint8Array): Measurement[] | undefined {
  if (data.length !== 12) return undefined;
  const view = viewOf(data);
  const read = quantities.map(([quantity, unit], index) =>
    measurement(quantity, unit, view.getFloat32(4 * index)),
  );
  const possible = read.every(({ value }, index) => {
    const [, , lowest, highest] = quantities[index] ?? [];
    return lowest !== undefined && value >= lowest && value <= highest;
  });
  return possible ? read : undefined;
}

/** Milliseconds between two questions; the device answers within a few. */
const askEvery = 500;

type Question = 'start' | 'interval' | 'ready' | 'read';

function open({ everySeconds }: SettingsOf<'scd30'>) {
  const scanner = createScanner(lookForModbus(address), longestModbus);
  let question: Question = 'interval';
  let next = 0;
  return {
    take(bytes: Uint8Array, now: number): Heard {
      const { frames, frameBytes, damaged } = scanner.push(bytes);
      const heard: Heard = { ...nothingHeard(), frames: frames.length, frameBytes, damaged };
      for (const answer of frames) {
        if (answer.kind === 'written') question = question === 'interval' ? 'start' : 'ready';
        else if (answer.kind === 'exception') question = 'interval';
        else if (question === 'ready' && answer.values.length === 1) {
          if (answer.values[0] === 1) question = 'read';
        } else if (question === 'read' && answer.values.length === 6) {
          const read = readScd(answer.data);
          if (read) heard.measurements = read;
          else heard.damaged += 1;
          question = 'ready';
          // The next measurement is that far away.
          next = now + Math.max(askEvery, everySeconds * 1000 - 2 * askEvery);
        }
      }
      return heard;
    },
    tick(now: number): Uint8Array[] {
      if (now < next) return [];
      next = now + askEvery;
      return [question === 'interval' ? scdCommands.interval(everySeconds) : scdCommands[question]()];
    },
  };
}

export const scd30: Driver<SettingsOf<'scd30'>> = {
  name: 'scd30',
  bauds: [19_200],
  question: [scdCommands.firmware()],
  silence: ({ everySeconds }) => 5_000 + 1_000 * everySeconds,
  open,
  recognise: signature(() => createScanner(lookForModbus(address), longestModbus)),
};
