/** One finger as the panel tells of it, in the units of its axes. */
export interface Finger {
  /** Names the finger from when it comes down until it is lifted. */
  readonly number: number;
  x: number;
  y: number;
  down: boolean;
  /** It was lifted and another one put down in its place within one report. */
  replaced: boolean;
  /** Where the panel tells: size of the touch, pressure, kind of tool, height above the glass; else 0. */
  major: number;
  pressure: number;
  tool: number;
  distance: number;
}

export function newFinger(number: number): Finger {
  return { number, x: 0, y: 0, down: false, replaced: false, major: 0, pressure: 0, tool: 0, distance: 0 };
}

/** The state of all fingers as the kernel keeps it, for after events were lost. */
export interface PanelState {
  /** The slot that the next event is about. */
  slot: number;
  /** For each slot the tracking id (-1 for none) and the values of the other axes, by code. */
  slots: { id: number; axes: ReadonlyMap<number, number> }[];
  /** For single touch: whether the finger is down, and where. */
  touching: boolean;
  x: number;
  y: number;
}

/** Follows the fingers of one panel through its events. */
export interface Tracker {
  /** What a report consists of. */
  take(type: number, code: number, value: number): void;
  /** A report is complete. The fingers stay the tracker's own and are changed by what comes next. */
  report(): Iterable<Finger>;
  /** Takes over what the kernel says; a finger that is still the same one keeps its number. */
  restore(state: PanelState): void;
  /** Nothing is known any more. */
  forget(): void;
}

/** Fingers that are followed at most on one panel; more are ignored. */
export const maximumFingers = 64;
