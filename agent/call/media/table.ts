/** How far the way to one other party is. */
export type PeerState =
  | 'idle'
  /** Descriptions are exchanged, and nothing has come in yet. */
  | 'reaching'
  /** Media comes in; from who sends none, the connection stands. */
  | 'flowing'
  /** It came in and does not any more. */
  | 'stalled'
  | 'closed';

export type PeerEvent = 'attempt' | 'flow' | 'stall' | 'close';

/** `state, event -> next state`; what is not here does not happen. */
export const peerTable: Readonly<Record<PeerState, Readonly<Partial<Record<PeerEvent, PeerState>>>>> = {
  idle: { attempt: 'reaching', close: 'closed' },
  reaching: { attempt: 'reaching', flow: 'flowing', close: 'closed' },
  flowing: { attempt: 'reaching', stall: 'stalled', close: 'closed' },
  stalled: { attempt: 'reaching', flow: 'flowing', close: 'closed' },
  closed: {},
};

/** Milliseconds that an attempt may take, that a stall may last, and that a failed connection rests. */
export const patience = { attempt: 8000, stall: 2000, failed: 1000 };

/** Whether it is time for another attempt, so many milliseconds after the last change. */
export function isDue(state: PeerState, since: number, failed: boolean): boolean {
  switch (state) {
    case 'idle':
      return true;
    case 'reaching':
      return since > (failed ? patience.failed : patience.attempt);
    case 'stalled':
      return failed || since > patience.stall;
    case 'flowing':
    case 'closed':
      return false;
  }
}
