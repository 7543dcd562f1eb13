import { agrees, type Look, viewOf } from './scanner.ts';

/**
 * Frames of the Hi-Link HLK-LD2410 presence radar. After "HLK-LD2410 serial communication protocol" V1.02 and
 * "HLK-LD2410B serial communication protocol" V1.04 (Shenzhen Hi-Link Electronic). Everything is
 * little-endian; there is no checksum, so every fixed byte and every range is checked.
 */
export type RadarFrame =
  | RadarReport
  /** What the radar answers to a command. */
  | { kind: 'answer'; command: number; failed: boolean; data: Uint8Array };

export interface RadarReport {
  kind: 'report';
  moving: boolean;
  still: boolean;
  /** Distances in cm, energies in percent. */
  movingDistance: number;
  movingEnergy: number;
  stillDistance: number;
  stillEnergy: number;
  detectionDistance: number;
  /** In engineering mode: the energies of each gate. */
  gates: { moving: number[]; still: number[] } | null;
}

const reportHead = [0xf4, 0xf3, 0xf2, 0xf1] as const;
const reportTail = [0xf8, 0xf7, 0xf6, 0xf5] as const;
export const commandHead = [0xfd, 0xfc, 0xfb, 0xfa] as const;
export const commandTail = [0x04, 0x03, 0x02, 0x01] as const;

const longestContent = 64;
export const longestRadar = 4 + 2 + longestContent + 4;

/** Farther than the last gate's far edge nothing can be detected. */
const farthest = 9 * 75;

export function lookForRadar(bytes: Uint8Array): Look<RadarFrame> {
  const isReport = agrees(bytes, reportHead);
  if (!isReport && !agrees(bytes, commandHead)) return { skip: nextHead(bytes), damaged: false };
  if (bytes.length < 6) return 'more';
  const length = viewOf(bytes).getUint16(4, true);
  if (length < 4 || length > longestContent) return { skip: 4, damaged: true };
  const whole = 4 + 2 + length + 4;
  if (bytes.length < whole) return 'more';
  const content = bytes.subarray(6, 6 + length);
  const tail = isReport ? reportTail : commandTail;
  const found = agrees(bytes.subarray(whole - 4), tail)
    ? isReport
      ? reportIn(content)
      : answerIn(content)
    : undefined;
  return found ? { found, length: whole } : { skip: 4, damaged: true };
}

function nextHead(bytes: Uint8Array): number {
  for (let index = 1; index < bytes.length; index += 1) {
    if (bytes[index] === reportHead[0] || bytes[index] === commandHead[0]) return index;
  }
  return bytes.length;
}

function answerIn(content: Uint8Array): RadarFrame | undefined {
  // The answer's command word is that of the command with bit 8 set; a command of ours that is echoed has not.
  if (content[1] !== 1) return undefined;
  return {
    kind: 'answer',
    command: content[0] ?? 0,
    failed: viewOf(content).getUint16(2, true) !== 0,
    data: Uint8Array.from(content.subarray(4)),
  };
}

/** Type, AA, target, (gates,) 55, 00. */
function reportIn(content: Uint8Array): RadarReport | undefined {
  const engineering = content[0] === 0x01;
  if (!engineering && content[0] !== 0x02) return undefined;
  if (content[1] !== 0xaa || content.at(-2) !== 0x55 || content.at(-1) !== 0x00) return undefined;
  if (!engineering && content.length !== 13) return undefined;
  if (engineering && content.length < 15) return undefined;
  const view = viewOf(content);
  const state = view.getUint8(2);
  const report: RadarReport = {
    kind: 'report',
    moving: (state & 1) === 1,
    still: (state & 2) === 2,
    movingDistance: view.getUint16(3, true),
    movingEnergy: view.getUint8(5),
    stillDistance: view.getUint16(6, true),
    stillEnergy: view.getUint8(8),
    detectionDistance: view.getUint16(9, true),
    gates: engineering ? gatesIn(content) : null,
  };
  const { movingDistance, stillDistance, detectionDistance, movingEnergy, stillEnergy, gates } = report;
  // States 4 to 6 tell of a measurement of the background noise, during which nobody is reported.
  if (state > 6 || movingEnergy > 100 || stillEnergy > 100) return undefined;
  if (Math.max(movingDistance, stillDistance, detectionDistance) > farthest) return undefined;
  if (engineering && gates === null) return undefined;
  return state <= 3 ? report : { ...report, moving: false, still: false };
}

function gatesIn(content: Uint8Array): RadarReport['gates'] {
  const movingGates = (content[11] ?? 0) + 1;
  const stillGates = (content[12] ?? 0) + 1;
  // What follows (light, state of the output pin) differs between versions and is not read.
  if (movingGates > 9 || stillGates > 9 || 13 + movingGates + stillGates + 2 > content.length) return null;
  const energies = [...content.subarray(13, 13 + movingGates + stillGates)];
  if (energies.some((energy) => energy > 100)) return null;
  return { moving: energies.slice(0, movingGates), still: energies.slice(movingGates) };
}
