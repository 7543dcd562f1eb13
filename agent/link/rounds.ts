/**
 * How the line to the hub carries, measured on what is sent anyway: each message waits for its acknowledgement
 * (PUBACK). TCP sends again what the network loses, so that loss shows as acknowledgements that come late.
 */
export interface Rounds {
  /** A message goes out. Returns what to call when it is acknowledged. */
  sent(): () => void;
  latencyMilliseconds(): number | null;
  lossPercent(): number | null;
}

interface Round {
  sentAt: number;
  /** Milliseconds; null while nothing came back. */
  took: number | null;
}

/** Messages that are looked back on, and for how long, in milliseconds. */
const window = 20;
const memory = 15 * 60_000;
/** Milliseconds after which an acknowledgement counts as lost. */
const patience = 5000;

/** @param clock milliseconds of a clock that never goes back */
export function createRounds(clock: () => number): Rounds {
  let rounds: Round[] = [];
  const recent = () => {
    const from = clock() - memory;
    rounds = rounds.filter(({ sentAt }) => sentAt >= from);
    return rounds;
  };
  return {
    sent: () => {
      const round: Round = { sentAt: clock(), took: null };
      rounds = [...rounds.slice(1 - window), round];
      return () => {
        round.took ??= clock() - round.sentAt;
      };
    },
    latencyMilliseconds: () => {
      const times = recent()
        .flatMap(({ took }) => took ?? [])
        .sort((one, other) => one - other);
      const middle = times[Math.floor((times.length - 1) / 2)];
      return middle === undefined ? null : Math.round(middle * 10) / 10;
    },
    lossPercent: () => {
      const now = clock();
      const judged = recent().filter(({ sentAt, took }) => took !== null || now - sentAt > patience);
      if (judged.length === 0) return null;
      const lost = judged.filter(({ took }) => took === null || took > patience).length;
      return Math.round((lost / judged.length) * 1000) / 10;
    },
  };
}

/** The hub's clock as last heard, carried on by a clock that never goes back. */
export interface HubClock {
  /** The hub told its time in an answer to what was sent at `sentAt`; both by the clock that never goes back. */
  heard(time: number, sentAt: number): void;
  /** Milliseconds by which the hub's clock is ahead of ours, now; null until it was heard. */
  offset(): number | null;
}

/**
 * The hub read its clock somewhere between question and answer: the middle is wrong by half the round trip at
 * most. Where our own clock is set later, the offset follows without asking again.
 */
export function createHubClock(now: () => number, clock: () => number): HubClock {
  let heardAs: { time: number; at: number } | undefined;
  return {
    heard: (time, sentAt) => {
      heardAs = { time, at: (sentAt + clock()) / 2 };
    },
    offset: () => (heardAs ? Math.round(heardAs.time + (clock() - heardAs.at) - now()) : null),
  };
}
