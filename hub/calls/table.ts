import type { CallState } from '../../protocol/calls/index.ts';

/** What can happen to a call. */
export type CallEvent =
  /** An operator was found: the desk rings. */
  | 'offer'
  /** The operator does not want it now, did not answer in time, or went away. */
  | 'decline'
  | 'answer'
  /** Media comes in on both sides. */
  | 'connect'
  /** One side's signalling is gone. */
  | 'interrupt'
  /** It is back. */
  | 'return'
  /** The operator hands it on: it waits again, with the time it has waited already. */
  | 'transfer'
  /** The citizen would rather be called back. */
  | 'postpone'
  /** The citizen of a callback is there again. */
  | 'reach'
  /** One of the two hung up, left the queue, or a deadline passed. */
  | 'end';

/** `state, event -> next state`; what is not here does not happen. */
export const callTable: Readonly<Record<CallState, Readonly<Partial<Record<CallEvent, CallState>>>>> = {
  waiting: { offer: 'ringing', postpone: 'callback', end: 'ended' },
  ringing: { decline: 'waiting', answer: 'connecting', postpone: 'callback', end: 'ended' },
  connecting: {
    connect: 'connected',
    interrupt: 'interrupted',
    decline: 'waiting',
    transfer: 'waiting',
    end: 'ended',
  },
  connected: { interrupt: 'interrupted', transfer: 'waiting', end: 'ended' },
  interrupted: { connect: 'connected', return: 'connected', transfer: 'waiting', end: 'ended' },
  callback: { reach: 'waiting', end: 'ended' },
  ended: {},
};
