import { spawn } from 'node:child_process';
import os from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AgentConfiguration, Health } from '../../protocol/index.ts';
import type { Display, DisplayFigures } from '../display/index.ts';
import { bootIdOf, type Faults, type HealthMemory, openHealthMemory, systemRoots } from '../health/index.ts';
import { createKernelClock, loadLibrary } from '../libc/index.ts';
import {
  beginRun,
  openNotifier,
  openWatchdogMemory,
  startOutage,
  startWatchdog,
  type Watchdog,
  type WatchdogTimes,
  watchdogTimes,
} from '../watchdog/index.ts';

/** What watches over the agent: the memory of its health, the service manager, the watchdog. */
export interface Care {
  memory: HealthMemory;
  /** Whether the totem is out of service: its screen is then a still picture, and nothing new is shown on it. */
  suspended: boolean;
  /** The screen of a totem that is out of service. */
  outage(): Promise<Display>;
  service(): Pick<Health['service'], 'state' | 'since' | 'failing'>;
  clockSynchronised(): boolean | null;
  /** From now on the parts have to be alive. */
  watch(display: () => Display | undefined, faults: Faults, onChange: () => void): void;
  /** The agent stops in good order: it is not counted as a failure. */
  stopping(): Promise<void>;
  stop(): Promise<void>;
}

export interface CareOptions {
  folder: string;
  configuration: AgentConfiguration;
  cleanStop: boolean;
  now: () => number;
  log: Logger;
}

/** The watchdog's times for a board that may take so many times longer to draw. */
function patientTimes(factor: number): WatchdogTimes {
  const { patience, recovery } = watchdogTimes;
  const { display, page, disk } = patience;
  return {
    ...watchdogTimes,
    patience: { display: display * factor, page: page * factor, disk },
    recovery: recovery * factor,
  };
}

/** Code of an agent that ends itself because a part of it failed (sysexits.h, EX_SOFTWARE). */
const failedCode = 70;
/** Milliseconds for an end in good order. */
const endWithin = 8000;
/** Milliseconds that a slow board gets for each part of the start, above what its unit says. */
const startExtension = 60_000;

export async function openCare({ folder, configuration, cleanStop, now, log }: CareOptions): Promise<Care> {
  const clock = () => performance.now();
  const part = log.child({ part: 'watchdog' });
  const notifier = await openNotifier({ environment: process.env, pid: process.pid, log: part });
  notifier.extend(startExtension);
  notifier.status('starting');
  const memory = await openHealthMemory({
    folder: join(folder, 'health'),
    roots: systemRoots,
    cleanStop,
    now,
    log: log.child({ part: 'health' }),
  });
  const past = await openWatchdogMemory(join(folder, 'watchdog'), process.env.RUNTIME_DIRECTORY, part);
  const boot = { id: bootIdOf(systemRoots), reason: memory.bootReason() };
  const uptime = () => os.uptime() * 1000;
  const { supervised } = notifier;
  const { suspended, restartBoard } = await beginRun({
    memory: past,
    supervised,
    boot,
    now: now(),
    uptime: uptime(),
    log: part,
  });
  const restart = {
    agent: (reason: string) => endAgent(reason, part),
    board: (reason: string) => endBoard(configuration.watchdog.restartBoard, reason, part),
  };
  if (restartBoard) restart.board('the agent ended again and again');
  // The library is in memory anyway where a service manager is spoken to.
  const kernel = supervised ? createKernelClock(await loadLibrary()) : undefined;
  let watchdog: Watchdog | undefined;

  return {
    memory,
    suspended: suspended !== null,
    outage: () =>
      startOutage({
        display: configuration.display,
        telephone: configuration.service.telephone,
        calmMinutes: configuration.watchdog.calmMinutes,
        since: Date.parse(suspended?.since ?? '') || now(),
        memory: past,
        runtimeFolder: join(folder, 'run', 'display'),
        console: '/dev/tty1',
        restart: restart.agent,
        log: part,
        now,
      }),
    service: () => ({
      state: suspended === null ? 'in_service' : 'out_of_service',
      since: suspended?.since ?? null,
      failing: watchdog?.failing() ?? [],
    }),
    clockSynchronised: () => kernel?.synchronised() ?? null,
    watch: (display, faults, onChange) => {
      if (suspended) faults.raise('service.suspended', `out of service: ${suspended.reason}`);
      else faults.clear('service.suspended');
      watchdog = startWatchdog({
        notifier,
        memory: past,
        probeFile: join(folder, 'watchdog', 'probe'),
        frames: () => counterOf(display()?.figures(), (figures) => figures.framesRendered),
        pageBeats: () =>
          counterOf(display()?.figures(), ({ pageSilentSeconds: silent }) =>
            silent !== null && silent < pageSilence * (configuration.display.patience ?? 1) ? clock() : 0,
          ),
        times: patientTimes(configuration.display.patience ?? 1),
        restart: { ...restart, display: (reason) => display()?.rebuild(reason) },
        onChange,
        faults,
        log: part,
        now,
        clock,
        uptime,
      });
      notifier.ready();
    },
    stopping: async () => {
      notifier.stopping();
      notifier.status('stopping');
      await watchdog?.stop();
    },
    stop: async () => {
      await past.change((draft) => {
        if (draft.run?.ending === 'none') draft.run.ending = 'clean';
      });
      await past.stop();
      await memory.stop();
      notifier.close();
    },
  };
}

/** Seconds of silence after which a page does not answer any more. */
const pageSilence = 10;

/** A screen that is off or rests on purpose does not have to move. */
function counterOf(
  figures: DisplayFigures | undefined,
  read: (figures: DisplayFigures) => number,
): number | null {
  if (figures === undefined || figures.state === 'off' || figures.state === 'out_of_service') return null;
  return read(figures);
}

/** Ends this agent in good order where that works, and in any case within some seconds. */
function endAgent(reason: string, log: Logger): void {
  log.error({ reason }, 'the agent ends itself, to be started again');
  process.exitCode = failedCode;
  setTimeout(() => process.exit(failedCode), endWithin).unref();
  process.kill(process.pid, 'SIGTERM');
}

function endBoard([command = '', ...parameters]: readonly string[], reason: string, log: Logger): void {
  log.error({ reason, command }, 'the board is restarted');
  const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
  child.on('error', (error) => log.error({ err: error }, 'the board could not be restarted'));
  child.on('exit', (code) => {
    if (code !== 0) log.error({ code }, 'the board could not be restarted: the command failed');
  });
  child.unref();
}
