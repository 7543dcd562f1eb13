/** A grid over the screen; cells are counted row by row from the top left, which is 0. */
export interface Grid {
  columns: number;
  rows: number;
}

const most = 6;

/**
 * Names the regions of cells that were not touched, the largest first, as people point at them: `bottom left (12
 * cells)`. Cells that share an edge are one region.
 */
export function areasOf(touched: ReadonlySet<number>, grid: Grid): string {
  const regions = regionsOf(touched, grid).sort((one, other) => other.length - one.length);
  const named = regions.slice(0, most).map((cells) => {
    const amount = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
    return `${placeOf(cells, grid)} (${amount})`;
  });
  if (regions.length > most) named.push(`and ${regions.length - most} more`);
  return named.join(', ');
}

function regionsOf(touched: ReadonlySet<number>, { columns, rows }: Grid): number[][] {
  const seen = new Set(touched);
  const regions: number[][] = [];
  for (let cell = 0; cell < columns * rows; cell += 1) {
    if (seen.has(cell)) continue;
    const region: number[] = [];
    const open = [cell];
    seen.add(cell);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      region.push(next);
      for (const beside of neighbours(next, columns, rows)) {
        if (seen.has(beside)) continue;
        seen.add(beside);
        open.push(beside);
      }
    }
    regions.push(region);
  }
  return regions;
}

function neighbours(cell: number, columns: number, rows: number): number[] {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  return [
    ...(column > 0 ? [cell - 1] : []),
    ...(column < columns - 1 ? [cell + 1] : []),
    ...(row > 0 ? [cell - columns] : []),
    ...(row < rows - 1 ? [cell + columns] : []),
  ];
}

function placeOf(cells: readonly number[], { columns, rows }: Grid): string {
  const across = cells.map((cell) => cell % columns);
  const down = cells.map((cell) => Math.floor(cell / columns));
  const wide = Math.min(...across) === 0 && Math.max(...across) === columns - 1;
  const tall = Math.min(...down) === 0 && Math.max(...down) === rows - 1;
  if (wide && tall) return 'scattered over the whole screen';
  const vertical = third(mean(down), rows, ['top', 'middle', 'bottom']);
  const horizontal = third(mean(across), columns, ['left', 'centre', 'right']);
  if (wide) return `a row across the ${vertical}`;
  if (tall) return `a column down the ${horizontal}`;
  return `${vertical} ${horizontal}`;
}

function third<Name>(value: number, of: number, names: readonly [Name, Name, Name]): Name {
  const fraction = (value + 0.5) / of;
  return fraction < 1 / 3 ? names[0] : fraction < 2 / 3 ? names[1] : names[2];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
