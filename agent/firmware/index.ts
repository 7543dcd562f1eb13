import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DesiredFirmware, type ReportedFirmware, type Result, success } from '../../protocol/index.ts';
import { openPool } from '../artifacts/index.ts';
import type { FirmwareActual } from '../reconcile/index.ts';
import { type Waits, waitsOf } from './conditions.ts';
import { install } from './install.ts';
import { locate, type MoveParts, proveSlot, reboot, rollBack, tidy } from './moves.ts';
import { clearFailure, openOperation, raiseFailure, underWay } from './operation.ts';
import { createRauc, openBus, type RaucStatus } from './rauc/index.ts';
import { reportFirmware, versionName } from './report.ts';
import { objectionTo, pairOf, type Side, sideOf, slotOfKernel } from './slots.ts';
import { canStream, removeKeys } from './streaming.ts';
import type { Firmware, FirmwareOptions } from './types.ts';

export type { Board, Waits } from './conditions.ts';
export { type Evidence, missingOf, prove } from './proving.ts';
export type { Side } from './slots.ts';
export { type Firmware, type FirmwareOptions, kernelFiles, type StreamSource } from './types.ts';

/** What was seen at the last look. */
interface Seen {
  status: RaucStatus | null;
  side: Side | null;
  waits: Waits;
}

const unseen: Seen = { status: null, side: null, waits: { fetch: [], install: ['service'], reboot: [] } };

