import { asAscii, type Cell, type Look, type Screen } from './screen.ts';

/** Control sequences of ECMA-48 that a VT100 knows. */
const control = '\x1b[';
const looks: Record<Look, string> = {
  plain: `${control}0m`,
  bold: `${control}0;1m`,
  reverse: `${control}0;7m`,
};

/** Unchanged cells up to this many are written again, because moving the cursor over them costs more bytes. */
const bridge = 5;
/** From this many blanks to the right edge on, clearing the rest of the line is shorter. */
const clearFrom = 4;

/**
 * What a terminal that shows `before` has to be sent so that it shows `after`: only cells that changed, by the
 * shortest moves. Without a `before` the whole screen is drawn. The terminal must not wrap at the right edge,
 * and its look is plain before and after.
 */
export function difference(before: Screen | undefined, after: Screen, utf8: boolean): string {
  const known = before && before.width === after.width && before.height === after.height ? before : undefined;
  const out: string[] = known ? [] : [`${looks.plain}${control}2J`];
  let look: Look = 'plain';
  /** Where the cursor is; undefined where nobody can tell. */
  let cursor: { row: number; column: number } | undefined;

  const wear = (next: Look) => {
    if (next !== look) out.push(looks[next]);
    look = next;
  };
  const go = (row: number, column: number) => {
    if (cursor?.row === row && cursor.column === column) return;
    out.push(moveTo(row, column));
    cursor = { row, column };
  };
  const write = (row: number, column: number, cell: Cell) => {
    go(row, column);
    wear(cell.look);
    out.push(utf8 ? cell.character : asAscii(cell.character));
    // At the right edge terminals differ in where the cursor stays.
    cursor = column + 1 < after.width ? { row, column: column + 1 } : undefined;
  };

  for (let row = 0; row < after.height; row += 1) {
    const changed = changedColumns(known, after, row);
    const end = contentEnd(after, row);
    const clears = (changed.at(-1) ?? -1) - end + 1 >= clearFrom;
    for (const column of changed) {
      if (clears && column >= end) {
        go(row, column);
        wear('plain');
        out.push(`${control}K`);
        break;
      }
      const gap = cursor?.row === row ? column - cursor.column : Number.POSITIVE_INFINITY;
      if (gap > 0 && gap <= bridge) {
        for (let between = column - gap; between < column; between += 1)
          write(row, between, after.at(row, between));
      }
      write(row, column, after.at(row, column));
    }
  }
  wear('plain');
  return out.join('');
}

/** Moves to a row and a column, counted from 0. */
export function moveTo(row: number, column: number): string {
  return row === 0 && column === 0 ? `${control}H` : `${control}${row + 1};${column + 1}H`;
}

function changedColumns(before: Screen | undefined, after: Screen, row: number): number[] {
  const changed: number[] = [];
  for (let column = 0; column < after.width; column += 1) {
    const { character, look } = after.at(row, column);
    const old = before?.at(row, column);
    const same = old
      ? old.character === character && old.look === look
      : character === ' ' && look === 'plain';
    if (!same) changed.push(column);
  }
  return changed;
}

/** The column from which on the row is blank. */
function contentEnd(screen: Screen, row: number): number {
  for (let column = screen.width; column > 0; column -= 1) {
    const { character, look } = screen.at(row, column - 1);
    if (character !== ' ' || look !== 'plain') return column;
  }
  return 0;
}
