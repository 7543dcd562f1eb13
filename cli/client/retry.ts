import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Problem, type Result } from '../../protocol/index.ts';

const firstPause = 250;
const longestPause = 5000;

export interface Patience {
  /** Milliseconds for which a request is tried again, from its first failure. */
  milliseconds: number;
  signal: AbortSignal;
  now: () => number;
  /** Hears of each failure that is followed by another attempt. */
  onRetry: (problem: Problem) => void;
}

/**
 * Repeats a request that is safe to repeat while the hub does not answer: pauses double from a quarter of a
 * second to 5 s, half of each by chance, so that many editors do not come back at the same instant.
 */
export async function patiently<Value>(
  attempt: () => Promise<Result<Value>>,
  { milliseconds, signal, now, onRetry }: Patience,
): Promise<Result<Value>> {
  let pause = firstPause;
  let deadline: number | undefined;
  for (;;) {
    const result = await attempt();
    if (result.ok || !passing(result.error)) return result;
    if (signal.aborted) return result;
    deadline ??= now() + milliseconds;
    if (now() + pause > deadline) return result;
    onRetry(result.error);
    try {
      await sleep(pause / 2 + (Math.random() * pause) / 2, undefined, { signal });
    } catch {
      return failure('unavailable', 'interrupted');
    }
    pause = Math.min(pause * 2, longestPause);
  }
}

function passing(problem: Problem): boolean {
  return problem.code === 'unavailable' || problem.code === 'too_many_requests';
}
