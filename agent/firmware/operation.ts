import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../../protocol/durable.ts';
import type { DesiredFirmware, Problem, Result } from '../../protocol/index.ts';
import { isCode } from '../artifacts/index.ts';
import type { FirmwareMove, FirmwareRecord } from '../state/index.ts';
import { type FirmwareEvent, nextFirmwareState } from './table.ts';
import type { FirmwareOptions } from './types.ts';

/** The operation's place in the state, with the ways to change it. */
export interface Operation {
  data(): FirmwareRecord;
  /** One row of the table: the new state is on the disk when this resolves. */
  advance(event: FirmwareEvent, edit?: (firmware: FirmwareRecord) => void): Promise<void>;
  /** A change within a state. */
  note(edit: (firmware: FirmwareRecord) => void): Promise<void>;
  /** Ends the operation: the target is not tried again until something else is wanted. */
  refuse(event: 'refused' | 'returned', problem: Problem): Promise<void>;
  /** Raises the fault that fits and hands the problem on, so that the runner tries again later. */
  postponed(problem: Problem): Result<null>;
  /** What was thrown, as a problem that is tried again later: a full disk shows itself anywhere. */
  failed(error: unknown): Result<null>;
  /** Why the operation failed, or why its step is to be tried again. */
  problem(): FirmwareRecord['problem'];
  /**
   * Names the slot that has not proved itself yet in a file, for what acts where no agent runs: see
   * `totem-firmware-return.service`.
   */
  markUnproved(): Promise<void>;
  guarded(work: () => Promise<Result<null>>): Promise<Result<null>>;
}

export function openOperation(
  options: Pick<FirmwareOptions, 'folder' | 'state' | 'faults' | 'record' | 'onChange' | 'clock' | 'log'>,
): Operation {
  const { state, faults, log } = options;
  /** What kept the last step from ending; not on disk, for the disk may be the very trouble. */
  let trouble: FirmwareRecord['problem'] = null;
  const data = () => state.data().firmware;

  const note: Operation['note'] = async (edit) => {
    await state.change((draft) => edit(draft.firmware));
    options.onChange();
  };

  const advance: Operation['advance'] = async (event, edit = () => undefined) => {
    const from = data().state;
    const to = nextFirmwareState(from, event);
    if (!to) throw new Error(`firmware cannot be ${event} while ${from}`);
    trouble = null;
    await note((firmware) => {
      firmware.state = to;
      edit(firmware);
    });
    await markUnproved();
    log.info({ from, event, to, target: data().target?.version }, 'firmware');
  };

  const unprovedFile = join(options.folder, 'unproved');
  let named: string | null | undefined;
  const markUnproved = async () => {
    const slot = data().move?.to.bootname ?? null;
    if (slot === named) return;
    if (slot === null) await rm(unprovedFile, { force: true });
    else await writeDurably(unprovedFile, `${slot}\n`);
    named = slot;
  };

  const postponed: Operation['postponed'] = (problem) => {
    trouble = shortened(problem);
    options.onChange();
    if (problem.code === 'no_space') faults.raise('storage.full', problem.message, 'firmware');
    else if (data().state === 'fetching') faults.raise('firmware.fetch_failed', problem.message);
    return { ok: false, error: problem };
  };

  const failed: Operation['failed'] = (error) => {
    log.error({ err: error }, 'a step of the firmware failed');
    const full = isCode(error, 'ENOSPC', 'EDQUOT');
    return postponed({
      code: full ? 'no_space' : 'internal',
      message: full ? 'the disk is full' : `the firmware could not be changed: ${String(error)}`,
    });
  };

  return {
    data,
    failed,
    note,
    advance,
    markUnproved,
    postponed,
    refuse: async (event, problem) => {
      const { target } = data();
      const returned = event === 'returned';
      await advance(event, (firmware) => {
        firmware.rejected = firmware.target;
        firmware.target = null;
        firmware.move = null;
        firmware.problem = shortened(problem);
      });
      raiseFailure(faults, problem);
      if (!target) return;
      const { version, attempt } = target;
      const at = new Date(options.clock.now()).toISOString();
      options.record({
        kind: 'firmware.failed',
        at,
        version,
        attempt,
        returned,
        problem: shortened(problem),
      });
    },
    problem: () => trouble ?? data().problem,
    guarded: async (work) => {
      try {
        const done = await work();
        if (done.ok) {
          trouble = null;
          faults.clear('firmware.fetch_failed');
          faults.clear('storage.full', 'firmware');
        }
        return done;
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** Code of the problem that a firmware leaves which ran and did not prove itself. */
export const unproved = 'expired';

/** The fault of an operation that failed, raised again at every start of the agent. */
export function raiseFailure(
  faults: FirmwareOptions['faults'],
  { code, message }: Pick<Problem, 'message'> & { code: string },
): void {
  if (code === unproved) faults.raise('firmware.rolled_back', message);
  else if (code === 'internal' || code === 'no_space') faults.raise('firmware.install_failed', message);
  else faults.raise('firmware.refused', message);
}

export function clearFailure(faults: FirmwareOptions['faults']): void {
  for (const code of ['firmware.rolled_back', 'firmware.install_failed', 'firmware.refused'] as const) {
    faults.clear(code);
  }
}

/** What an update that is under way needs to know of itself; a state without it cannot be reached. */
export function underWay({ target, move }: FirmwareRecord): { target: DesiredFirmware; move: FirmwareMove } {
  if (!target || !move) throw new Error('no update is under way');
  return { target, move };
}

function shortened({ code, message, field }: Problem): Problem {
  const short = { code, message: message.slice(0, 500) };
  return field === undefined ? short : { ...short, field };
}
