import type { SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, measurement, nothingHeard } from './driver.ts';
import { agrees, createScanner, type Look, signature, until, viewOf } from './scanner.ts';

/**
 * Plantower PMS5003, laser counter of particles. After its manual "Digital universal particle concentration
 * sensor PMS5003 series data manual" V2.3 (2016), appendix I: transport protocol. Frames begin with 42 4D,
 * carry big-endian words after a length in bytes, and end with the sum of all bytes before.
 */
export type PmsFrame =
  /** 13 words. */
  | { kind: 'data'; words: readonly number[] }
  /** The device's answer to a command. */
  | { kind: 'answer'; command: number; data: number };

const head = [0x42, 0x4d] as const;
const longest = 32;

export function lookForPms(bytes: Uint8Array): Look<PmsFrame> {
  if (!agrees(bytes, head)) return { skip: until(bytes, head[0]), damaged: false };
  if (bytes.length < 4) return 'more';
  const view = viewOf(bytes);
  const length = view.getUint16(2);
  // Nothing but these two lengths exists; everything else is a damaged frame.
  if (length !== 28 && length !== 4) return { skip: 1, damaged: true };
  const whole = length + 4;
  if (bytes.length < whole) return 'more';
  let sum = 0;
  for (let index = 0; index < whole - 2; index += 1) sum += bytes[index] ?? 0;
  if ((sum & 0xffff) !== view.getUint16(whole - 2)) return { skip: 1, damaged: true };
  if (length === 4) {
    return { found: { kind: 'answer', command: view.getUint8(4), data: view.getUint8(5) }, length: whole };
  }
  const words = Array.from({ length: 13 }, (_, index) => view.getUint16(4 + 2 * index));
  return { found: { kind: 'data', words }, length: whole };
}

/** A command of the manual's appendix: 42 4D, command, two bytes of data, sum. */
function command(code: number, data: number): Uint8Array {
  const bytes = Buffer.from([...head, code, data >> 8, data & 0xff, 0, 0]);
  bytes.writeUInt16BE(head[0] + head[1] + code + (data >> 8) + (data & 0xff), 5);
  return bytes;
}

export const pmsCommands = {
  /** Asks for one frame, in passive mode. */
  read: () => command(0xe2, 0),
  passive: () => command(0xe1, 0),
  /** Frames come by themselves, every 200 ms to 2.3 s. */
  active: () => command(0xe1, 1),
  sleep: () => command(0xe4, 0),
  wake: () => command(0xe4, 1),
};

/** Words of a data frame in their order; concentrations are those "under atmospheric environment". */
const quantities = [
  [3, 'pm1', 'µg/m³', 1],
  [4, 'pm2_5', 'µg/m³', 1],
  [5, 'pm10', 'µg/m³', 1],
  // Counted in 0.1 l, reported in cm³.
  [6, 'particles_0_3', '1/cm³', 0.01],
  [7, 'particles_0_5', '1/cm³', 0.01],
  [8, 'particles_1', '1/cm³', 0.01],
  [9, 'particles_2_5', '1/cm³', 0.01],
  [10, 'particles_5', '1/cm³', 0.01],
  [11, 'particles_10', '1/cm³', 0.01],
] as const;

/** Milliseconds: the manual asks for 30 s of fan before a reading counts. */
const fanNeeds = 30_000;
const askAgain = 2_000;

function open({ restSeconds }: SettingsOf<'pms5003'>) {
  const scanner = createScanner(lookForPms, longest);
  const rest = restSeconds === undefined ? null : restSeconds * 1000;
  let begun = false;
  /** With rests: when the fan was started, or null while it rests; and when the next thing is to be done. */
  let awakeSince: number | null = null;
  let next = 0;

  const fallAsleep = (now: number): Uint8Array[] => {
    if (rest === null || awakeSince === null || now - awakeSince < fanNeeds) return [];
    awakeSince = null;
    next = now + Math.max(1000, rest - fanNeeds);
    return [pmsCommands.sleep()];
  };
  return {
    take(bytes: Uint8Array, now: number): Heard {
      const { frames, frameBytes, damaged } = scanner.push(bytes);
      const heard: Heard = { ...nothingHeard(), frames: frames.length, frameBytes, damaged };
      const latest = frames.findLast((frame) => frame.kind === 'data');
      // While the fan gathers speed the figures are too low.
      if (latest?.kind !== 'data' || (rest !== null && (awakeSince ?? now) + fanNeeds > now)) return heard;
      heard.measurements = quantities.map(([word, quantity, unit, scale]) =>
        measurement(quantity, unit, (latest.words[word] ?? 0) * scale),
      );
      heard.send = fallAsleep(now);
      return heard;
    },
    tick(now: number): Uint8Array[] {
      if (rest === null) {
        if (begun) return [];
        begun = true;
        return [pmsCommands.wake(), pmsCommands.active()];
      }
      if (now < next) return [];
      if (awakeSince === null) {
        awakeSince = now;
        next = now + fanNeeds;
        return [pmsCommands.wake(), pmsCommands.passive()];
      }
      next = now + askAgain;
      return [pmsCommands.read()];
    },
  };
}

export const pms5003: Driver<SettingsOf<'pms5003'>> = {
  name: 'pms5003',
  bauds: [9600],
  question: [pmsCommands.wake(), pmsCommands.active()],
  silence: ({ restSeconds }) => (restSeconds === undefined ? 6_000 : restSeconds * 1000 + 2 * fanNeeds),
  open,
  recognise: signature(() => createScanner(lookForPms, longest)),
};
