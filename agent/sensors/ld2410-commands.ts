import { commandHead, commandTail } from './ld2410-frames.ts';
import { viewOf } from './scanner.ts';

/** Commands of the HLK-LD2410; the documents are those of its frames. All but `enable` need `enable` first. */
export const radarCode = {
  gates: 0x60,
  parameters: 0x61,
  engineeringOn: 0x62,
  engineeringOff: 0x63,
  sensitivity: 0x64,
  firmware: 0xa0,
  baud: 0xa1,
  factoryReset: 0xa2,
  restart: 0xa3,
  end: 0xfe,
  enable: 0xff,
} as const;

/** The indices of the speeds that the radar knows, from 1. */
const bauds = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 256_000, 460_800];

export const radarCommands = {
  /** Begins the configuration, during which the radar reports nothing. */
  enable: () => command(radarCode.enable, word(1)),
  end: () => command(radarCode.end),
  /** Farthest gates in which moving and still targets are looked for, and how long somebody counts as there. */
  gates: (moving: number, still: number, noOneSeconds: number) =>
    command(radarCode.gates, [
      ...parameter(0, moving),
      ...parameter(1, still),
      ...parameter(2, noOneSeconds),
    ]),
  readParameters: () => command(radarCode.parameters),
  engineering: (on: boolean) => command(on ? radarCode.engineeringOn : radarCode.engineeringOff),
  /** Energies from which a target in this gate counts; gate `FFFF` stands for all. */
  sensitivity: (gate: number, moving: number, still: number) =>
    command(radarCode.sensitivity, [...parameter(0, gate), ...parameter(1, moving), ...parameter(2, still)]),
  firmware: () => command(radarCode.firmware),
  /** Takes effect after a restart; undefined for a speed that the radar does not know. */
  baud: (speed: number) => {
    const index = bauds.indexOf(speed);
    return index < 0 ? undefined : command(radarCode.baud, word(index + 1));
  },
  /** Takes effect after a restart. */
  factoryReset: () => command(radarCode.factoryReset),
  restart: () => command(radarCode.restart),
};

/** What the radar is set to. */
export interface RadarParameters {
  movingGate: number;
  stillGate: number;
  moving: number[];
  still: number[];
  noOneSeconds: number;
}

/** The data of the answer to `readParameters`. */
export function readParameters(data: Uint8Array): RadarParameters | undefined {
  const gates = (data[1] ?? 0) + 1;
  if (data[0] !== 0xaa || gates > 9 || data.length !== 4 + 2 * gates + 2) return undefined;
  return {
    movingGate: data[2] ?? 0,
    stillGate: data[3] ?? 0,
    moving: [...data.subarray(4, 4 + gates)],
    still: [...data.subarray(4 + gates, 4 + 2 * gates)],
    noOneSeconds: viewOf(data).getUint16(4 + 2 * gates, true),
  };
}

/** The data of the answer to `firmware`, such as `1.02.22062416`; its bytes are binary coded decimals. */
export function readFirmware(data: Uint8Array): string | undefined {
  if (data.length !== 8) return undefined;
  const digits = (byte: number): string => byte.toString(16).padStart(2, '0');
  const [, , minor = 0, major = 0] = data;
  const build = [...data.subarray(4)].reverse().map(digits).join('');
  return `${major}.${digits(minor)}.${build}`;
}

function command(code: number, value: readonly number[] = []): Uint8Array {
  const content = [...word(code), ...value];
  return Uint8Array.from([...commandHead, ...word(content.length), ...content, ...commandTail]);
}

function parameter(name: number, value: number): number[] {
  return [...word(name), ...word(value & 0xffff), ...word(value >>> 16)];
}

function word(value: number): number[] {
  return [value & 0xff, value >>> 8];
}
