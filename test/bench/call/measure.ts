import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { until } from '../../harness/until.ts';
import { quantile } from '../report.ts';
import { period } from './beep.ts';
import type { End, Opened, Seen } from './end.ts';

/** Seconds that are watched, after those in which the sender finds out what the line carries. */
const settling = 5;
const watched = 10;
const patience = 60_000;

/** What one end had of the other. */
export interface Had {
  /** Milliseconds from the touch to the first picture of the other side. */
  first: number;
  framesPerSecond: number;
  /** Milliseconds from drawing a picture to having it: the middle one. */
  latency: number;
  /** Milliseconds by which sound comes later than the picture of the same moment. */
  skew: number;
}

export interface Measured {
  caller: Had;
  desk: Had;
  /** Processor of the side that offers, in percent of one core, by process and in all. */
  cpus: Record<string, number>;
  cpu: number;
  /** Milliseconds of processor for each picture sent or got. */
  cpuPerPicture: number;
  /** Processes that ran or waited to, while it was measured. */
  load: number;
}

/** Lets one end call the other and looks at what each has of it. */
export async function measure(openCaller: Opened, openDesk: Opened): Promise<Measured> {
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
    const look = async () => {
      const [callerSeen, deskSeen] = await Promise.all([caller.seen(), desk.seen()]);
      return { caller: callerSeen, desk: deskSeen, cpu: caller.cpu(), at: performance.now() };
    };
    const before = await look();
    await pause(watched * 1000);
    const after = await look();
    const seconds = (after.at - before.at) / 1000;
    const pictures = after.caller.frames - before.caller.frames + (after.desk.frames - before.desk.frames);
    const cpus = Object.fromEntries(
      Object.entries(after.cpu).map(([name, spent]) => [
        name,
        ((spent - (before.cpu[name] ?? 0)) / seconds) * 100,
      ]),
    );
    const cpu = Object.values(cpus).reduce((sum, percent) => sum + percent, 0);
    return {
      caller: hadOf(before.caller, after.caller, touched, seconds),
      desk: hadOf(before.desk, after.desk, touched, seconds),
      cpus,
      cpu,
      cpuPerPicture: (cpu * seconds * 10) / Math.max(1, pictures),
      load: loadavg()[0] ?? 0,
    };
  } finally {
    await ends.desk?.stop();
    await caller.stop();
  }
}

function hadOf(before: Seen, after: Seen, touched: number, seconds: number): Had {
  const latency = quantile(after.latencies.slice(-Math.max(25, after.frames - before.frames)), 0.5);
  const beeps = after.beeps.slice(before.beeps.length);
  return {
    first: (after.first ?? Number.NaN) - touched,
    framesPerSecond: (after.frames - before.frames) / seconds,
    latency,
    skew: quantile(
      beeps.map((late) => nearest(late - latency)),
      0.5,
    ),
  };
}

/** Beeps look alike: a sound counts for the one that is nearest to its picture. */
function nearest(difference: number): number {
  return difference - period * Math.round(difference / period);
}
