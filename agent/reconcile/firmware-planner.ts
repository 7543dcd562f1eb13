import type { DesiredFirmware } from '../../protocol/index.ts';
import type { Side, Waits } from '../firmware/index.ts';
import type { FirmwareRecord } from '../state/index.ts';

/** One map from each action of the firmware operation to its arguments. */
export interface FirmwareStepArguments {
  /** Marks the slot that runs good, so that the boot loader does not count it down over ordinary restarts. */
  keepGood: Record<never, never>;
  offer: { target: DesiredFirmware };
  hold: Record<never, never>;
  fetch: Record<never, never>;
  install: Record<never, never>;
  reboot: Record<never, never>;
  /** Finds out where the board came up. */
  locate: Record<never, never>;
  prove: Record<never, never>;
  rollBack: Record<never, never>;
  settle: Record<never, never>;
}
export type FirmwareAction = keyof FirmwareStepArguments;
export type FirmwareStep = {
  [Action in FirmwareAction]: { action: Action } & FirmwareStepArguments[Action];
}[FirmwareAction];

/** What is, as far as this planner needs to know. */
export interface FirmwareActual {
  record: FirmwareRecord;
  /** `null` while RAUC does not answer. */
  running: { version: string | null } | null;
  waits: Waits;
  /** Side of the move that the board runs from; `null` where there is none, or nobody can tell. */
  side: Side | null;
  /** The board was restarted since the move was begun, or since the restart was asked for. */
  rebooted: boolean;
  /** The slot that runs was marked good since this agent was started. */
  keptGood: boolean;
}

/**
 * The next step from what is to what should be, or none. Pure. Until an installation begins a newer wish takes
 * the place of the one worked on; after that the operation goes to its end first.
 */
export function planFirmware(wanted: DesiredFirmware | null, actual: FirmwareActual): FirmwareStep | null {
  const move = planMove(actual);
  return move === undefined ? planWish(wanted, actual) : move;
}

/** Steps of an operation that no wish changes any more; `undefined` outside of it. */
function planMove(actual: FirmwareActual): FirmwareStep | null | undefined {
  const { record, waits, side, rebooted } = actual;
  switch (record.state) {
    case 'installing':
      if (rebooted && side === 'new') return { action: 'locate' };
      // The power was cut: the boot loader counted the former slot, which was proved long ago.
      if (rebooted && side === 'former' && actual.running && !actual.keptGood) return { action: 'keepGood' };
      return { action: 'install' };
    case 'installed':
      if (rebooted && side === 'new') return { action: 'locate' };
      return waits.reboot.length > 0 ? null : { action: 'reboot' };
    case 'rebooting':
      return { action: rebooted ? 'locate' : 'reboot' };
    case 'proving':
      return { action: side === 'former' ? 'locate' : 'prove' };
    case 'rolling_back':
      return { action: side === 'former' ? 'locate' : 'rollBack' };
    default:
      return undefined;
  }
}

function planWish(wanted: DesiredFirmware | null, actual: FirmwareActual): FirmwareStep | null {
  const { record, running, waits, keptGood } = actual;
  const { state, target, rejected } = record;
  if (running && !keptGood) return { action: 'keepGood' };
  const refused = isSame(wanted, rejected);
  const resting = state === 'idle' || state === 'confirmed' || (state === 'failed' && refused);
  if (!wanted || refused) return resting ? null : { action: 'settle' };
  if (!running) return null;
  if (running.version === wanted.version) return resting ? null : { action: 'settle' };
  if (state === 'idle' || state === 'confirmed' || state === 'failed' || !isSame(wanted, target)) {
    return { action: 'offer', target: wanted };
  }
  const here = state !== 'fetching' && (record.fetched || record.streams);
  const held = (here ? waits.install : waits.fetch).length > 0;
  if (held) return state === 'waiting' ? null : { action: 'hold' };
  return { action: here ? 'install' : 'fetch' };
}

/** Whether something may change by itself, so that it is worth looking again later. */
export function isPending(wanted: DesiredFirmware | null, { record, running }: FirmwareActual): boolean {
  const { state } = record;
  return (
    state === 'waiting' ||
    state === 'installed' ||
    running === null ||
    (wanted !== null && state === 'offered')
  );
}

/** Whether a wish is known that nothing was done for yet, not even to refuse it. */
export function isUnanswered(
  wanted: DesiredFirmware | null,
  { state, rejected, running }: FirmwareRecord,
): wanted is DesiredFirmware {
  const resting = state === 'idle' || state === 'confirmed' || state === 'failed';
  return resting && wanted !== null && running?.version !== wanted.version && !isSame(wanted, rejected);
}

/** The same bundle, wanted for the same time; when and how it may be installed may differ. */
export function isSame(one: DesiredFirmware | null, other: DesiredFirmware | null): boolean {
  return (
    one !== null &&
    other !== null &&
    one.version === other.version &&
    one.bundle.sha256 === other.bundle.sha256 &&
    one.attempt === other.attempt
  );
}
