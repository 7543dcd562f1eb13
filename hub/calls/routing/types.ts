import type { CallId, CallWish, Skills } from '../../../protocol/calls/index.ts';

/** A call that waits for an operator. */
export interface Waiting {
  id: CallId;
  wish: CallWish;
  /** When it began to wait, in ms: kept through a decline, a transfer and a callback. */
  since: number;
  /** Operators it is not offered to again: they declined it, did not answer, or handed it on. */
  declinedBy: readonly string[];
  /** The one it was handed to by name; nobody else gets it while they are signed in. */
  only: string | null;
}

export const presences = ['available', 'busy', 'away'] as const;
export type Presence = (typeof presences)[number];

/** A signed-in operator. */
export interface Operator {
  name: string;
  presence: Presence;
  /** When the last call ended, or when they became available, in ms. */
  idleSince: number;
  skills: Skills;
}

/** How an institution wants its calls spread. Seconds count from when a call began to wait. */
export interface RoutingPolicy {
  /** Within this time a call waits for who knows its subject, if such a person is signed in; the wish fades evenly. */
  relaxSeconds: number;
  /** Where calls of an office also go once they have waited so long. */
  overflow: readonly { from: string; to: string; afterSeconds: number }[];
}

export interface Assignment {
  call: CallId;
  operator: string;
}
