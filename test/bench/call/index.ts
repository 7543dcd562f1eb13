import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { makeNamespaces, type Namespaces } from '../../harness/namespaces.ts';
import { until } from '../../harness/until.ts';
import { type Outcome, quantile, round } from '../report.ts';
import { Scope } from '../scene.ts';
import { openBrowser } from './browser.ts';
import type { End, Opened } from './end.ts';
import { openTotem } from './totem.ts';

const run = promisify(execFile);

/** What the line does to packets in each direction (tc-netem(8)); delays are one way, so that a round takes twice as long. */
const lines: Record<string, string[]> = {
  clean: [],
  loss2: ['loss', '2%'],
  loss5: ['loss', '5%'],
  delay50: ['delay', '25ms'],
  delay200: ['delay', '100ms'],
  rate500: ['rate', '500kbit', 'delay', '20ms'],
};
export const parts = Object.keys(lines);

/** Seconds that are watched, after those in which the sender finds out what the line carries. */
const settling = 4;
const watched = 6;
const patience = 60_000;

interface Measured {
  /** Milliseconds from the touch to the first picture of the other side. */
  first: { offering: number; answering: number };
  framesPerSecond: { offering: number; answering: number };
  latency: { offering: number; answering: number };
  /** Processor of the side that offers, in percent of one core, and in milliseconds for each picture sent or got. */
  cpu: number;
  cpuPerPicture: number;
}

/** A totem that calls a browser, beside a browser that calls a browser, on the same lines. */
export async function call(only: readonly string[]): Promise<Outcome> {
  const scope = new Scope();
  try {
    const spaces = await makeNamespaces(scope);
    if (!spaces) throw new Error('this machine lets nobody make network namespaces');
    await run('ip', ['-n', spaces.totem, 'address', 'add', '10.214.0.2/24', 'dev', spaces.cable]);
    const figures: Record<string, number> = {};
    const rows: (string | number)[][] = [];
    const missing: string[] = [];
    const chosen = parts.filter((part) => only.length === 0 || only.includes(part));
    for (const line of chosen) {
      if (!(await shape(spaces, lines[line] ?? []))) {
        missing.push(line);
        continue;
      }
      for (const [who, open] of [
        ['totem', openTotem(spaces.totem)],
        ['chromium', openBrowser(spaces.totem)],
      ] as const) {
        const { first, framesPerSecond, latency, cpu, cpuPerPicture } = await measure(
          open,
          openBrowser(spaces.hub),
        );
        rows.push([
          line,
          who,
          ...[first.offering, first.answering],
          ...[framesPerSecond.offering, framesPerSecond.answering],
          ...[latency.offering, latency.answering],
          cpu,
          cpuPerPicture,
        ]);
        figures[`${who}_${line}_first_frame_ms`] = Math.max(first.offering, first.answering);
        figures[`${who}_${line}_frames_per_second`] = Math.min(
          framesPerSecond.offering,
          framesPerSecond.answering,
        );
        figures[`${who}_${line}_latency_ms`] = Math.max(latency.offering, latency.answering);
        figures[`${who}_${line}_cpu_percent`] = cpu;
        figures[`${who}_${line}_cpu_ms_per_picture`] = cpuPerPicture;
      }
    }
    return { figures, aims: aimsOf(figures, chosen), table: { columns, rows }, notes: notes(missing) };
  } finally {
    await scope.end();
  }
}

const columns = [
  'line',
  'who calls',
  'first picture at the caller, ms',
  'at the desk, ms',
  'frames/s at the caller',
  'at the desk',
  'latency to the caller, ms',
  'to the desk, ms',
  'processor of the caller, %',
  'a picture, ms',
];

