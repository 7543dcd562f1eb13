import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

const gap = 2;
const narrowest = 6;

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/**
 * A table for people, without lines, that fits `width` columns (`undefined`: as wide as it needs). The first
 * column names the row and is what people copy into the next command, so it is never cut; the widest of the
 * others wrap first. Where even that is too wide, each row becomes a block of `head: cell` lines.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string {
  const natural = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(visibleLength)),
  );
  const widths = columnWidths(natural, width);
  if (widths === undefined) return blocks(head, rows);
  const drawn = new Table({
    head: [...head],
    chars: borderless,
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const row of rows) drawn.push([...row]);
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Pairs of a name and what it is, one a line, the values aligned. */
export function pairs(rows: readonly (readonly [string, string])[]): string {
  const widest = Math.max(...rows.map(([name]) => visibleLength(name)));
  return rows
    .map(([name, value]) => `${name}${' '.repeat(widest - visibleLength(name) + gap)}${value}`.trimEnd())
    .join('\n');
}

/** Takes columns from the widest until the sum fits; `undefined` when they would become unreadable. */
export function columnWidths(natural: readonly number[], width: number | undefined): number[] | undefined {
  const widths = natural.map((column) => Math.max(column, 1));
  if (width === undefined) return widths;
  const room = width - gap * (widths.length - 1);
  for (let total = sum(widths); total > room; total -= 1) {
    const others = widths.slice(1);
    const widest = Math.max(0, ...others);
    if (widest <= narrowest) return undefined;
    const column = others.indexOf(widest) + 1;
    widths[column] = widest - 1;
  }
  return widths;
}

function blocks(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell, column) => `${head[column] ?? ''}: ${cell}`.trimEnd()).join('\n'))
    .join('\n\n');
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
