import { detailsOf } from './details.ts';
import { type Model, visibleRows } from './model.ts';
import { type Column, columns, type Row } from './rows.ts';
import { Screen, type Size } from './screen.ts';

/** Lines above and below what scrolls. */
export const frameLines = 4;

/** Draws everything anew; what changed is found out cell by cell afterwards. */
export function draw(model: Model, size: Size, now: number): Screen {
  const screen = new Screen(size);
  if (size.width < 20 || size.height < frameLines + 1) {
    screen.put(0, 0, 'too small');
    return screen;
  }
  if (model.help) drawHelp(screen);
  else if (model.open !== null || !model.fleet) drawOne(screen, model, now);
  else drawList(screen, model, now);
  if (model.trouble !== '') {
    screen.put(size.height - 2, 0, ' '.repeat(size.width));
    screen.put(size.height - 2, 0, `! ${model.trouble}`, 'bold');
  }
  return screen;
}

function drawList(screen: Screen, model: Model, now: number): void {
  const rows = visibleRows(model);
  const all = [...model.rows.values()];
  const offline = all.filter(({ online }) => !online).length;
  const faulty = all.filter(({ health }) => (health?.faults.length ?? 0) > 0).length;
  const shown = rows.length === all.length ? '' : `, ${rows.length} shown`;
  screen.put(0, 0, `${all.length} totems, ${offline} offline, ${faulty} with faults${shown}`, 'bold');

  const fitting = fittingColumns(screen.width);
  let column = 0;
  fitting.forEach((one, index) => {
    const mark = index === model.sort ? (model.descending ? 'v' : '^') : '';
    screen.put(1, column, padded(one, one.title + mark));
    column += one.width + 1;
  });
  screen.mark(1, 'reverse');

  const lines = screen.height - frameLines;
  const here = Math.max(
    0,
    rows.findIndex(({ id }) => id === model.selected),
  );
  const top = Math.max(0, Math.min(here - Math.floor(lines / 2), rows.length - lines));
  rows.slice(top, top + lines).forEach((row, index) => {
    drawRow(screen, index + 2, row, fitting, now);
    if (top + index === here) screen.mark(index + 2, 'reverse');
  });
  if (rows.length === 0) screen.put(2, 0, all.length === 0 ? 'No totem yet.' : 'No totem passes the filter.');

  const filter = model.writing
    ? `Filter: ${model.filter}_`
    : model.filter === ''
      ? ''
      : `Filter: ${model.filter}`;
  const keys = 'Enter opens  / filters  s sorts  r reverses  ? help  q quits';
  screen.put(screen.height - 1, 0, filter === '' ? keys : `${filter}   (Enter keeps, Esc clears)`);
}

function drawRow(screen: Screen, line: number, row: Row, fitting: readonly Column[], now: number): void {
  const bad = !row.online || (row.health?.faults.length ?? 0) > 0;
  let column = 0;
  for (const one of fitting) {
    screen.put(line, column, padded(one, one.text(row, now)), bad ? 'bold' : 'plain');
    column += one.width + 1;
  }
}

function drawOne(screen: Screen, model: Model, now: number): void {
  const row = model.fleet ? model.rows.get(model.open ?? '') : [...model.rows.values()][0];
  const keys = model.fleet
    ? 'Left goes back  Up and Down scroll  ? help  q quits'
    : 'Up and Down scroll  ? help  q quits';
  screen.put(screen.height - 1, 0, keys);
  if (!row) {
    screen.put(0, 0, model.fleet ? 'This totem is gone.' : 'Nothing was heard of this totem yet.', 'bold');
    return;
  }
  screen.put(0, 0, [row.id, row.name, row.site].filter(Boolean).join('  '), 'reverse');
  screen.mark(0, 'reverse');
  const lines = detailsOf(row, now, screen.width);
  const room = screen.height - frameLines + 1;
  const top = Math.max(0, Math.min(model.scroll, lines.length - room));
  lines.slice(top, top + room).forEach(({ text, strong }, index) => {
    screen.put(index + 1, 0, text, strong ? 'bold' : 'plain');
  });
}

const help: readonly (readonly [string, string])[] = [
  ['Up, Down, Page keys', 'choose a totem, or scroll'],
  ['Enter', 'show one totem'],
  ['Left, Esc', 'back to the list'],
  ['/', 'filter by id, name, site, group, state or fault; Enter keeps it, Esc clears it'],
  ['s, Left, Right', 'sort by another column'],
  ['r', 'reverse the order'],
  ['Ctrl-L', 'draw everything again'],
  ['q, Ctrl-C', 'quit'],
];

function drawHelp(screen: Screen): void {
  screen.put(0, 0, 'Keys', 'bold');
  help.forEach(([keys, what], index) => {
    screen.put(index + 2, 0, keys, 'bold');
    screen.put(index + 2, 22, what);
  });
  screen.put(screen.height - 1, 0, 'Any key goes back.');
}

function fittingColumns(width: number): Column[] {
  const fitting: Column[] = [];
  let used = 0;
  for (const column of columns) {
    used += column.width + 1;
    if (used - 1 > width && fitting.length > 0) break;
    fitting.push(column);
  }
  return fitting;
}

function padded({ width, right }: Column, text: string): string {
  const cut = [...text].slice(0, width).join('');
  return right ? cut.padStart(width) : cut.padEnd(width);
}
