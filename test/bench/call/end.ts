import type { CallSignal } from '../../../protocol/calls/messages.ts';

/** What one end of a call has seen and heard of the other. */
export interface Seen {
  /** Moment of the first picture, in milliseconds since the epoch; null before. */
  first: number | null;
  frames: number;
  /** Milliseconds from drawing a picture to having it, of the last pictures. */
  latencies: number[];
  /** Milliseconds from making a beep to hearing it, of the last ones. */
  beeps: number[];
}

/** One end of a call: a totem's or a browser. */
export interface End {
  /** Begins the call as the side that makes the offer. */
  offer(): Promise<void>;
  take(signal: CallSignal): Promise<void>;
  seen(): Promise<Seen>;
  /** Seconds of processor that its processes have taken so far, by what they are. */
  cpu(): Record<string, number>;
  stop(): Promise<void>;
}

export type Opened = (send: (signal: CallSignal) => void) => Promise<End>;

/** Pictures and beeps are kept so many. */
export const kept = 500;
/** What was longer under way is something else, in milliseconds. */
export const longest = 10_000;
