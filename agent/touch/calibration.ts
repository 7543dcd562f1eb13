import { failure, type Result } from '../../protocol/index.ts';
import { type Matrix, matrixOf } from './matrix.ts';

/** A place as fractions of width and height. */
export interface Point {
  x: number;
  y: number;
}

/** A mark on the screen, and where the panel said it was touched (before any calibration). */
export interface CalibrationPoint {
  shown: Point;
  touched: Point;
}

/** Share of the screen by which a mark may be off after calibration; more, and somebody missed a mark. */
const largestMiss = 0.05;

/** Share of the panel over which the touches must be spread in both directions. */
const leastSpread = 0.05;

/**
 * The affine map that brings the touched places nearest to the shown ones (least squares). Needs three points
 * that do not lie on one line.
 */
export function calibrationFrom(points: readonly CalibrationPoint[]): Result<Matrix> {
  if (points.length < 3) return failure('invalid', 'at least three marks have to be touched');
  const numbers = points.flatMap(({ shown, touched }) => [shown.x, shown.y, touched.x, touched.y]);
  if (!numbers.every((number) => Number.isFinite(number))) {
    return failure('invalid', 'a place is no number');
  }
  // Around the middle of all touches the equations for slope and offset come apart.
  const middle = meanOf(points.map(({ touched }) => touched));
  const target = meanOf(points.map(({ shown }) => shown));
  let xx = 0;
  let xy = 0;
  let yy = 0;
  const toX = { x: 0, y: 0 };
  const toY = { x: 0, y: 0 };
  for (const { shown, touched } of points) {
    const x = touched.x - middle.x;
    const y = touched.y - middle.y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    toX.x += x * (shown.x - target.x);
    toX.y += y * (shown.x - target.x);
    toY.x += x * (shown.y - target.y);
    toY.y += y * (shown.y - target.y);
  }
  if (narrowest(xx, xy, yy, points.length) < leastSpread) {
    return failure('invalid', 'the touched places lie too near to one line: touch marks in all corners');
  }
  const determinant = xx * yy - xy * xy;
  const slope = (to: Point): [number, number] => [
    (to.x * yy - to.y * xy) / determinant,
    (to.y * xx - to.x * xy) / determinant,
  ];
  const [a, b] = slope(toX);
  const [d, e] = slope(toY);
  const matrix = matrixOf([
    a,
    b,
    target.x - a * middle.x - b * middle.y,
    d,
    e,
    target.y - d * middle.x - e * middle.y,
  ]);
  if (!matrix.ok) return matrix;
  const miss = Math.max(...points.map((point) => missOf(matrix.value, point)));
  if (miss <= largestMiss) return matrix;
  return failure(
    'invalid',
    `a mark was missed by ${Math.round(miss * 100)} % of the screen: touch each mark in its middle`,
  );
}

/** How far a mark is off under a calibration, as a share of the screen. */
export function missOf([a, b, c, d, e, f]: Matrix, { shown, touched }: CalibrationPoint): number {
  return Math.hypot(a * touched.x + b * touched.y + c - shown.x, d * touched.x + e * touched.y + f - shown.y);
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Standard deviation along the direction in which the places are spread least. */
function narrowest(xx: number, xy: number, yy: number, count: number): number {
  const half = (xx + yy) / 2;
  const least = half - Math.hypot((xx - yy) / 2, xy);
  return Math.sqrt(Math.max(0, least) / count);
}
