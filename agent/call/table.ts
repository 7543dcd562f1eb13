import type { CallViewState } from '../../protocol/call-page.ts';
import type { callStates } from '../../protocol/calls/states.ts';

/** Where the totem's call stands; `none` where nobody wants a person. */
export type Phase = 'none' | CallViewState;

type Told = Exclude<(typeof callStates)[number], 'ended'>;

/** What moves a call: what the hub says of it, by its name there, and what happens here. */
export type PhaseEvent =
  | Told
  /** The hub says that it ended. */
  | 'ended'
  /** The office is closed. */
  | 'closed'
  | 'ask'
  | 'leave'
  | 'dismiss'
  /** The hub knows no such call, or does not take it. */
  | 'refused'
  /** The hub has not answered in time. */
  | 'expire'
  /** The hub is not reached, and nothing comes in from the other side either. */
  | 'silence'
  /** The citizen's session is over. */
  | 'wipe';

const told: Readonly<Record<Told, Told>> = {
  waiting: 'waiting',
  ringing: 'ringing',
  connecting: 'connecting',
  connected: 'connected',
  interrupted: 'interrupted',
  callback: 'callback',
};
const over = { ask: 'asking', dismiss: 'none', wipe: 'none' } as const;
const queued = {
  ...told,
  ask: 'asking',
  ended: 'ended',
  leave: 'ended',
  refused: 'ended',
  wipe: 'none',
} as const;
const talked = { ...queued, silence: 'ended' } as const;

/** `phase, event -> next phase`; what is not here does not happen. */
export const phaseTable: Readonly<Record<Phase, Readonly<Partial<Record<PhaseEvent, Phase>>>>> = {
  none: { ask: 'asking' },
  asking: { ...queued, closed: 'closed', leave: 'none', expire: 'ended' },
  closed: over,
  waiting: queued,
  ringing: queued,
  connecting: talked,
  connected: talked,
  interrupted: talked,
  // A place that is kept stays when its citizen goes.
  callback: { ...queued, wipe: 'callback' },
  ended: over,
};

/** Whether somebody has answered and the two talk, or look for a way to. */
export function isTalk(phase: Phase): phase is 'connecting' | 'connected' | 'interrupted' {
  return phase === 'connecting' || phase === 'connected' || phase === 'interrupted';
}

/** Whether the hub knows of the call and has not ended it. */
export function isLive(phase: Phase): boolean {
  return phase in told;
}
