/** How far the way to one other party is. */
export type PeerState =
  /** No description has been sent or come yet. */
  | 'idle'
  /** Descriptions are exchanged, nothing came in yet. */
  | 'reaching'
  /** Media of the other comes in; where the other sends none, the connection stands. */
  | 'flowing'
  /** It came in and does not any more. */
  | 'stalled'
  | 'closed';

export type PeerEvent =
  /** A new attempt began, on this side or on the other. */
  'attempt' | 'flow' | 'stall' | 'close';

/** `state, event -> next state`; what is not here does not happen. */
export const peerTable: Readonly<Record<PeerState, Readonly<Partial<Record<PeerEvent, PeerState>>>>> = {
  idle: { attempt: 'reaching', close: 'closed' },
  reaching: { attempt: 'reaching', flow: 'flowing', close: 'closed' },
  flowing: { attempt: 'reaching', stall: 'stalled', close: 'closed' },
  stalled: { attempt: 'reaching', flow: 'flowing', close: 'closed' },
  closed: {},
};
