import { matchOf } from './match.ts';
import { inOrder } from './route.ts';
import type { Operator, RoutingPolicy, Waiting } from './types.ts';

/** How long the calls of late took, in seconds: a quarter took less than `short`, a quarter more than `long`. */
export interface HandlingTimes {
  short: number;
  long: number;
}

/** Before enough calls were counted: two and six minutes. */
export const assumedHandling: HandlingTimes = { short: 120, long: 360 };

/** What somebody who waits is told. */
export interface Standing {
  /** 1 is the next one. */
  position: number;
  /** Expected wait in whole minutes, `null` where nobody who could take the call is signed in. */
  wait: { from: number; to: number } | null;
}

/**
 * Place and expected wait of a call. Only calls before it that want some of the same operators count; each of
 * these operators is taken to end a call within the handling times. A range is told, because a single number
 * would be wrong nearly always.
 */
export function standingOf(
  call: Waiting,
  calls: readonly Waiting[],
  operators: readonly Operator[],
  now: number,
  policy: RoutingPolicy,
  handling: HandlingTimes,
): Standing {
  const able = (each: Waiting) =>
    operators.filter(
      (operator) => operator.presence !== 'away' && matchOf(each, operator, now, policy) !== undefined,
    );
  const mine = able(call);
  const ordered = inOrder(calls);
  const before = ordered.slice(
    0,
    ordered.findIndex(({ id }) => id === call.id),
  );
  const rivals = before.filter((other) => able(other).some((operator) => mine.includes(operator)));
  const position = rivals.length + 1;
  if (mine.length === 0) return { position, wait: null };
  const free = mine.filter(({ presence }) => presence === 'available').length;
  // How many calls of each operator have to end first.
  const rounds = Math.max(0, position - free) / mine.length;
  return {
    position,
    wait: {
      from: Math.floor((rounds * handling.short) / 2 / 60),
      to: Math.max(1, Math.ceil((Math.ceil(rounds) * handling.long) / 60)),
    },
  };
}

/** Handling times of the calls that ended of late (seconds each); the assumed ones where there are fewer than five. */
export function handlingOf(seconds: readonly number[]): HandlingTimes {
  if (seconds.length < 5) return assumedHandling;
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { short: at(0.25), long: Math.max(at(0.75), at(0.25)) };
}
