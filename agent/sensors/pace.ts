/** Milliseconds. */
export interface Pace {
  /** Between two looks at a port that is open. */
  beat: number;
  /** Before the first and the last of many tries to open a port that is not there. */
  reopenFirst: number;
  reopenLast: number;
  /** How long a port is left shut after too many bytes: at first, and at most. */
  floodFirst: number;
  floodLast: number;
  /** Between two searches for what a device is. */
  searchFirst: number;
  searchLast: number;
}

export const usualPace: Pace = {
  beat: 250,
  reopenFirst: 1_000,
  reopenLast: 15_000,
  floodFirst: 5_000,
  floodLast: 60_000,
  searchFirst: 15_000,
  searchLast: 300_000,
};
