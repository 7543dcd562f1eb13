import type { RenewalConfiguration } from '../../protocol/renewal.ts';

/**
 * Decides when the page is loaded anew, and when its whole display is, so that what its engine does not give back never
 * fills the memory. Pure: it takes what is known and when, and returns the next state and what to do. Times are
 * milliseconds of a clock that never goes back.
 */
export interface Renewal {
  /** Sessions that this page has had, and that its engine has. */
  sessions: number;
  engineSessions: number;
  /** Since when nobody is there; null while somebody is. */
  quietSince: number | null;
  /** When the page was asked to load itself anew; null when it was not, or has done so. */
  askedAt: number | null;
  /** When it did so last, and when its display was built anew for it last; null when never. */
  loadedAt: number | null;
  rebuiltAt: number | null;
}

/** What is known of the totem now. */
export interface Facts {
  /** Whether anybody is there: a session, a technician, somebody before the sensor, a call. */
  occupied: boolean;
  /** Whether the display is well and its page speaks. */
  well: boolean;
  /** Memory of the page's engine in bytes; null where it is not known. */
  bytes: number | null;
}

export type RenewalEvent =
  /** Time passed, or the facts changed. */
  | { type: 'look'; facts: Facts }
  /** A citizen's session has ended. */
  | { type: 'session' }
  /** The page says that it loads itself anew now. */
  | { type: 'loading' }
  /** The display was built anew, by whomever: page and engine are new. */
  | { type: 'rebuilt' };

export type RenewalAction =
  | { do: 'load'; reason: string }
  /** What no load gives back: page and engine begin with an empty process. */
  | { do: 'rebuild'; reason: string };

/** Milliseconds. */
export const spans = {
  /** After a load, until memory is judged: the engine gives back what it no longer needs little by little. */
  settling: 120_000,
  /** Until a page that did not do as asked is asked again; it may have had a reason that nobody else knew. */
  asking: 60_000,
  /** Between two loads, and between two rebuilds, for memory alone: no limit makes a page blink all night. */
  loads: 900_000,
  rebuilds: 6 * 3_600_000,
} as const;

/** A rebuild may be seen, so it waits for a quiet so many times longer. */
export const deeperQuiet = 5;

export const fresh: Renewal = {
  sessions: 0,
  engineSessions: 0,
  quietSince: null,
  askedAt: null,
  loadedAt: null,
  rebuiltAt: null,
};

/** The next state and what to do about one event. */
export function decide(
  state: Renewal,
  event: RenewalEvent,
  now: number,
  settings: RenewalConfiguration,
): { state: Renewal; action: RenewalAction | null } {
  switch (event.type) {
    case 'session': {
      const { sessions, engineSessions } = state;
      // It may have been so short that no look saw it.
      const counted = { sessions: sessions + 1, engineSessions: engineSessions + 1, quietSince: null };
      return { state: { ...state, ...counted }, action: null };
    }
    case 'loading':
      return { state: { ...state, sessions: 0, askedAt: null, loadedAt: now }, action: null };
    case 'rebuilt':
      return { state: { ...fresh, rebuiltAt: now }, action: null };
    case 'look':
      return looked(state, event.facts, now, settings);
  }
}

function looked(
  before: Renewal,
  facts: Facts,
  now: number,
  settings: RenewalConfiguration,
): { state: Renewal; action: RenewalAction | null } {
  const state = {
    ...before,
    quietSince: facts.occupied || !facts.well ? null : (before.quietSince ?? now),
    askedAt: isWithin(before.askedAt, spans.asking, now) ? before.askedAt : null,
  };
  const quiet = state.quietSince === null ? -1 : now - state.quietSince;
  const quietTime = settings.quietSeconds * 1000;
  const deep = quiet >= deeperQuiet * quietTime;
  if (deep && settings.displaySessions > 0 && state.engineSessions >= settings.displaySessions) {
    const reason = `${state.engineSessions} sessions since the display was built`;
    return { state, action: { do: 'rebuild', reason } };
  }
  if (quiet < quietTime || state.askedAt !== null) return { state, action: null };

  const limit = settings.memoryMebibytes * 1024 * 1024;
  const over = limit > 0 && facts.bytes !== null && facts.bytes >= limit;
  const judged = !isWithin(state.loadedAt, spans.settling, now);
  const justLoaded = isWithin(state.loadedAt, spans.loads, now);
  if (over && judged && justLoaded && state.sessions === 0) {
    // It has just been loaded, nobody has used it since, and still it holds so much.
    if (!deep || isWithin(state.rebuiltAt, spans.rebuilds, now)) return { state, action: null };
    const reason = `the page's engine holds ${mebibytes(facts.bytes)} MiB after the page was loaded anew`;
    return { state, action: { do: 'rebuild', reason } };
  }
  const used = settings.sessions > 0 && state.sessions >= settings.sessions;
  if (!used && !(over && !justLoaded)) return { state, action: null };
  const reason = used
    ? `${state.sessions} sessions since the page was loaded`
    : `the page's engine holds ${mebibytes(facts.bytes)} MiB`;
  return { state: { ...state, askedAt: now }, action: { do: 'load', reason } };
}

function isWithin(since: number | null, span: number, now: number): boolean {
  return since !== null && now - since < span;
}

function mebibytes(bytes: number | null): number {
  return Math.round((bytes ?? 0) / 1024 / 1024);
}
