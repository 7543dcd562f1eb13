import type { Logger } from 'pino';
import type { Fault, Health, SessionState } from '../../protocol/index.ts';
import { createSampler } from './sample.ts';

export { createFaults, type FaultListener, type Faults } from './faults.ts';
export { type Ledger, openLedger } from './ledger.ts';

/** Says how the totem is: soon after anything changed, and at a heartbeat. */
export interface HealthReporter {
  /** Something that is part of the health changed: it is told within a second. */
  changed(): void;
  /** Seconds between two messages when nothing changes. */
  setHeartbeat(seconds: number): void;
  /** Everything as it is now. */
  snapshot(): Promise<Health>;
  stop(): void;
}

export interface HealthOptions {
  folder: string;
  version: string;
  heartbeatSeconds: number;
  display: () => Health['display'];
  session: () => SessionState;
  eventsPending: () => number;
  messagesRefused: () => number;
  faults: () => Fault[];
  send(health: Health): void;
  /** Nothing is sampled while nobody would hear of it. */
  online(): boolean;
  now: () => number;
  log: Logger;
}

/** Milliseconds in which changes are gathered into one message. */
const gathering = 500;

export function startHealth(options: HealthOptions): HealthReporter {
  const { now, log } = options;
  const sampler = createSampler(options.folder, options.version, now);
  let heartbeat = options.heartbeatSeconds;
  let soon: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  let stopped = false;

  const snapshot = async (): Promise<Health> => ({
    at: new Date(now()).toISOString(),
    ...(await sampler.sample()),
    display: options.display(),
    session: options.session(),
    eventsPending: options.eventsPending(),
    messagesRefused: options.messagesRefused(),
    faults: options.faults(),
  });

  const tell = async () => {
    clearTimeout(soon);
    clearTimeout(next);
    soon = undefined;
    try {
      if (!options.online()) return;
      const health = await snapshot();
      if (!stopped) options.send(health);
    } catch (error) {
      log.warn({ err: error }, 'the health could not be sampled');
    } finally {
      clearTimeout(next);
      if (!stopped) next = setTimeout(() => void tell(), heartbeat * 1000);
    }
  };

  next = setTimeout(() => void tell(), gathering);
  return {
    changed: () => {
      if (!stopped) soon ??= setTimeout(() => void tell(), gathering);
    },
    setHeartbeat: (seconds) => {
      if (seconds === heartbeat) return;
      heartbeat = seconds;
      soon ??= setTimeout(() => void tell(), gathering);
    },
    snapshot,
    stop: () => {
      stopped = true;
      clearTimeout(soon);
      clearTimeout(next);
    },
  };
}
