import { type Count, smallestCount } from '../../protocol/index.ts';

/** A count as it may be shown by itself. */
export function shown(count: number): Count {
  return isSmall(count) ? null : count;
}

/**
 * The parts of a whole whose sum is shown beside them: small ones are left out, and where that leaves one out
 * alone, the smallest of the others with it, since it could be worked out from the sum.
 */
export function shownParts(counts: readonly number[]): Count[] {
  const parts = counts.map(shown);
  const hidden = counts.reduce((sum, count, index) => (parts[index] === null ? sum + count : sum), 0);
  if (!parts.includes(null) || (parts.filter((part) => part === null).length > 1 && !isSmall(hidden)))
    return parts;
  let smallest = -1;
  for (const [index, count] of counts.entries()) {
    if (parts[index] === null || count === 0) continue;
    if (smallest < 0 || count < (counts[smallest] ?? 0)) smallest = index;
  }
  if (smallest >= 0) parts[smallest] = null;
  return parts;
}

/** A share in steps of 5 percent; null of a whole that is small or nothing. */
export function percent(part: number, whole: number): number | null {
  return whole < smallestCount ? null : Math.round((part / whole) * 20) * 5;
}

function isSmall(count: number): boolean {
  return count > 0 && count < smallestCount;
}
