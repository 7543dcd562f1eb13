import type { Logger } from 'pino';
import type { Health } from '../../protocol/index.ts';
import { createDiskProbe } from './disk.ts';
import { type Level, nextLevel, type Part } from './ladder.ts';
import type { WatchdogMemory } from './memory.ts';
import type { Notifier } from './notify.ts';
import { newSign, observe, type Sign, stillFor } from './signs.ts';

export { type Beginning, beginRun } from './begin.ts';
export { openWatchdogMemory, type WatchdogMemory } from './memory.ts';
export { type Notifier, openNotifier } from './notify.ts';
export { type OutageOptions, startOutage } from './outage/index.ts';

/** Feeds the service manager's watchdog for as long as everything is alive, and otherwise does something about it. */
export interface Watchdog {
  /** What is not alive now. */
  failing(): Health['service']['failing'];
  /** Feeds no more and tells that the agent stops in good order. */
  stop(): Promise<void>;
}

/** Milliseconds. */
export interface WatchdogTimes {
  /** Between two looks. */
  tick: number;
  /** Between two writes to the disk. */
  disk: number;
  /** How long each part may stand still: the display's own supervisor has had its time to rebuild it then. */
  patience: { display: number; page: number; disk: number };
  /** How long a part has to come back after it was restarted. */
  recovery: number;
  /** All well for this long, and what was done before is forgotten. */
  forget: number;
}

export const watchdogTimes: WatchdogTimes = {
  tick: 5000,
  disk: 60_000,
  patience: { display: 40_000, page: 45_000, disk: 150_000 },
  recovery: 45_000,
  forget: 3_600_000,
};

export interface WatchdogOptions {
  notifier: Notifier;
  memory: WatchdogMemory;
  /** Written to again and again; on the disk of the data folder. */
  probeFile: string;
  /** Counters that must move; null while the part rests on purpose or is not there. */
  frames(): number | null;
  pageBeats(): number | null;
  restart: {
    display(reason: string): void;
    /** Ends this process, for the service manager to start it again. */
    agent(reason: string): void;
    board(reason: string): void;
  };
  /** Told when the list of what fails changes. */
  onChange(): void;
  faults: {
    raise(code: 'storage.refuses', message: string, part: string): void;
    clear(code: 'storage.refuses', part: string): void;
  };
  log: Logger;
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  clock(): number;
  uptime(): number;
  times?: WatchdogTimes;
}

const watched = ['display', 'page', 'disk'] as const satisfies readonly Part[];
type Watched = (typeof watched)[number];
type Failing = { part: Watched; reason: string };

