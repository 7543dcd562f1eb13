/** Which cells of a grid over the screen were touched; counted row by row from the top left, which is 0. */
export interface Coverage {
  columns: number;
  rows: number;
  covered: ReadonlySet<number>;
}

export function emptyCoverage(columns: number, rows: number): Coverage {
  return { columns, rows, covered: new Set() };
}

/**
 * Adds the cell under one point that a finger really gave, in fractions of the screen. Nothing in between two
 * points is added: a dead stripe that a quick finger crosses must not look alive. The same object comes back when
 * the cell was covered before.
 */
export function cover(coverage: Coverage, x: number, y: number): Coverage {
  const column = Math.min(coverage.columns - 1, Math.max(0, Math.floor(x * coverage.columns)));
  const row = Math.min(coverage.rows - 1, Math.max(0, Math.floor(y * coverage.rows)));
  const cell = row * coverage.columns + column;
  if (coverage.covered.has(cell)) return coverage;
  return { ...coverage, covered: new Set([...coverage.covered, cell]) };
}

export function cellsOf({ columns, rows }: Pick<Coverage, 'columns' | 'rows'>): number {
  return columns * rows;
}

/** Cells along the shorter side of the screen: each about two fingertips wide on a 32-inch screen. */
const across = 9;

/** A map of square cells, or nearly so, for a screen of this shape. */
export function mapFor(width: number, height: number): { columns: number; rows: number } {
  const along = Math.min(40, Math.round((across * Math.max(width, height)) / Math.min(width, height)));
  return width < height ? { columns: across, rows: along } : { columns: along, rows: across };
}
