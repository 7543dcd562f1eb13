import type { SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, type Measurement, measurement, nothingHeard } from './driver.ts';
import { createScanner, signature, viewOf } from './scanner.ts';
import { longestShdlc, lookForShdlc, type ShdlcAnswer, shdlcCommand } from './shdlc.ts';

/**
 * Sensirion SPS30, particulate matter. After its datasheet, version 1.0 (2020), section 5: operation and
 * communication through UART, and table of commands 5.3. Values are big-endian IEEE 754 floats.
 */
export const spsCommands = {
  /** Output as floats. */
  start: () => shdlcCommand(0x00, [0x01, 0x03]),
  stop: () => shdlcCommand(0x01),
  read: () => shdlcCommand(0x03),
  sleep: () => shdlcCommand(0x10),
  wake: () => shdlcCommand(0x11),
  cleanFan: () => shdlcCommand(0x56),
  /** Seconds of operation between two cleanings of the fan; 0 turns them off. */
  cleaningEvery: (seconds: number) =>
    shdlcCommand(0x80, [0x00, ...[24, 16, 8, 0].map((bits) => Math.floor(seconds / 2 ** bits) & 0xff)]),
  /** The name of the product, as zero-terminated text: `00080000` for every SPS30. */
  product: () => shdlcCommand(0xd0, [0x00]),
  serialNumber: () => shdlcCommand(0xd0, [0x03]),
  version: () => shdlcCommand(0xd1),
  /** The status register, which is cleared by being read. */
  status: () => shdlcCommand(0xd2, [0x01]),
  reset: () => shdlcCommand(0xd3),
};

const code = { start: 0x00, read: 0x03, status: 0xd2 } as const;
const commandsWithAnswer = new Set([0x00, 0x01, 0x03, 0x10, 0x11, 0x56, 0x80, 0xd0, 0xd1, 0xd2, 0xd3]);

const values = [
  ['pm1', 'µg/m³'],
  ['pm2_5', 'µg/m³'],
  ['pm4', 'µg/m³'],
  ['pm10', 'µg/m³'],
  ['particles_0_5', '1/cm³'],
  ['particles_1', '1/cm³'],
  ['particles_2_5', '1/cm³'],
  ['particles_4', '1/cm³'],
  ['particles_10', '1/cm³'],
  ['particle_size', 'µm'],
] as const;

/** Bits of the status register. */
const alarms = [
  [21, 'fan_speed_alarm'],
  [5, 'laser_alarm'],
  [4, 'fan_alarm'],
] as const;

/** Milliseconds. */
const statusEvery = 60_000;
const answerWithin = 1_000;

/** Measurements of an answer; undefined where it cannot be one of an SPS30. */
export function readSps({ command, data }: ShdlcAnswer): Measurement[] | undefined {
  // Without new values the device answers with nothing.
  if (data.length === 0) return [];
  const view = viewOf(data);
  if (command === code.read) {
    if (data.length !== 40) return undefined;
    const read = values.map(([quantity, unit], index) =>
      measurement(quantity, unit, view.getFloat32(4 * index)),
    );
    return read.every(({ value }) => Number.isFinite(value) && value >= 0) ? read : undefined;
  }
  if (command === code.status) {
    if (data.length < 4) return undefined;
    const register = view.getUint32(0);
    return alarms.map(([bit, quantity]) => measurement(quantity, '1', (register >>> bit) & 1));
  }
  return [];
}

function open({ everySeconds, cleaningSeconds }: SettingsOf<'sps30'>) {
  const scanner = createScanner(lookForShdlc, longestShdlc);
  let measuring = false;
  let next = 0;
  let nextStatus = 0;
  let configured = cleaningSeconds === undefined;
  return {
    take(bytes: Uint8Array): Heard {
      const { frames, frameBytes, damaged } = scanner.push(bytes);
      const heard: Heard = { ...nothingHeard(), frameBytes, damaged };
      for (const answer of frames) {
        const read = commandsWithAnswer.has(answer.command) ? readSps(answer) : undefined;
        if (read === undefined) {
          heard.damaged += 1;
          continue;
        }
        heard.frames += 1;
        heard.measurements.push(...read);
        // 0x43: the command is not allowed now. For `start` that means it measures already, for `read` that it
        // does not any more.
        const error = answer.state & 0x7f;
        if (answer.command === code.start) measuring = error === 0 || error === 0x43;
        if (answer.command === code.read && error === 0x43) measuring = false;
      }
      return heard;
    },
    tick(now: number): Uint8Array[] {
      if (now < next) return [];
      if (!measuring) {
        next = now + answerWithin;
        return [spsCommands.wake(), spsCommands.start()];
      }
      if (!configured && cleaningSeconds !== undefined) {
        configured = true;
        next = now + answerWithin;
        return [spsCommands.cleaningEvery(cleaningSeconds)];
      }
      if (now >= nextStatus) {
        nextStatus = now + statusEvery;
        next = now + answerWithin;
        return [spsCommands.status()];
      }
      next = now + everySeconds * 1000;
      return [spsCommands.read()];
    },
  };
}

export const sps30: Driver<SettingsOf<'sps30'>> = {
  name: 'sps30',
  bauds: [115_200],
  question: [spsCommands.product()],
  silence: ({ everySeconds }) => Math.max(5_000, 3_000 * everySeconds),
  open,
  recognise: signature(() => createScanner(lookForShdlc, longestShdlc)),
};
