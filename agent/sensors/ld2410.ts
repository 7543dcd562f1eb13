import type { SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, type Measurement, measurement, nothingHeard } from './driver.ts';
import { type RadarParameters, radarCode, radarCommands, readParameters } from './ld2410-commands.ts';
import { longestRadar, lookForRadar, type RadarFrame, type RadarReport } from './ld2410-frames.ts';
import { createScanner, signature } from './scanner.ts';

type Settings = SettingsOf<'ld2410'>;

/** One command of the setting-up, and the code that its answer carries. */
interface Errand {
  code: number;
  bytes: Uint8Array;
}

/** Milliseconds, and how often a command without an answer is said again. */
const answerWithin = 500;
const tries = 3;

/** What is reported of one frame; a distance only while there is a target. */
export function measurementsOf(report: RadarReport): Measurement[] {
  const { moving, still, gates } = report;
  const metres = (centimetres: number): number => centimetres / 100;
  return [
    measurement('presence', '1', moving || still ? 1 : 0),
    measurement('moving', '1', moving ? 1 : 0),
    ...(moving || still ? [measurement('distance', 'm', metres(nearest(report)))] : []),
    ...(moving ? [measurement('moving_distance', 'm', metres(report.movingDistance))] : []),
    measurement('moving_energy', '%', report.movingEnergy),
    ...(still ? [measurement('still_distance', 'm', metres(report.stillDistance))] : []),
    measurement('still_energy', '%', report.stillEnergy),
    ...(gates?.moving ?? []).map((energy, gate) => measurement(`moving_energy_gate_${gate}`, '%', energy)),
    ...(gates?.still ?? []).map((energy, gate) => measurement(`still_energy_gate_${gate}`, '%', energy)),
  ];
}

const distances = ['distance', 'moving_distance', 'still_distance'];

function nearest({ moving, still, movingDistance, stillDistance }: RadarReport): number {
  if (moving && still) return Math.min(movingDistance, stillDistance);
  return moving ? movingDistance : stillDistance;
}

/** The commands that bring the radar from what it is set to, to what is wanted. It keeps them without power. */
export function errandsFor(wanted: Settings, actual: RadarParameters): Errand[] {
  const movingGate = wanted.maximumGate ?? actual.movingGate;
  const stillGate = wanted.maximumGate ?? actual.stillGate;
  const noOne = wanted.noOneSeconds ?? actual.noOneSeconds;
  const errands: Errand[] = [];
  if (movingGate !== actual.movingGate || stillGate !== actual.stillGate || noOne !== actual.noOneSeconds) {
    errands.push({ code: radarCode.gates, bytes: radarCommands.gates(movingGate, stillGate, noOne) });
  }
  for (const { gate, moving, still } of wanted.sensitivity ?? []) {
    if (actual.moving[gate] === moving && actual.still[gate] === still) continue;
    errands.push({ code: radarCode.sensitivity, bytes: radarCommands.sensitivity(gate, moving, still) });
  }
  return errands;
}

/**
 * The conversation with the radar: first it is set up, where it answers at all (its input need not be wired),
 * then it is listened to. The setting-up always ends with `end`, because a radar whose configuration was left
 * open reports nothing.
 */
function open(settings: Settings) {
  const scanner = createScanner(lookForRadar, longestRadar);
  const ending: Errand[] = [
    {
      code: settings.engineering ? radarCode.engineeringOn : radarCode.engineeringOff,
      bytes: radarCommands.engineering(settings.engineering),
    },
    { code: radarCode.end, bytes: radarCommands.end() },
  ];
  let errands: Errand[] = [
    { code: radarCode.enable, bytes: radarCommands.enable() },
    { code: radarCode.parameters, bytes: radarCommands.readParameters() },
    ...ending,
  ];
  let said = 0;
  let due = 0;

  const say = (now: number): Uint8Array[] => {
    const [errand] = errands;
    if (errand === undefined) return [];
    said += 1;
    due = now + answerWithin;
    return [errand.bytes];
  };
  const answered = (answer: Extract<RadarFrame, { kind: 'answer' }>, now: number): Uint8Array[] => {
    if (answer.command !== errands[0]?.code) return [];
    errands.shift();
    said = 0;
    const actual = answer.command === radarCode.parameters ? readParameters(answer.data) : undefined;
    if (actual) errands = [...errandsFor(settings, actual), ...errands];
    return say(now);
  };
  return {
    take(bytes: Uint8Array, now: number): Heard {
      const { frames, frameBytes, damaged } = scanner.push(bytes);
      const heard: Heard = { ...nothingHeard(), frames: frames.length, frameBytes, damaged };
      for (const frame of frames) {
        // The last report of several is what holds now.
        if (frame.kind === 'report') {
          heard.measurements = measurementsOf(frame);
          heard.gone = distances.filter((name) =>
            heard.measurements.every(({ quantity }) => quantity !== name),
          );
        } else heard.send.push(...answered(frame, now));
      }
      return heard;
    },
    tick(now: number): Uint8Array[] {
      if (errands.length === 0 || now < due) return [];
      if (said < tries) return say(now);
      // Who does not answer is not asked for more, but a configuration that may be open is closed.
      errands = errands.length > 1 ? errands.slice(-1) : [];
      said = 0;
      return say(now);
    },
  };
}

export const ld2410: Driver<Settings> = {
  name: 'ld2410',
  bauds: [256_000, 115_200],
  // A radar whose configuration was left open reports again after it; every other answers.
  question: [radarCommands.enable(), radarCommands.end()],
  silence: () => 3_000,
  open,
  recognise: signature(() => createScanner(lookForRadar, longestRadar)),
};
