import { commandReader, type Device } from './device.ts';

export interface DustSensor extends Device {
  /** The ten values of a measurement. */
  values: number[];
  measuring: boolean;
  /** The status register. */
  status: number;
  cleaningSeconds: number;
}

/** A Sensirion SPS30 behind SHDLC: speaks only when it is spoken to. */
export function createDustSensor(): DustSensor {
  let answers: Uint8Array[] = [];
  const read = commandReader(
    (bytes) => {
      if (bytes[0] !== 0x7e) return 0;
      const end = bytes.indexOf(0x7e, 1);
      return end < 0 ? undefined : end === 1 ? 0 : end + 1;
    },
    (frame) => {
      const content = plain(frame.subarray(1, -1));
      const sum = content.reduce((total, byte) => total + byte, 0) & 0xff;
      if (sum !== 0xff || content[0] !== 0) return;
      const [, command = 0] = content;
      const [state, data] = obey(command, content.slice(3, -1));
      answers.push(shdlcBytes([0, command, state, data.length, ...data]));
    },
  );
  const obey = (command: number, data: number[]): [number, number[]] => {
    switch (command) {
      case 0x00:
        if (sensor.measuring) return [0x43, []];
        sensor.measuring = true;
        return [0, []];
      case 0x01:
        if (!sensor.measuring) return [0x43, []];
        sensor.measuring = false;
        return [0, []];
      case 0x03:
        return sensor.measuring ? [0, floats(sensor.values)] : [0x43, []];
      case 0x80:
        if (data.length === 5) sensor.cleaningSeconds = Buffer.from(data).readUInt32BE(1);
        return [0, []];
      case 0xd0:
        return [0, [...Buffer.from(data[0] === 3 ? 'EMULATED00000001\0' : '00080000\0')]];
      case 0xd2: {
        const register = Buffer.alloc(5);
        register.writeUInt32BE(sensor.status >>> 0);
        return [0, [...register]];
      }
      case 0x10:
      case 0x11:
      case 0x56:
      case 0xd3:
        return [0, []];
      default:
        return [0x02, []];
    }
  };
  const sensor: DustSensor = {
    baud: 115_200,
    period: 60_000,
    values: [3.5, 4.25, 4.5, 4.625, 21, 24, 24.5, 24.5, 24.5, 0.5],
    measuring: false,
    status: 0,
    cleaningSeconds: 604_800,
    take(bytes) {
      answers = [];
      read(bytes);
      return answers;
    },
    speak: () => [],
  };
  return sensor;
}

/** SHDLC with its checksum and stuffing. */
export function shdlcBytes(content: readonly number[]): Uint8Array {
  const sum = content.reduce((total, byte) => total + byte, 0) & 0xff;
  const stuffed = [...content, 0xff - sum].flatMap((byte) =>
    [0x7e, 0x7d, 0x11, 0x13].includes(byte) ? [0x7d, byte ^ 0x20] : [byte],
  );
  return Uint8Array.from([0x7e, ...stuffed, 0x7e]);
}

function plain(stuffed: Uint8Array): number[] {
  const bytes: number[] = [];
  for (let index = 0; index < stuffed.length; index += 1) {
    const byte = stuffed[index] ?? 0;
    if (byte === 0x7d) {
      index += 1;
      bytes.push((stuffed[index] ?? 0) ^ 0x20);
    } else bytes.push(byte);
  }
  return bytes;
}

export function floats(values: readonly number[]): number[] {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeFloatBE(value, 4 * index);
  return [...bytes];
}
