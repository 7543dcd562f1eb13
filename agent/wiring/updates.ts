import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AgentConfiguration, Health, ReportedFirmware, TotemEvent } from '../../protocol/index.ts';
import type { ArtifactSource } from '../artifacts/index.ts';
import type { Display } from '../display/index.ts';
import type { StreamSource } from '../firmware/index.ts';
import { bootIdOf, type Faults, readBattery, systemRoots } from '../health/index.ts';
import { backoff } from '../link/index.ts';
import { createFirmwareReconciler } from '../reconcile/index.ts';
import type { State } from '../state/index.ts';

/** The firmware of this totem, kept as the hub wants it. */
export interface Updates {
  reported(): ReportedFirmware;
  /** Something changed: a wish, the link, a session that ended. */
  request(): void;
  stop(): Promise<void>;
}

export interface UpdatesOptions {
  folder: string;
  configuration: AgentConfiguration;
  state: State;
  source: ArtifactSource;
  /** `null` on a totem that belongs to no hub. */
  hub: (StreamSource & { online(): boolean }) | null;
  display: Display | null;
  health(): Health;
  citizenPresent(): boolean;
  faults: Faults;
  record(event: TotemEvent): void;
  onChange(): void;
  now: () => number;
  log: Logger;
}

/** Seconds without a sign of the page after which it does not answer. */
const pagePatience = 15;

/** Starts the firmware operation where this totem updates itself; it goes on from where it stands. */
export async function openUpdates(options: UpdatesOptions): Promise<Updates | null> {
  const { configuration, state, display, hub, now, log } = options;
  const { firmware: settings } = configuration;
  if (!settings.enabled) return null;
  // Loaded only here: most machines that run an agent for a try have no second slot.
  const { kernelFiles, openFirmware } = await import('../firmware/index.ts');
  let hubAccepted = hub === null;
  const firmware = await openFirmware({
    folder: join(options.folder, 'firmware'),
    bus: settings.bus,
    callPatience: 10_000,
    interval: 1000,
    // RAUC before 1.10 tells of no progress within an image, and a slow card takes long for one.
    standstill: 2 * 3_600_000,
    state,
    source: options.source,
    stream: settings.streaming === 'auto' ? hub : null,
    reserveBytes: configuration.content.reserveBytes,
    limits: settings,
    proveSeconds: settings.proveSeconds,
    citizenPresent: options.citizenPresent,
    board: async () => {
      const battery = await readBattery(systemRoots);
      const { power, temperatureCelsius } = options.health();
      return { undervoltage: power.undervoltage, battery, temperatureCelsius };
    },
    evidence: () => {
      const { input, sensors } = options.health();
      hubAccepted ||= hub?.online() ?? false;
      return {
        display: evidenceOf(display, configuration.display.patience ?? 1),
        touch: input.filter((device) => device.state === 'ready').map(({ name }) => name),
        sensors: sensors.filter((sensor) => sensor.state === 'ready').map(({ id }) => id),
        hubAccepted,
        faults: options.faults.list(),
      };
    },
    faults: options.faults,
    record: options.record,
    onChange: options.onChange,
    readBootId: async () => bootIdOf(systemRoots),
    rebootCommand: configuration.watchdog.restartBoard,
    rebootPatience: 120_000,
    kernel: kernelFiles,
    clock: {
      now,
      uptime: os.uptime,
      sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => undefined),
    },
    log,
  });
  const reconciler = createFirmwareReconciler({
    desired: () => state.data().desired?.firmware ?? null,
    observe: firmware.observe,
    executors: firmware.executors,
    delay: (attempt) => backoff(attempt, Math.random(), { base: 2000, ceiling: 120_000 }),
    recheck: 30_000,
    log,
  });
  reconciler.request();
  return {
    reported: firmware.reported,
    request: reconciler.request,
    stop: async () => {
      firmware.stop();
      await reconciler.stop();
    },
  };
}

/** A screen that sleeps is woken: nobody can say of it that it works. */
function evidenceOf(display: Display | null, patience: number) {
  if (!display) return null;
  const { state, framesRendered, pageSilentSeconds } = display.figures();
  if (state === 'off') return null;
  if (state === 'asleep') display.wake();
  return {
    running: state === 'running',
    framesRendered,
    pageAnswers: pageSilentSeconds !== null && pageSilentSeconds < pagePatience * patience,
  };
}
