import type { Logger } from 'pino';
import { createDatagrams, loadLibrary } from '../libc/index.ts';

/** What the service manager is told (sd_notify(3)). All of it does nothing where no manager listens. */
export interface Notifier {
  /** Whether a service manager started this agent and will start it again. */
  supervised: boolean;
  /** Milliseconds within which the manager wants a sign of life; null where it does not watch. */
  watchdogMilliseconds: number | null;
  ready(): void;
  /** A sign of life. */
  feed(): void;
  /** Sets how long the manager waits after the last sign of life, in milliseconds; null for what the unit says. */
  allow(milliseconds: number | null): void;
  /** One line for people, shown by `systemctl status`. */
  status(text: string): void;
  stopping(): void;
  /** Asks for this much more time to start or to stop, in milliseconds. */
  extend(milliseconds: number): void;
  close(): void;
}

export interface NotifierOptions {
  environment: Readonly<Record<string, string | undefined>>;
  pid: number;
  log: Logger;
}

/** Opens the socket that systemd names in NOTIFY_SOCKET; the library for it is loaded only where it does. */
export async function openNotifier({ environment, pid, log }: NotifierOptions): Promise<Notifier> {
  const address = environment.NOTIFY_SOCKET;
  if (!address) return silent;
  const datagrams = await loadLibrary()
    .then(createDatagrams)
    .catch((error: unknown) => {
      log.error(
        { err: error },
        'the service manager cannot be spoken to: is koffi installed for this machine?',
      );
      return undefined;
    });
  if (!datagrams) return silent;
  const watchdogMilliseconds = watchdogOf(environment, pid);
  let told: string | undefined;
  let allowed: number | null = null;
  let refused = 0;
  const send = (...lines: string[]) => {
    const problem = datagrams.send(address, Buffer.from(`${lines.join('\n')}\n`));
    if (problem !== 0 && problem !== refused)
      log.warn({ errno: problem }, 'the service manager does not listen');
    refused = problem;
  };
  return {
    supervised: true,
    watchdogMilliseconds,
    ready: () => send('READY=1'),
    feed: () => send('WATCHDOG=1'),
    allow: (milliseconds) => {
      if (milliseconds === allowed || watchdogMilliseconds === null) return;
      allowed = milliseconds;
      send(`WATCHDOG_USEC=${Math.round((milliseconds ?? watchdogMilliseconds) * 1000)}`);
    },
    status: (text) => {
      if (text === told) return;
      told = text;
      send(`STATUS=${text.replaceAll(/[\n\r]+/g, ' ').slice(0, 400)}`);
    },
    stopping: () => send('STOPPING=1'),
    extend: (milliseconds) => send(`EXTEND_TIMEOUT_USEC=${Math.round(milliseconds * 1000)}`),
    close: datagrams.close,
  };
}

/** WATCHDOG_PID names the process that is meant, where it is another one nobody waits for us (sd_watchdog_enabled(3)). */
function watchdogOf(
  { WATCHDOG_USEC, WATCHDOG_PID }: NotifierOptions['environment'],
  pid: number,
): number | null {
  if (WATCHDOG_PID !== undefined && Number(WATCHDOG_PID) !== pid) return null;
  const microseconds = Number(WATCHDOG_USEC);
  return Number.isFinite(microseconds) && microseconds > 0 ? microseconds / 1000 : null;
}

const nothing = () => undefined;
const silent: Notifier = {
  supervised: false,
  watchdogMilliseconds: null,
  ready: nothing,
  feed: nothing,
  allow: nothing,
  status: nothing,
  stopping: nothing,
  extend: nothing,
  close: nothing,
};
