import type { FaultCode } from '../../protocol/index.ts';

/** A threshold of a figure and the fault it raises. Without hysteresis a figure at its limit would flap. */
export interface Limit {
  fault: FaultCode;
  /** Which side of the threshold is bad. */
  bad: 'above' | 'below';
  /** The value from which on it is bad, and the value at which it is good again. */
  raise: number;
  clear: number;
  /** Seconds for which it must be bad before the fault is raised, and good before it is cleared. */
  hold: number;
  calm: number;
}

/** What is remembered of one limit for one part. */
export interface Watch {
  raised: boolean;
  /** Since when the value speaks for the other state; milliseconds of a clock that never goes back. */
  turning: number | null;
}

export const unwatched: Watch = { raised: false, turning: null };

/**
 * The next state of one limit. Pure.
 *
 * @param value null where the part is not there any more, which is as good as well
 * @param now milliseconds of a clock that never goes back
 */
export function judge(limit: Limit, watch: Watch, value: number | null, now: number): Watch {
  if (!speaksForChange(limit, watch.raised, value)) {
    return watch.turning === null ? watch : { ...watch, turning: null };
  }
  const turning = watch.turning ?? now;
  const patience = (watch.raised ? limit.calm : limit.hold) * 1000;
  if (now - turning >= patience) return { raised: !watch.raised, turning: null };
  return { ...watch, turning };
}

function speaksForChange({ bad, raise, clear }: Limit, raised: boolean, value: number | null): boolean {
  if (value === null) return raised;
  const sign = bad === 'above' ? 1 : -1;
  return raised ? value * sign <= clear * sign : value * sign >= raise * sign;
}
