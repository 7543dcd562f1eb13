import type { FirmwareState } from '../../protocol/index.ts';

/** What can happen to the firmware operation. */
export const firmwareEvents = [
  /** Another firmware is wanted than the one worked on. */
  'targeted',
  /** Something has to be awaited before the next step. */
  'held',
  /** The bundle is about to be fetched. */
  'begun',
  /** The bundle is here and matches its hash. */
  'fetched',
  /** RAUC is about to be told to install. */
  'cleared',
  /** The bundle has to be fetched: it could not be streamed, or its file is not what was fetched. */
  'lost',
  /** The other slot holds the target. */
  'installed',
  /** The target can never run here: its signature, its board, its version; or it could not be written. */
  'refused',
  /** The board is about to be restarted. */
  'restarted',
  /** The board came up in the new slot. */
  'booted',
  /** The new slot showed that it is well, and is marked good. */
  'proved',
  /** The new slot did not show that it is well in time. */
  'unproved',
  /** The board runs from the former slot again. */
  'returned',
  /** Nothing is left to do: what is wanted runs, or nothing is wanted any more. */
  'settled',
] as const;
export type FirmwareEvent = (typeof firmwareEvents)[number];

/**
 * The firmware operation. The next state is on the disk before its work begins, so that after a power cut the
 * work of the state found there is done again; what is absent here cannot happen. From `installing` on the
 * power may be cut into the new slot, so `booted` is possible there.
 */
export const firmwareTransitions: Readonly<
  Record<FirmwareState, Readonly<Partial<Record<FirmwareEvent, FirmwareState>>>>
> = {
  idle: { targeted: 'offered' },
  offered: {
    targeted: 'offered',
    held: 'waiting',
    begun: 'fetching',
    cleared: 'installing',
    refused: 'failed',
    settled: 'idle',
  },
  waiting: { targeted: 'offered', begun: 'fetching', cleared: 'installing', settled: 'idle' },
  fetching: { targeted: 'offered', held: 'waiting', fetched: 'waiting', refused: 'failed', settled: 'idle' },
  installing: { lost: 'waiting', installed: 'installed', refused: 'failed', booted: 'proving' },
  installed: { restarted: 'rebooting', booted: 'proving' },
  rebooting: { booted: 'proving', returned: 'failed' },
  proving: { proved: 'confirmed', unproved: 'rolling_back', returned: 'failed' },
  confirmed: { targeted: 'offered', settled: 'idle' },
  rolling_back: { returned: 'failed' },
  failed: { targeted: 'offered', settled: 'idle' },
};

/** The next state, or `undefined` where the event cannot happen in this state. */
export function nextFirmwareState(state: FirmwareState, event: FirmwareEvent): FirmwareState | undefined {
  return firmwareTransitions[state][event];
}
