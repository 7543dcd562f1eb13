import { type CalibrationMatrix, failure, type Result, success } from '../../protocol/index.ts';

/**
 * A map of the plane: x' = a x + b y + c, y' = d x + e y + f, as the six numbers a to f. It is libinput's
 * calibration matrix (the first two rows of a 3x3 one), for places given as fractions of width and height.
 */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 0, 1, 0];

/** How a panel is turned against the screen, clockwise, in degrees. */
export type Rotation = 0 | 90 | 180 | 270;

/** Rotations as libinput's documentation gives them. */
const rotations: Record<Rotation, Matrix> = {
  0: identity,
  90: [0, -1, 1, 1, 0, 0],
  180: [-1, 0, 1, 0, -1, 1],
  270: [0, 1, 0, -1, 0, 1],
};

export function rotation(degrees: Rotation): Matrix {
  return rotations[degrees];
}

/** First `inner`, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

export function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): { x: number; y: number } {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The values of one axis of a panel, both ends included. */
export interface AxisRange {
  minimum: number;
  maximum: number;
}

/** From the units of the axes to fractions of the panel. */
export function normalisation(x: AxisRange, y: AxisRange): Matrix {
  const width = x.maximum - x.minimum;
  const height = y.maximum - y.minimum;
  return [1 / width, 0, -x.minimum / width, 0, 1 / height, -y.minimum / height];
}

/** Takes six finite numbers that lose no place: two places of the panel must not become one of the screen. */
export function matrixOf(numbers: CalibrationMatrix): Result<Matrix> {
  const [a, b, c, d, e, f, ...more] = numbers;
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    f === undefined ||
    more.length > 0 ||
    !numbers.every((number) => Number.isFinite(number))
  ) {
    return failure('invalid', 'a calibration matrix is six finite numbers');
  }
  if (Math.abs(a * e - b * d) < leastArea) {
    return failure('invalid', 'the calibration matrix would press the whole panel into a line');
  }
  return success([a, b, c, d, e, f]);
}

/** Share of the screen that the whole panel has to fill at least. */
const leastArea = 1e-3;
