/** A rectangle in CSS px, as `getBoundingClientRect` gives it. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** How much a pixel beside the way counts against one along it: what lies straight ahead is meant. */
const asideCounts = 2;

/**
 * Which of the boxes the arrow means: of those that lie that way, the nearest along it,
 * and as straight ahead as can be. `undefined` where there is none.
 */
export function nearest<Candidate>(
  from: Box,
  candidates: readonly Candidate[],
  boxOf: (candidate: Candidate) => Box,
  direction: Direction,
): Candidate | undefined {
  let best: Candidate | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const { along, aside } = way(from, boxOf(candidate), direction);
    if (along === null) continue;
    const cost = along + aside * asideCounts;
    if (cost < least) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}

/** Pixels along the direction (null where the box does not lie that way) and beside it. */
function way(from: Box, to: Box, direction: Direction): { along: number | null; aside: number } {
  const upright = direction === 'up' || direction === 'down';
  const [start, end] = upright ? ([from.top, from.bottom] as const) : ([from.left, from.right] as const);
  const [first, last] = upright ? ([to.top, to.bottom] as const) : ([to.left, to.right] as const);
  const forwards = direction === 'down' || direction === 'right';
  // A box lies that way when its middle does.
  const middle = first + last - (start + end);
  const beyond = forwards ? middle > 0 : middle < 0;
  const gap = forwards ? first - end : start - last;
  const aside = upright
    ? gapBetween(from.left, from.right, to.left, to.right)
    : gapBetween(from.top, from.bottom, to.top, to.bottom);
  return { along: beyond ? Math.max(0, gap) : null, aside };
}

/** How far two stretches are apart; 0 where they overlap. */
function gapBetween(a: number, b: number, c: number, d: number): number {
  return Math.max(0, c - b, a - d);
}