function notes(missing: readonly string[]): string[] {
  return [
    ...(missing.length > 0 ? [`NOT MEASURED, for this kernel has no netem: ${missing.join(', ')}`] : []),
    'both call a Chromium in another network namespace; 640x480 at 25 frames/s and sound both ways; the moment is drawn into each picture and read at the other end, in one clock',
    'the totem is the peer of its media process with drawn pictures: camera, composing and display are not in it; delays are half one way, half the other',
    `load of the machine at the end: ${round(loadavg()[0] ?? 0)}`,
  ];
}

function aimsOf(figures: Record<string, number>, chosen: readonly string[]): Outcome['aims'] {
  const aims: Outcome['aims'] = {};
  const hold = (name: string, aim: string, met: (value: number) => boolean) => {
    const value = figures[name];
    if (value !== undefined) aims[name] = { aim, met: met(value) };
  };
  hold('totem_clean_first_frame_ms', '<= 1500', (value) => value <= 1500);
  hold('totem_loss5_frames_per_second', '>= 20', (value) => value >= 20);
  for (const line of chosen) {
    const peer = figures[`chromium_${line}_latency_ms`] ?? Number.NaN;
    hold(`totem_${line}_latency_ms`, `<= ${round(peer + 100)}`, (value) => value <= peer + 100);
  }
  const processor = figures.chromium_clean_cpu_ms_per_picture ?? Number.NaN;
  hold('totem_clean_cpu_ms_per_picture', `< ${round(processor)}`, (value) => value < processor);
  return aims;
}

/** Makes the line so; false where the kernel cannot. */
async function shape({ hub, totem, cable }: Namespaces, netem: readonly string[]): Promise<boolean> {
  for (const space of [hub, totem]) {
    await run('tc', ['-n', space, 'qdisc', 'del', 'dev', cable, 'root']).catch(() => undefined);
    if (netem.length === 0) continue;
    const words = ['-n', space, 'qdisc', 'add', 'dev', cable, 'root', 'netem', 'limit', '1000', ...netem];
    const shaped = await run('tc', words).then(
      () => true,
      () => false,
    );
    if (!shaped) return false;
  }
  return true;
}

async function measure(openCaller: Opened, openDesk: Opened): Promise<Measured> {
  const ends: { caller?: End; desk?: End } = {};
  // In order, as the hub hands them on.
  const relay = (to: 'caller' | 'desk') => {
    let last = Promise.resolve();
    return (signal: CallSignal) => {
      last = last.then(() => ends[to]?.take(signal)).catch(() => undefined);
    };
  };
  const caller = await openCaller(relay('desk'));
  ends.caller = caller;
  try {
    const desk = await openDesk(relay('caller'));
    ends.desk = desk;
    const touched = Date.now();
    await caller.offer();
    await until(
      'a picture on both sides',
      async () => (await caller.seen()).first && (await desk.seen()).first,
      patience,
    );
    await pause(settling * 1000);
    const before = {
      caller: await caller.seen(),
      desk: await desk.seen(),
      cpu: caller.cpu(),
      at: performance.now(),
    };
    await pause(watched * 1000);
    const after = {
      caller: await caller.seen(),
      desk: await desk.seen(),
      cpu: caller.cpu(),
      at: performance.now(),
    };
    const seconds = (after.at - before.at) / 1000;
    const pictures = after.caller.frames - before.caller.frames + (after.desk.frames - before.desk.frames);
    return {
      first: {
        offering: (after.caller.first ?? Number.NaN) - touched,
        answering: (after.desk.first ?? Number.NaN) - touched,
      },
      framesPerSecond: {
        offering: (after.caller.frames - before.caller.frames) / seconds,
        answering: (after.desk.frames - before.desk.frames) / seconds,
      },
      latency: {
        offering: quantile(after.caller.latencies.slice(-100), 0.5),
        answering: quantile(after.desk.latencies.slice(-100), 0.5),
      },
      cpu: ((after.cpu - before.cpu) / seconds) * 100,
      cpuPerPicture: ((after.cpu - before.cpu) * 1000) / Math.max(1, pictures),
    };
  } finally {
    await ends.desk?.stop();
    await caller.stop();
  }
}
