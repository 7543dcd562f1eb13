import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import Type, { type Static } from 'typebox';
import type { ArtifactSource } from '../../agent/artifacts/index.ts';
import { type Evidence, kernelFiles, openFirmware } from '../../agent/firmware/index.ts';
import { openLedger } from '../../agent/health/index.ts';
import { openOutbox } from '../../agent/link/index.ts';
import { createFirmwareReconciler, planFirmware } from '../../agent/reconcile/index.ts';
import { openState, type State } from '../../agent/state/index.ts';
import {
  DesiredFirmware,
  FirmwareState,
  failure,
  type ReportedFirmware,
  success,
  type TotemEvent,
} from '../../protocol/index.ts';

/** What this process is told, as JSON in its only argument. */
export const Orders = Type.Object(
  {
    folder: Type.String(),
    bus: Type.String(),
    bootId: Type.String(),
    commandLine: Type.String(),
    /** Folder with the bundles by their hash: what the hub would serve. */
    artifacts: Type.String(),
    /** `null`: what was wanted before is wanted still. */
    wanted: Type.Union([DesiredFirmware, Type.Null()]),
    /** Dies by SIGKILL as soon as this state is on the disk. */
    dieIn: Type.Optional(FirmwareState),
    /** Dies by SIGKILL after so many bytes were handed over by the source. */
    dieAfterBytes: Type.Optional(Type.Integer()),
    /** What is not well on the totem. */
    sick: Type.Optional(Type.Enum(['display', 'page', 'touch', 'sensor', 'hub', 'fault', 'agent'])),
    /** Seconds since the board was started, at first. */
    uptime: Type.Optional(Type.Integer()),
    citizen: Type.Optional(Type.Boolean()),
    /** What the board says of its power and heat, where it says anything. */
    board: Type.Optional(
      Type.Object({
        undervoltage: Type.Optional(Type.Boolean()),
        battery: Type.Optional(Type.Object({ percent: Type.Number(), charging: Type.Boolean() })),
        temperatureCelsius: Type.Optional(Type.Number()),
      }),
    ),
    reserveBytes: Type.Optional(Type.Integer()),
    callPatience: Type.Optional(Type.Integer()),
    standstill: Type.Optional(Type.Integer()),
    /** The hub that RAUC streams from, and the file that says what the kernel can. */
    stream: Type.Optional(Type.Object({ base: Type.String(), key: Type.String(), devices: Type.String() })),
  },
  { additionalProperties: false },
);
export type Orders = Static<typeof Orders>;

/** What came of a run: nothing was left to do, a step is to be tried again later, or the board is restarted. */
export interface FirmwareOutcome {
  ending: 'done' | 'postponed' | 'reboot';
  states: FirmwareState[];
  /** Offsets from which the hub was asked for a bundle. */
  asked: number[];
  events: TotemEvent[];
  reported: ReportedFirmware;
  faults: string[];
}

/** A display that is there in truth. It has a twentieth of the time that it would have on a totem. */
export type LiveDisplay = () => Evidence['display'];

/**
 * The agent's firmware operation with its real state, ledger, planner and runner, RAUC on a bus, and the bundles
 * from a folder; one life of an agent.
 *
 * @param onBytes is told how many bytes the source handed over so far, and waited for
 */
