import type { PresenceConfiguration } from '../../protocol/index.ts';

/**
 * Decides when the screen darkens, sleeps and wakes. Pure: it takes what happened and when, and returns the next
 * state. Times are milliseconds of a clock that never goes back.
 *
 * When in doubt the screen is on: without a sensor that works it never darkens, and whatever may be somebody
 * who comes wakes it.
 */
export type Rest = 'awake' | 'dim' | 'asleep';

/** What one sensor sees; `distance` in metres where it tells one. */
export interface Sighting {
  present: boolean;
  moving: boolean;
  distance: number | null;
}

export interface Presence {
  rest: Rest;
  /** When somebody was near last, or touched. */
  nearAt: number;
  /** Sensors that work, with what they see now; null before their first word. */
  seen: Readonly<Record<string, Sighting | null>>;
  /** A citizen uses the totem. */
  session: boolean;
}

export type PresenceEvent =
  | { type: 'tick' }
  /** A finger or a key. */
  | { type: 'touched' }
  | { type: 'session'; active: boolean }
  | { type: 'seen'; sensor: string; sighting: Sighting }
  /** The sensor is lost, silent, or not what it should be. */
  | { type: 'blind'; sensor: string };

export function awake(now: number): Presence {
  return { rest: 'awake', nearAt: now, seen: {}, session: false };
}

/** Whether somebody is near enough to want the screen. */
export function isNear(
  { present, moving, distance }: Sighting,
  { wakeMetres }: PresenceConfiguration,
): boolean {
  if (!present && !moving) return false;
  return distance === null || distance <= wakeMetres;
}

export function decide(
  before: Presence,
  event: PresenceEvent,
  now: number,
  settings: PresenceConfiguration,
): Presence {
  const after = happened(before, event);
  const occupied = (state: Presence): boolean =>
    state.session || Object.values(state.seen).some((one) => one !== null && isNear(one, settings));
  // The time counts from the moment in which the last one left or the session ended.
  if (event.type === 'touched' || occupied(after) || occupied(before)) {
    return { ...after, rest: 'awake', nearAt: now };
  }
  // Whether anybody is there is not known any more: the time begins anew when a sensor comes back.
  if (!sees(after)) return { ...after, rest: 'awake', nearAt: now };
  return { ...after, rest: restAfter(now - after.nearAt, settings) };
}

/** When `tick` must come next even if nothing else happens; null when never. */
export function nextDeadline(
  state: Presence,
  { dimSeconds, sleepSeconds }: PresenceConfiguration,
): number | null {
  if (state.session || !sees(state)) return null;
  const due = [dimSeconds, sleepSeconds]
    .filter((seconds, index) => seconds > 0 && rank[state.rest] <= index)
    .map((seconds) => state.nearAt + seconds * 1000);
  return due.length === 0 ? null : Math.min(...due);
}

const rank: Record<Rest, number> = { awake: 0, dim: 1, asleep: 2 };

function happened(state: Presence, event: PresenceEvent): Presence {
  switch (event.type) {
    case 'tick':
    case 'touched':
      return state;
    case 'session':
      return { ...state, session: event.active };
    case 'seen':
      return { ...state, seen: { ...state.seen, [event.sensor]: event.sighting } };
    case 'blind': {
      const { [event.sensor]: _blind, ...seen } = state.seen;
      return { ...state, seen };
    }
  }
}

function sees(state: Presence): boolean {
  return Object.keys(state.seen).length > 0;
}

function restAfter(quiet: number, { dimSeconds, sleepSeconds }: PresenceConfiguration): Rest {
  if (sleepSeconds > 0 && quiet >= sleepSeconds * 1000) return 'asleep';
  return dimSeconds > 0 && quiet >= dimSeconds * 1000 ? 'dim' : 'awake';
}