export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { notifier, memory, restart, faults, log, now, clock, times = watchdogTimes } = options;
  const disk = createDiskProbe(options.probeFile);
  const signs: Record<Watched, Sign> = {
    display: newSign(clock()),
    page: newSign(clock()),
    disk: newSign(clock()),
  };
  const counters: Record<Watched, () => number | null> = {
    display: options.frames,
    page: options.pageBeats,
    disk: disk.writes,
  };
  /** Parts that are known to fail and are lived with. */
  const endured = new Set<Watched>();
  let failing: Failing[] = [];
  let wellSince = clock();
  let waitUntil = 0;
  let diskDue = 0;
  let lastLook = clock();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = (): Failing[] =>
    watched.flatMap((part) => {
      signs[part] = observe(signs[part], counters[part](), clock());
      const still = stillFor(signs[part], times.patience[part], clock());
      return still === null ? [] : [{ part, reason: reasonOf(part, still) }];
    });
  const reasonOf = (part: Watched, still: number): string => {
    const seconds = Math.round(still / 1000);
    if (part === 'display') return `no new frame for ${seconds} s`;
    if (part === 'page') return `the page has not answered for ${seconds} s`;
    return `no durable write for ${seconds} s${disk.problem() === null ? '' : ` (${disk.problem()})`}`;
  };

  const compare = (found: Failing[]) => {
    const before = new Set(failing.map(({ part }) => part));
    const after = new Set(found.map(({ part }) => part));
    for (const { part, reason } of found)
      if (!before.has(part))
        log.error({ failing: part, reason }, `watchdog: ${part} is not alive: ${reason}`);
    for (const part of before)
      if (!after.has(part)) log.info({ failing: part }, `watchdog: ${part} is alive again`);
    for (const part of [...endured]) if (!after.has(part)) endured.delete(part);
    if (after.has('disk')) faults.raise('storage.refuses', 'durable writes are not done', 'write');
    else faults.clear('storage.refuses', 'write');
    failing = found;
    if (before.size !== after.size || [...after].some((part) => !before.has(part))) options.onChange();
  };

  const act = async ({ part, reason }: Failing) => {
    const circumstances = { now: now(), uptime: options.uptime(), supervised: notifier.supervised };
    // Written down before it is done, with the step that would be allowed if it can be remembered.
    const wanted = nextLevel(part, memory.data().taken, { ...circumstances, remembers: true });
    const remembers = await memory.change((draft) => {
      draft.taken.push({ at: now(), level: wanted, part });
      if (wanted === 'out_of_service')
        draft.suspended = {
          since: new Date(now()).toISOString(),
          reason: `${part}: ${reason}`.slice(0, 300),
        };
    });
    const level = remembers
      ? wanted
      : nextLevel(part, memory.data().taken.slice(0, -1), { ...circumstances, remembers });
    if (stopped) return;
    waitUntil = clock() + times.recovery;
    log.error({ failing: part, reason, step: level }, `watchdog: ${part} fails, next step: ${words[level]}`);
    notifier.status(`${part} fails (${reason}): ${words[level]}`);
    await take(level, part, reason);
  };
  const take = async (level: Level, part: Watched, reason: string) => {
    if (level === 'part') restart.display(`watchdog: ${reason}`);
    else if (level === 'endure') endured.add(part);
    else {
      await memory.change((draft) => {
        if (draft.run) draft.run.ending = 'step';
      });
      if (level === 'board') restart.board(reason);
      else restart.agent(reason);
    }
  };

  const turn = async () => {
    const late = clock() - lastLook - times.tick;
    lastLook = clock();
    if (late > 2 * times.tick)
      log.warn({ seconds: Math.round(late / 1000) }, 'watchdog: the event loop was held up');
    if (clock() >= diskDue) {
      diskDue = clock() + (disk.problem() === null ? times.disk : times.tick);
      void disk.probe();
    }
    compare(look());
    const urgent = failing.filter(({ part }) => !endured.has(part));
    const [worst] = urgent;
    if (worst === undefined) {
      notifier.allow(null);
      notifier.feed();
      notifier.status(failing.length === 0 ? 'in service' : `in service without: ${namesOf(failing)}`);
      if (failing.length > 0) wellSince = clock();
      if (memory.data().taken.length > 0 && clock() - wellSince >= times.forget)
        await memory.change((draft) => void draft.taken.splice(0));
      return;
    }
    wellSince = clock();
    // From its last meal on, the manager's patience covers the steps that this process still takes itself.
    notifier.allow(3 * times.recovery);
    notifier.status(`failing: ${urgent.map(({ part, reason }) => `${part} (${reason})`).join(', ')}`);
    if (clock() >= waitUntil) await act(worst);
  };
  const run = async () => {
    try {
      await turn();
    } catch (error) {
      log.error({ err: error }, 'the watchdog could not look');
    }
    if (!stopped) timer = setTimeout(() => void run(), times.tick);
  };
  timer = setTimeout(() => void run(), 0);

  return {
    failing: () => failing.map(({ part, reason }) => ({ part, reason })),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const words: Record<Level, string> = {
  part: 'restart of the part',
  agent: 'restart of the agent',
  board: 'restart of the board',
  out_of_service: 'out of service',
  endure: 'going on without it',
};

function namesOf(failing: readonly Failing[]): string {
  return failing.map(({ part }) => part).join(', ');
}
