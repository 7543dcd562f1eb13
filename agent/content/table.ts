import type { ContentState } from '../../protocol/index.ts';

/** What can happen to the content operation. */
export const contentEvents = [
  /** Another release is desired than the one worked on. */
  'targeted',
  /** Every file of the target is here and matches its hash. */
  'fetched',
  /** The target can never be shown: wrong signature, wrong format. */
  'refused',
  /** The target is about to be made the active release. */
  'activated',
  /** The target is the active release now. */
  'switched',
  /** The page showed it. */
  'proved',
  /** The page did not show it in time. */
  'silent',
  /** The former release is the active one again. */
  'restored',
  /** Nothing is left to do: what is desired is active, or nothing is desired any more. */
  'settled',
] as const;
export type ContentEvent = (typeof contentEvents)[number];

/**
 * The content operation. The next state is on the disk before its work begins, so that after a power cut the
 * work of the state found there is done again; what is absent here cannot happen.
 */
export const contentTransitions: Readonly<
  Record<ContentState, Readonly<Partial<Record<ContentEvent, ContentState>>>>
> = {
  idle: { targeted: 'fetching' },
  fetching: { targeted: 'fetching', fetched: 'verified', refused: 'failed', settled: 'idle' },
  verified: { targeted: 'fetching', activated: 'activating', settled: 'idle' },
  activating: { targeted: 'fetching', refused: 'failed', switched: 'proving', settled: 'idle' },
  proving: { proved: 'idle', silent: 'rolling_back' },
  rolling_back: { restored: 'failed' },
  failed: { targeted: 'fetching', settled: 'idle' },
};

/** The next state, or `undefined` where the event cannot happen in this state. */
export function nextContentState(state: ContentState, event: ContentEvent): ContentState | undefined {
  return contentTransitions[state][event];
}
