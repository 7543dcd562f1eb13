import { commandReader, type Device } from './device.ts';

export interface ParticleCounter extends Device {
  /** µg/m³ of particles up to 1, 2.5 and 10 µm. */
  air: [number, number, number];
  asleep: boolean;
  passive: boolean;
}

/** A Plantower PMS5003: a frame about every second, or when asked in passive mode. */
export function createParticleCounter(): ParticleCounter {
  const read = commandReader(
    (bytes) => (bytes[0] !== 0x42 || (bytes.length > 1 && bytes[1] !== 0x4d) ? 0 : 7),
    (command) => {
      let sum = 0;
      for (const byte of command.subarray(0, 5)) sum += byte;
      if (sum !== command.readUInt16BE(5)) return;
      const [, , code, , data] = command;
      if (code === 0xe2 && !counter.asleep) answers.push(airBytes(counter.air));
      if (code === 0xe1) counter.passive = data === 0;
      if (code === 0xe4) counter.asleep = data === 0;
      if (code === 0xe1 || code === 0xe4) answers.push(framed([code, data ?? 0]));
    },
  );
  let answers: Uint8Array[] = [];
  const counter: ParticleCounter = {
    baud: 9600,
    period: 800,
    air: [4, 7, 9],
    asleep: false,
    passive: false,
    take(bytes) {
      answers = [];
      read(bytes);
      return answers;
    },
    speak: () => (counter.asleep || counter.passive ? [] : [airBytes(counter.air)]),
  };
  return counter;
}

/** One data frame: concentrations twice, then counts in 0.1 l. */
export function airBytes(air: readonly number[]): Uint8Array {
  const words = [...air, ...air, 900, 300, 60, 12, 3, 1, 0x9700];
  return framed(words.flatMap((word) => [word >> 8, word & 0xff]));
}

function framed(content: readonly number[]): Uint8Array {
  const length = content.length + 2;
  const bytes = [0x42, 0x4d, length >> 8, length & 0xff, ...content];
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return Uint8Array.from([...bytes, (sum >> 8) & 0xff, sum & 0xff]);
}
