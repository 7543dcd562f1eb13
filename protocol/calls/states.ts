/**
 * States of a call at the hub. Media goes from one party to the other and not through the hub, so a call that
 * is `connected` stays so while the hub restarts.
 */
export const callStates = [
  /** In the queue of its office. */
  'waiting',
  /** Offered to one operator, whose desk rings. It keeps its place. */
  'ringing',
  /** The operator answered; the two sides look for a way to each other. */
  'connecting',
  /** Both sides have said that media comes in (or, for a text call, that the other is there). */
  'connected',
  /** One side is gone, perhaps not for long. */
  'interrupted',
  /** The citizen left and is to be called back; the place in the queue is kept. */
  'callback',
  'ended',
] as const;
export type CallState = (typeof callStates)[number];

/** How a call ended. Each call has exactly one; reports count by these and by nothing else. */
export const callOutcomes = [
  /** The two spoke, and one of them hung up. */
  'answered',
  /** The citizen left the queue before anybody answered. */
  'abandoned',
  /** The citizen vanished from the queue: cable, power, the page gone. */
  'lost',
  /** The two were connected and the line was lost for good. */
  'broken',
  /** An operator answered, but no media ever came through. */
  'failed',
  /** The office closed while the citizen waited. */
  'closed',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];
