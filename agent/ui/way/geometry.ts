import type { MapPoint } from '../../../protocol/content/compiled.ts';

/** Path data of a line through points. */
export function pathOf(points: readonly MapPoint[], closed = false): string {
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return closed ? `${line}Z` : line;
}

/** A line whose corners are rounded, as feet walk it. */
export function softPathOf(points: readonly MapPoint[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((corner, index) => {
    const before = points[index] ?? corner;
    const after = rest[index + 1];
    if (!after) {
      path += `L${corner.x} ${corner.y}`;
      return;
    }
    const start = towards(corner, before, radius);
    const end = towards(corner, after, radius);
    path += `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`;
  });
  return path;
}

function towards(from: MapPoint, to: MapPoint, far: number): MapPoint {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(0.5, far / length);
  return rounded(at(from, to, share));
}

/** Where a street's name is written: along one of its stretches, never upside down. */
export interface NamePlace extends MapPoint {
  /** Degrees, clockwise. */
  angle: number;
}

/** From this distance on nothing is in the way of a name any more. */
const clear = 14;

/** So near, the name and the mark would lie on each other: better no name than one that nobody can read. */
const touching = 3;

/** Shares of a stretch at which the middle of a name may stand. */
const shares = Array.from({ length: 39 }, (_, index) => (index + 1) / 40);

/**
 * The place for a name that needs so much room: where it hides no stop, pin or other mark.
 * `undefined` where no stretch is long enough, or something lies everywhere.
 */
export function namePlaceOf(
  line: readonly MapPoint[],
  room: number,
  marks: readonly MapPoint[],
): NamePlace | undefined {
  let best: (NamePlace & { worth: number }) | undefined;
  line.slice(1).forEach((to, index) => {
    const from = line[index] ?? to;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const half = room / 2 / length;
    if (half > 0.5) return;
    for (const share of shares) {
      if (share - half < 0 || share + half > 1) continue;
      const nearest = Math.min(
        clear,
        ...marks.map((mark) => distance(mark, at(from, to, share - half), at(from, to, share + half))),
      );
      // What is free counts most; then the middle of the longest stretch.
      const worth = nearest - Math.abs(share - 0.5) + length / 1000;
      if (nearest < touching || (best && best.worth >= worth)) continue;
      best = { ...rounded(at(from, to, share)), angle: uprightAngle(from, to), worth };
    }
  });
  return best && { x: best.x, y: best.y, angle: best.angle };
}

/** Points along a line of writing of this length that begins at a point and goes right, or left of it. */
export function alongText({ x, y }: MapPoint, length: number, leftwards: boolean): MapPoint[] {
  const steps = Math.max(1, Math.ceil(length / 6));
  return Array.from({ length: steps + 1 }, (_, index) => ({
    x: x + ((leftwards ? -1 : 1) * length * index) / steps,
    y,
  }));
}

function at(from: MapPoint, to: MapPoint, share: number): MapPoint {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function uprightAngle(from: MapPoint, to: MapPoint): number {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return round(angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle);
}

/** How far a point is from a stretch. */
function distance(point: MapPoint, from: MapPoint, to: MapPoint): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * x + (point.y - from.y) * y) / (x * x + y * y || 1);
  const nearest = at(from, to, Math.max(0, Math.min(1, along)));
  return Math.hypot(point.x - nearest.x, point.y - nearest.y);
}

/** The middle of a shape, where its name stands. */
export function middleOf(shape: readonly MapPoint[]): MapPoint {
  const xs = shape.map(({ x }) => x);
  const ys = shape.map(({ y }) => y);
  return rounded({
    x: (Math.min(...xs) + Math.max(...xs)) / 2,
    y: (Math.min(...ys) + Math.max(...ys)) / 2,
  });
}

function rounded({ x, y }: MapPoint): MapPoint {
  return { x: round(x), y: round(y) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
