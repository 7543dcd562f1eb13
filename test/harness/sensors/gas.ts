import { commandReader, type Device } from './device.ts';
import { floats } from './dust.ts';

export interface GasSensor extends Device {
  /** ppm, °C, %. */
  air: [number, number, number];
  measuring: boolean;
  intervalSeconds: number;
}

/** A Sensirion SCD30 behind Modbus RTU: speaks only when it is spoken to. */
export function createGasSensor(): GasSensor {
  let answers: Uint8Array[] = [];
  const read = commandReader(
    (bytes) => (bytes[0] === 0x61 ? 8 : 0),
    (request) => {
      if (crc(request.subarray(0, 6)) !== request.readUInt16LE(6)) return;
      const register = request.readUInt16BE(2);
      const value = request.readUInt16BE(4);
      if (request[1] === 0x06) {
        if (register === 0x36) sensor.measuring = true;
        if (register === 0x37) sensor.measuring = false;
        if (register === 0x25) sensor.intervalSeconds = value;
        answers.push(Uint8Array.from(request));
        return;
      }
      const data = holding(register);
      answers.push(modbusBytes(data ? [0x61, 0x03, data.length, ...data] : [0x61, 0x83, 0x02]));
    },
  );
  const holding = (register: number): number[] | undefined => {
    if (register === 0x20) return [0x03, 0x42];
    if (register === 0x27) return [0, sensor.measuring ? 1 : 0];
    return register === 0x28 ? floats(sensor.air) : undefined;
  };
  const sensor: GasSensor = {
    baud: 19_200,
    period: 60_000,
    air: [612.5, 21.25, 44.5],
    measuring: false,
    intervalSeconds: 2,
    take(bytes) {
      answers = [];
      read(bytes);
      return answers;
    },
    speak: () => [],
  };
  return sensor;
}

export function modbusBytes(content: readonly number[]): Uint8Array {
  const sum = crc(Uint8Array.from(content));
  return Uint8Array.from([...content, sum & 0xff, sum >> 8]);
}

/** CRC-16 with a table-free polynomial division, most significant bit last. */
function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = value % 2 === 1;
      value = Math.floor(value / 2);
      if (odd) value ^= 0xa001;
    }
  }
  return value;
}
