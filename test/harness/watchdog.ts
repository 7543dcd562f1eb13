import { join } from 'node:path';
import { pino } from 'pino';
import {
  openNotifier,
  openWatchdogMemory,
  startWatchdog,
  type Watchdog,
  type WatchdogMemory,
  type WatchdogTimes,
} from '../../agent/watchdog/index.ts';

type Pace = 'moving' | 'still' | 'resting';

/** The real watchdog over a display and a page whose counters a test holds still. */
export interface WatchedParts {
  watchdog: Watchdog;
  memory: WatchdogMemory;
  pace: { display: Pace; page: Pace };
  /** What the watchdog did, in order. */
  steps: readonly string[];
  /** Lines of the log, in order. */
  log: readonly string[];
  faults: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Milliseconds. */
export const shortTimes: WatchdogTimes = {
  tick: 20,
  disk: 40,
  patience: { display: 200, page: 250, disk: 400 },
  recovery: 200,
  forget: 60_000,
};

export interface WatchedOptions {
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  runtimeFolder?: string;
  /** Milliseconds since the board started. */
  uptime?: number;
  times?: Partial<WatchdogTimes>;
}

export async function watchParts(options: WatchedOptions): Promise<WatchedParts> {
  const { folder, environment, runtimeFolder, uptime = 0, times = {} } = options;
  const lines: string[] = [];
  const log = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) });
  const notifier = await openNotifier({ environment, pid: process.pid, log });
  const memory = await openWatchdogMemory(join(folder, 'watchdog'), runtimeFolder, log);
  const pace: WatchedParts['pace'] = { display: 'moving', page: 'moving' };
  const steps: string[] = [];
  const faults = new Set<string>();
  let count = 0;
  const counterOf = (part: 'display' | 'page') => {
    if (pace[part] === 'resting') return null;
    count += 1;
    return pace[part] === 'moving' ? count : 0;
  };
  const watchdog = startWatchdog({
    notifier,
    memory,
    probeFile: join(folder, 'watchdog', 'probe'),
    frames: () => counterOf('display'),
    pageBeats: () => counterOf('page'),
    restart: {
      display: () => steps.push('part'),
      agent: () => steps.push('agent'),
      board: () => steps.push('board'),
    },
    onChange: () => undefined,
    faults: {
      raise: (code, _message, part) => void faults.add(`${code} ${part}`),
      clear: (code, part) => void faults.delete(`${code} ${part}`),
    },
    log,
    now: Date.now,
    clock: () => performance.now(),
    uptime: () => uptime,
    times: { ...shortTimes, ...times },
  });
  return {
    watchdog,
    memory,
    pace,
    steps,
    log: lines,
    faults,
    stop: async () => {
      await watchdog.stop();
      await memory.stop();
      notifier.close();
    },
  };
}
