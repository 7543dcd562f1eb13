import { constants, setPriority } from 'node:os';
import { type Outcome, round } from '../report.ts';
import { Scope } from '../scene.ts';
import { openBrowser } from './browser.ts';
import { lines, makeSpaces, openLine, probeLine, type Spaces } from './lines.ts';
import { type Measured, measure } from './measure.ts';
import { openTotem, type Shape } from './totem.ts';

const usual: Shape = { width: 640, height: 480, framesPerSecond: 25 };
/** A call that needs a quarter of the processor's work: shows whether that is what holds frames back. */
const small: Shape = { width: 320, height: 240, framesPerSecond: 15 };

const screen = { width: 540, height: 960 };
const seed = 6;

interface Part {
  name: string;
  line: string;
  shape: Shape;
  /** A display of the totem's shows the call. */
  shown: boolean;
}

/** What can be chosen: the usual call on one of the lines, small ones on some, and one on a display. */
const all: Part[] = [
  ...Object.keys(lines).map((line) => ({ name: line, line, shape: usual, shown: false })),
  ...['clean', 'loss5'].map((line) => ({ name: `${line}-small`, line, shape: small, shown: false })),
  { name: 'display', line: 'clean', shape: usual, shown: true },
];
export const parts = all.map(({ name }) => name);

/** A totem that calls a browser, beside a browser that calls a browser, on the same lines. */
export async function call(only: readonly string[]): Promise<Outcome> {
  // Both sides of every comparison, so that what else the machine does is in the figures as little as can be.
  setPriority(constants.priority.PRIORITY_HIGH);
  const scope = new Scope();
  try {
    const spaces = await makeSpaces(scope);
    const figures: Record<string, number> = {};
    const rows: (string | number)[][] = [];
    const proofs: string[] = [];
    const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
    for (const { name, line, shape, shown } of chosen) {
      proofs.push(`${name}: ${await proofOf(spaces, line)}`);
      for (const [who, openCaller] of [
        ['totem', openTotem(spaces.caller, shape, shown ? screen : undefined)],
        ['chromium', openBrowser(spaces.caller, shape)],
      ] as const) {
        const away = await openLine(spaces, shapeOf(line), seed);
        try {
          const measured = await measure(openCaller, openBrowser(spaces.desk, shape));
          rows.push([name, who, ...columns.map(([, value]) => round(value(measured)))]);
          Object.assign(figures, figuresOf(`${who}_${name}`, measured));
        } finally {
          await away();
        }
      }
    }
    const names = chosen.map(({ name }) => name);
    return {
      figures,
      aims: aimsOf(figures, names),
      table: { columns: ['line', 'who calls', ...columns.map(([title]) => title)], rows },
      notes: [...notes, ...proofs],
    };
  } finally {
    await scope.end();
  }
}

const columns: readonly [string, (measured: Measured) => number][] = [
  ['first picture at the caller, ms', ({ caller }) => caller.first],
  ['at the desk, ms', ({ desk }) => desk.first],
  ['frames/s at the caller', ({ caller }) => caller.framesPerSecond],
  ['at the desk', ({ desk }) => desk.framesPerSecond],
  ['latency to the caller, ms', ({ caller }) => caller.latency],
  ['to the desk, ms', ({ desk }) => desk.latency],
  ['sound after picture at the caller, ms', ({ caller }) => caller.skew],
  ['at the desk, ms', ({ desk }) => desk.skew],
  ['processor of the caller, %', ({ cpu }) => cpu],
  ['a picture, ms', ({ cpuPerPicture }) => cpuPerPicture],
  ['load', ({ load }) => load],
];

const notes = [
  'both call a Chromium in another network; 640x480 at 25 frames/s (small: 320x240 at 15) and sound both ways; the moment is drawn into each picture and beeps are at known moments, all by one clock',
  "the totem is its media process with drawn pictures and made beeps; its pictures count where the display takes them, composed with the citizen's own; camera and devices are not in it",
  `display: a totem's display of ${screen.width}x${screen.height} without a graphics processor shows it too`,
  `the line is a process between two tun devices, seed ${seed}; delays are half one way, half the other; what it did to 1500 datagrams and a flood of 16 Mbit/s follows`,
];

function shapeOf(line: string) {
  const shape = lines[line];
  if (!shape) throw new Error(`no line ${line}`);
  return shape;
}

/** What the line does, measured, in words. */
async function proofOf(spaces: Spaces, line: string): Promise<string> {
  const away = await openLine(spaces, shapeOf(line), seed);
  try {
    const { loss, delay, slow, rate } = await probeLine(spaces);
    return `${round(loss * 100)} % lost, ${round(delay)} ms one way (a twentieth more than ${round(slow)}), ${round(rate / 1e6)} Mbit/s`;
  } finally {
    await away();
  }
}

function figuresOf(name: string, measured: Measured): Record<string, number> {
  const { caller, desk, cpus, cpu, cpuPerPicture } = measured;
  const parts = Object.entries(cpus).map(([part, percent]) => [`${name}_cpu_${part}_percent`, percent]);
  return {
    ...Object.fromEntries(parts),
    [`${name}_first_frame_ms`]: Math.max(caller.first, desk.first),
    [`${name}_frames_per_second`]: Math.min(caller.framesPerSecond, desk.framesPerSecond),
    [`${name}_latency_ms`]: Math.max(caller.latency, desk.latency),
    [`${name}_skew_ms`]: Math.abs(caller.skew) > Math.abs(desk.skew) ? caller.skew : desk.skew,
    [`${name}_cpu_percent`]: cpu,
    [`${name}_cpu_ms_per_picture`]: cpuPerPicture,
  };
}

function aimsOf(figures: Record<string, number>, chosen: readonly string[]): Outcome['aims'] {
  const aims: Outcome['aims'] = {};
  const hold = (name: string, aim: string, met: (value: number) => boolean) => {
    const value = figures[name];
    if (value !== undefined) aims[name] = { aim, met: met(value) };
  };
  for (const name of chosen) {
    hold(`totem_${name}_first_frame_ms`, '<= 1500', (value) => value <= 1500);
    const peer = figures[`chromium_${name}_latency_ms`] ?? Number.NaN;
    hold(`totem_${name}_latency_ms`, `<= ${round(peer + 100)}`, (value) => value <= peer + 100);
  }
  hold('totem_loss5_frames_per_second', '>= 20', (value) => value >= 20);
  const processor = figures.chromium_clean_cpu_ms_per_picture ?? Number.NaN;
  hold('totem_clean_cpu_ms_per_picture', `< ${round(processor)}`, (value) => value < processor);
  return aims;
}
