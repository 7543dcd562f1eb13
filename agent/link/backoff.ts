/**
 * Milliseconds to wait before the next attempt: doubles from `base` up to `ceiling`, and is spread over the
 * upper half of that, so that a fleet that lost its hub together does not come back together.
 *
 * @param attempt 0 for the first attempt after a failure
 * @param random a number in [0, 1)
 */
export function backoff(
  attempt: number,
  random: number,
  { base = 1000, ceiling = 60_000 }: { base?: number; ceiling?: number } = {},
): number {
  const reached = Math.min(ceiling, base * 2 ** Math.min(attempt, 30));
  return Math.round(reached / 2 + (reached / 2) * random);
}