/** Opens the firmware operation where it stands. RAUC is looked for only when it is needed. */
export async function openFirmware(options: FirmwareOptions): Promise<Firmware> {
  const { faults, clock } = options;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const pool = await openPool(join(options.folder, 'bundles'), options.source);
  const bus = openBus({ address: options.bus, patience: options.callPatience });
  const rauc = createRauc({
    bus,
    interval: options.interval,
    patience: 6,
    standstill: options.standstill,
    sleep: clock.sleep,
    onState: (state, message) => {
      if (state === 'ready') faults.clear('firmware.service_lost');
      else faults.raise('firmware.service_lost', message);
      options.onChange();
    },
  });
  const operation = openOperation(options);
  // A disk that takes no writes must not keep the agent from starting; what is missing is written with the next change.
  const tolerated = (error: unknown) => options.log.error({ err: error }, 'firmware');
  await operation.markUnproved().catch(tolerated);
  await removeKeys(options.folder).catch(tolerated);
  const bootId = await options.readBootId();
  const parts: MoveParts = { options, operation, pool, rauc, bus, bootId, side: () => seen.side };
  let seen = unseen;
  let keptGood = false;
  let share = 0;
  const onProgress = (reached: number) => {
    share = reached;
    options.onChange();
  };

  const observe = async (): Promise<FirmwareActual> => {
    const status = await rauc.status();
    const pair = status.ok ? pairOf(status.value) : status;
    const version = status.ok && pair.ok ? await versionOf(status.value, options.kernel.osRelease) : null;
    if (pair.ok) await noteRunning(pair.value.booted.name, version);
    const record = operation.data();
    const { move } = record;
    const booted = pair.ok ? pair.value.booted.name : await slotOfKernel(options.kernel.commandLine);
    seen = {
      status: status.ok ? status.value : null,
      side: move && booted !== null ? sideOf(move, booted) : null,
      waits: waitsOf(
        {
          now: new Date(clock.now()),
          window: record.target?.window ?? null,
          citizenPresent: options.citizenPresent(),
          board: await options.board(),
          serviceReady: pair.ok,
          neededBytes: await neededBytes(),
          freeBytes: await pool.freeBytes(),
        },
        options.limits,
      ),
    };
    options.onChange();
    return {
      record,
      running: pair.ok ? { version } : null,
      waits: seen.waits,
      side: seen.side,
      rebooted: move !== null && move.bootId !== bootId,
      keptGood,
    };
  };

  const neededBytes = async (): Promise<number> => {
    const { target, fetched, streams } = operation.data();
    if (!target || fetched || streams) return 0;
    return target.bundle.size - (await pool.begun(target.bundle)) + options.reserveBytes;
  };

  const noteRunning = async (slot: string, version: string | null): Promise<void> => {
    const { running } = operation.data();
    if (running?.slot === slot && running.version === version) return;
    try {
      await operation.note((firmware) => {
        firmware.running = { slot, version, since: new Date(clock.now()).toISOString() };
      });
    } catch (error) {
      operation.failed(error);
    }
  };

  const offer = async (target: DesiredFirmware): Promise<Result<null>> => {
    const { status } = seen;
    if (!status) return operation.postponed({ code: 'unavailable', message: 'RAUC does not answer' });
    const streams = await canStream(target, options.stream, options.kernel);
    share = 0;
    await operation.advance('targeted', (firmware) => {
      Object.assign(firmware, {
        target,
        streams,
        fetched: false,
        tries: 0,
        move: null,
        problem: null,
        rejected: null,
      });
    });
    const running = { compatible: status.compatible, version: operation.data().running?.version ?? null };
    const objection = objectionTo(target, running);
    if (objection) await operation.refuse('refused', objection);
    return success(null);
  };

  const fetch = async (signal: AbortSignal): Promise<Result<null>> => {
    if (operation.data().state !== 'fetching') await operation.advance('begun');
    const { target } = operation.data();
    if (!target) throw new Error('nothing to fetch');
    const { bundle } = target;
    await pool.keepOnly(new Set([bundle.sha256]));
    let here = await pool.begun(bundle);
    let transferred = 0;
    const fetched = await pool.fetch(bundle, signal, (count) => {
      transferred += count;
      here = Math.min(bundle.size, here + count);
      onProgress(here / bundle.size);
    });
    if (!fetched.ok) return signal.aborted ? fetched : operation.postponed(fetched.error);
    await pool.sync();
    share = 0;
    await operation.advance('fetched', (firmware) => {
      firmware.fetched = true;
      firmware.transfer = { kind: 'download', bundleBytes: bundle.size, transferredBytes: transferred };
    });
    return success(null);
  };

  const settle = async (): Promise<Result<null>> => {
    await operation.advance('settled', (firmware) => {
      Object.assign(firmware, { target: null, rejected: null, problem: null, fetched: false, move: null });
    });
    clearFailure(faults);
    await tidy(parts);
    return success(null);
  };

  const begin = operation.data();
  // Faults outlive an agent that was killed; these follow from the state alone.
  if (begin.state === 'failed' && begin.problem) raiseFailure(faults, begin.problem);
  else clearFailure(faults);
  if (begin.state === 'proving') {
    const count = operation.note((firmware) => {
      underWay(firmware).move.starts += 1;
    });
    await count.catch(tolerated);
  }

  const reported = (): ReportedFirmware =>
    reportFirmware({
      record: operation.data(),
      wanted: options.state.data().desired?.firmware ?? null,
      status: seen.status,
      waits: seen.waits,
      progress: share,
      problem: operation.problem(),
      service: rauc.state(),
    });

  const { guarded } = operation;
  return {
    observe,
    reported,
    executors: {
      keepGood: async () => {
        const marked = await rauc.mark('good', 'booted');
        keptGood = marked.ok;
        return marked.ok ? success(null) : marked;
      },
      offer: ({ target }) => guarded(() => offer(target)),
      hold: () =>
        guarded(async () => {
          await operation.advance('held');
          return success(null);
        }),
      fetch: (_step, signal) => guarded(() => fetch(signal)),
      install: (_step, signal) =>
        guarded(() => install({ options, operation, pool, rauc, bootId, onProgress }, signal)),
      reboot: (_step, signal) => guarded(() => reboot(parts, signal)),
      locate: (_step, signal) => guarded(() => locate(parts, signal)),
      prove: (_step, signal) => guarded(() => proveSlot(parts, signal)),
      rollBack: (_step, signal) => guarded(() => rollBack(parts, signal)),
      settle: () => guarded(settle),
    },
    stop: () => bus.close(),
  };
}

/** Version of the slot that runs: as it was installed, or, from the factory, as the image says itself (os-release(5)). */
async function versionOf({ slots, systemVersion }: RaucStatus, osRelease: string): Promise<string | null> {
  const installed = slots.find(({ state }) => state === 'booted')?.version ?? systemVersion;
  const text = installed === null ? await readFile(osRelease, 'utf8').catch(() => '') : '';
  const named = installed ?? /^IMAGE_VERSION="?([^"\n]+)"?$/m.exec(text)?.[1];
  return versionName(named);
}
