/** Milliseconds before attempt `attempt` (0 is the first repetition): doubling, capped, half of it by chance. */
export function backoff(attempt: number, chance: number, cap = 5000): number {
  const whole = Math.min(cap, 250 * 2 ** Math.min(attempt, 10));
  return whole / 2 + (whole / 2) * chance;
}