export async function runFirmware(
  orders: Orders,
  live?: LiveDisplay,
  onBytes: (count: number) => Promise<void> = async () => undefined,
): Promise<FirmwareOutcome> {
  const { folder, artifacts, wanted, dieIn, dieAfterBytes, sick, stream, citizen = false } = orders;
  const log = pino({ level: 'silent' });

  let bytes = 0;
  const asked: number[] = [];
  const source: ArtifactSource = {
    get: async (sha256, offset) => {
      const path = join(artifacts, sha256);
      asked.push(offset);
      const there = await access(path).then(
        () => true,
        () => false,
      );
      return there
        ? success({ offset, body: counted(path, offset) })
        : failure('not_found', 'no such artifact');
    },
    close: () => undefined,
  };
  async function* counted(path: string, offset: number): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(path, { start: offset, highWaterMark: 8192 })) {
      yield chunk;
      bytes += chunk.length;
      await onBytes(bytes);
      if (dieAfterBytes !== undefined && bytes >= dieAfterBytes) process.kill(process.pid, 'SIGKILL');
    }
  }

  const opened = await openState(join(folder, 'state'), log);
  const states: FirmwareState[] = [opened.data().firmware.state];
  const state: State = {
    ...opened,
    change: async (edit) => {
      await opened.change(edit);
      const now = opened.data().firmware.state;
      if (states.at(-1) !== now) states.push(now);
      if (now === dieIn) process.kill(process.pid, 'SIGKILL');
    },
  };
  const outbox = await openOutbox({ folder: join(folder, 'outbox'), log });
  const ledger = openLedger({
    outbox,
    state,
    onRecorded: () => undefined,
    onFaultsChanged: () => undefined,
    now: Date.now,
    log,
  });
  if (wanted) {
    await state.change((draft) => {
      const { revision = 0 } = draft.desired ?? {};
      draft.desired = {
        revision: revision + 1,
        content: null,
        keyRing: null,
        configuration: {},
        firmware: wanted,
      };
    });
  }

  const events: TotemEvent[] = [];
  const finished = Promise.withResolvers<'done' | 'postponed' | 'reboot'>();
  let uptime = orders.uptime ?? 10;
  let frames = 0;
  const firmware = await openFirmware({
    folder: join(folder, 'firmware'),
    bus: orders.bus,
    // Thirty services of RAUC may begin at the same time on a busy machine.
    callPatience: orders.callPatience ?? 30_000,
    interval: 1000,
    standstill: orders.standstill ?? 24 * 3_600_000,
    state,
    source,
    stream: stream ? { base: stream.base, tls: { key: stream.key, cert: 'cert', ca: 'ca' } } : null,
    reserveBytes: orders.reserveBytes ?? 0,
    limits: { maximumCelsius: 80, minimumBatteryPercent: 40 },
    proveSeconds: 300,
    citizenPresent: () => citizen,
    board: async () => ({ undervoltage: null, battery: null, temperatureCelsius: null, ...orders.board }),
    evidence: () => {
      frames += sick === 'display' ? 0 : 25;
      if (sick === 'agent' && state.data().firmware.state === 'proving') process.kill(process.pid, 'SIGKILL');
      if (sick === 'fault' && uptime > 20) {
        ledger.faults.raise('display.page_lost', 'the page stopped answering');
      }
      return {
        display: live ? live() : { running: true, framesRendered: frames, pageAnswers: sick !== 'page' },
        touch: sick === 'touch' ? [] : ['panel'],
        sensors: sick === 'sensor' ? [] : ['radar'],
        hubAccepted: sick !== 'hub',
        faults: ledger.faults.list(),
      };
    },
    faults: ledger.faults,
    record: (event) => {
      events.push(event);
      ledger.record(event);
    },
    onChange: () => undefined,
    readBootId: async () => orders.bootId,
    reboot: async () => {
      finished.resolve('reboot');
      return success(null);
    },
    rebootCommand: ['false'],
    rebootPatience: 60_000,
    kernel: {
      ...kernelFiles,
      commandLine: orders.commandLine,
      ...(stream && { devices: stream.devices }),
      osRelease: '/nowhere',
    },
    clock: {
      now: Date.now,
      uptime: () => uptime,
      // Time passes as fast as it is asked for; RAUC gets a moment of real time.
      sleep: async (milliseconds, signal) => {
        uptime += milliseconds / 1000;
        const real = milliseconds >= 60_000 ? 60_000 : live ? milliseconds / 20 : 5;
        await pause(real, undefined, { signal }).catch(() => undefined);
      },
    },
    log,
  });
  const reconciler = createFirmwareReconciler({
    desired: () => state.data().desired?.firmware ?? null,
    observe: async (signal) => {
      const actual = await firmware.observe(signal);
      if (!planFirmware(state.data().desired?.firmware ?? null, actual)) finished.resolve('done');
      return actual;
    },
    executors: firmware.executors,
    delay: () => {
      finished.resolve('postponed');
      return 60_000;
    },
    recheck: 60_000,
    log,
  });
  reconciler.request();
  const ending = await finished.promise;
  await reconciler.stop();
  firmware.stop();
  const outcome: FirmwareOutcome = {
    ending,
    states,
    asked,
    events,
    reported: firmware.reported(),
    faults: ledger.faults.list().map(({ code }) => code),
  };
  await ledger.stop();
  await outbox.close();
  return outcome;
}
