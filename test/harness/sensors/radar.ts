import { commandReader, type Device } from './device.ts';

/** Who stands before the radar: distances in cm, null for nobody. */
export interface Scene {
  moving: number | null;
  still: number | null;
}

export interface Radar extends Device {
  scene: Scene;
  /** What it keeps without power. */
  memory: { movingGate: number; stillGate: number; noOne: number; moving: number[]; still: number[] };
  /** Commands that it carried out, by their code. */
  done: number[];
  configuring: boolean;
  engineering: boolean;
}

const head = [0xfd, 0xfc, 0xfb, 0xfa];
const tail = [0x04, 0x03, 0x02, 0x01];
const bauds = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 256_000, 460_800];

/** A HLK-LD2410: reports ten times a second, and obeys commands between `enable` and `end`. */
export function createRadar(scene: Scene = { moving: null, still: null }): Radar {
  const factory = (): Radar['memory'] => ({
    movingGate: 8,
    stillGate: 8,
    noOne: 5,
    moving: [50, 50, 40, 30, 20, 15, 15, 15, 15],
    still: [0, 0, 40, 40, 30, 30, 20, 20, 20],
  });
  let nextBaud = 256_000;
  const restart = (): void => {
    radar.configuring = false;
    radar.engineering = false;
    radar.baud = nextBaud;
  };
  const obey = (code: number, value: Buffer): number[] | undefined => {
    const { memory } = radar;
    if (code === 0xff) {
      radar.configuring = true;
      return [0x01, 0x00, 0x40, 0x00];
    }
    if (!radar.configuring) return undefined;
    const parameter = (index: number): number => value.readUInt32LE(6 * index + 2);
    switch (code) {
      case 0xfe:
        radar.configuring = false;
        return [];
      case 0x60:
        Object.assign(memory, { movingGate: parameter(0), stillGate: parameter(1), noOne: parameter(2) });
        return [];
      case 0x61:
        return [
          ...[0xaa, 8, memory.movingGate, memory.stillGate, ...memory.moving, ...memory.still],
          ...[memory.noOne & 0xff, memory.noOne >> 8],
        ];
      case 0x62:
      case 0x63:
        radar.engineering = code === 0x62;
        return [];
      case 0x64:
        for (const gate of parameter(0) === 0xffff ? memory.moving.keys() : [parameter(0)]) {
          memory.moving[gate] = parameter(1);
          memory.still[gate] = parameter(2);
        }
        return [];
      case 0xa0:
        return [0x00, 0x01, 0x02, 0x01, 0x16, 0x24, 0x06, 0x22];
      case 0xa1:
        nextBaud = bauds[value.readUInt16LE(0) - 1] ?? nextBaud;
        return [];
      case 0xa2:
        radar.memory = factory();
        nextBaud = 256_000;
        return [];
      case 0xa3:
        return [];
      default:
        return undefined;
    }
  };
  let answers: Uint8Array[] = [];
  const read = commandReader(
    (bytes) => {
      if (head.some((byte, index) => index < bytes.length && bytes[index] !== byte)) return 0;
      return bytes.length < 6 ? undefined : 10 + bytes.readUInt16LE(4);
    },
    (command) => {
      const code = command.readUInt16LE(6);
      const answer = obey(code, command.subarray(8, -4));
      if (answer !== undefined) radar.done.push(code);
      const content = [code, 0x01, answer === undefined ? 1 : 0, 0x00, ...(answer ?? [])];
      answers.push(Uint8Array.from([...head, content.length, 0, ...content, ...tail]));
      if (code === 0xa3 && answer !== undefined) restart();
    },
  );
  const radar: Radar = {
    baud: 256_000,
    period: 100,
    scene,
    memory: factory(),
    done: [],
    configuring: false,
    engineering: false,
    take(bytes) {
      answers = [];
      read(bytes);
      return answers;
    },
    speak: () => (radar.configuring ? [] : [reportBytes(radar.scene, radar.engineering)]),
  };
  return radar;
}

/** One report frame. */
export function reportBytes({ moving, still }: Scene, engineering = false): Uint8Array {
  const word = (value: number): number[] => [value & 0xff, value >> 8];
  const target = [
    (moving === null ? 0 : 1) | (still === null ? 0 : 2),
    ...[...word(moving ?? 0), moving === null ? 0 : 60],
    ...[...word(still ?? 0), still === null ? 0 : 55],
    ...word(Math.min(moving ?? 600, still ?? 600)),
  ];
  const gates = engineering ? [8, 8, ...Array(9).fill(10), ...Array(9).fill(20), 0x7f, 0x01] : [];
  const content = [engineering ? 1 : 2, 0xaa, ...target, ...gates, 0x55, 0x00];
  return Uint8Array.from([0xf4, 0xf3, 0xf2, 0xf1, content.length, 0, ...content, 0xf8, 0xf7, 0xf6, 0xf5]);
}
