import os from 'node:os';
import type { Logger } from 'pino';
import type { FaultCode, Health, SessionState } from '../../protocol/index.ts';
import {
  type BoardFigures,
  createBoard,
  nothingSampled,
  type Roots,
  readSlot,
  startDelayMeter,
  systemRoots,
} from './board/index.ts';
import type { Faults } from './faults.ts';
import { figures } from './figures.ts';
import { takeInventory } from './inventory.ts';
import { createLimits } from './limits.ts';
import type { HealthMemory } from './memory.ts';
import { createSchedule } from './schedule.ts';

export { bootIdOf, type Roots, readBattery, systemRoots } from './board/index.ts';
export { createFaults, type FaultListener, type Faults } from './faults.ts';
export { type Ledger, openLedger } from './ledger.ts';
export { type HealthMemory, openHealthMemory } from './memory.ts';

/** Says how the totem is: soon after anything changed, and at a heartbeat. */
export interface HealthReporter {
  /** All figures as they are now, those of the board as old as their rate. */
  snapshot(): Health;
  /** Something that is part of the health changed: it is told within a second. */
  changed(): void;
  /** Seconds between two messages when nothing changes. */
  setHeartbeat(seconds: number): void;
  stop(): void;
}

export interface HealthOptions {
  folder: string;
  version: string;
  heartbeatSeconds: number;
  memory: HealthMemory;
  faults: Faults;
  display(): Health['display'];
  session(): SessionState;
  service(): Pick<Health['service'], 'state' | 'since' | 'failing'>;
  hub(): Health['hub'];
  /** The hub's clock minus ours, in milliseconds; null until it was heard. */
  clockOffset(): number | null;
  /** Whether the kernel counts its clock as synchronised. */
  clockSynchronised(): boolean | null;
  input(): Health['input'];
  sensors(): Health['sensors'];
  eventsPending(): number;
  messagesRefused(): number;
  send(health: Health): void;
  /** Nothing is sent while nobody would hear of it. */
  online(): boolean;
  now(): number;
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  clock?(): number;
  roots?: Roots;
}

/** Milliseconds in which changes are gathered into one message. */
const gathering = 500;

/** Milliseconds after the start in which parts raise again what still holds of the remembered faults. */
const settling = 120_000;

/** Faults that their part raises once and clears at a later success, which may be days away. */
const standing: readonly FaultCode[] = ['content.refused', 'content.rolled_back', 'content.damaged'];

export async function startHealth(options: HealthOptions): Promise<HealthReporter> {
  const { memory, faults, now, log, clock = () => performance.now(), roots = systemRoots } = options;
  const delay = startDelayMeter();
  const board = createBoard({ roots, folder: options.folder, longestDelay: delay.longest, clock });
  const schedule = createSchedule(figures, board, log);
  const limits = createLimits(figures, faults);
  const slot = readSlot(roots);
  const stopping = new AbortController();
  let sampled: BoardFigures = nothingSampled;
  let heartbeat = options.heartbeatSeconds;
  let soon: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let settled: NodeJS.Timeout | undefined;

  const snapshot = (): Health => {
    const { timeSource, longestDelayMilliseconds, ...figuresOfBoard } = sampled;
    const offset = options.clockOffset();
    return {
      at: new Date(now()).toISOString(),
      uptimeSeconds: Math.round(os.uptime()),
      ...figuresOfBoard,
      hub: options.hub(),
      clock: {
        offsetSeconds: offset === null ? null : offset / 1000,
        source: timeSource,
        synchronised: options.clockSynchronised(),
      },
      agent: {
        version: options.version,
        node: process.versions.node,
        residentBytes: process.memoryUsage.rss(),
        uptimeSeconds: Math.round(process.uptime()),
        longestDelayMilliseconds,
      },
      system: {
        platform: memory.inventory()?.platform ?? `${os.type()} (${os.release()})`.slice(0, 120),
        architecture: process.arch,
        board: memory.inventory()?.board ?? '',
        slot,
        bootReason: memory.bootReason(),
      },
      service: { ...options.service(), ...memory.starts() },
      display: options.display(),
      input: options.input(),
      sensors: options.sensors().slice(0, 16),
      session: options.session(),
      eventsPending: options.eventsPending(),
      messagesRefused: options.messagesRefused(),
      faults: faults.list(),
    };
  };

  const sample = async () => {
    try {
      sampled = { ...sampled, ...(await schedule.run(clock())) };
      if (!stopping.signal.aborted) limits.check(snapshot(), clock());
    } catch (error) {
      log.error({ err: error }, 'the health could not be judged');
    }
  };
  const tick = async () => {
    await sample();
    if (!stopping.signal.aborted) ticking = setTimeout(() => void tick(), schedule.tick * 1000);
  };
  const tell = () => {
    clearTimeout(soon);
    clearTimeout(next);
    soon = undefined;
    if (options.online()) options.send(snapshot());
    next = setTimeout(tell, heartbeat * 1000);
  };

  if (memory.inventory() === null) {
    void takeInventory(stopping.signal).then((inventory) => {
      if (inventory) memory.keepInventory(inventory);
    });
  }
  await sample();
  ticking = setTimeout(() => void tick(), schedule.tick * 1000);
  next = setTimeout(tell, gathering);
  settled = setTimeout(() => faults.settle(new Set([...standing, ...limits.codes])), settling);

  return {
    snapshot,
    changed: () => {
      if (!stopping.signal.aborted) soon ??= setTimeout(tell, gathering);
    },
    setHeartbeat: (seconds) => {
      if (seconds === heartbeat) return;
      heartbeat = seconds;
      soon ??= setTimeout(tell, gathering);
    },
    stop: () => {
      stopping.abort();
      delay.stop();
      for (const timer of [soon, next, ticking, settled]) clearTimeout(timer);
    },
  };
}
