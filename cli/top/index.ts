import type { Context } from '../command.ts';
import { type Model, newModel, press, visibleRows } from './model.ts';
import type { Row } from './rows.ts';
import type { Source } from './sources.ts';
import { openFullScreen } from './terminal.ts';
import { draw, frameLines } from './view.ts';

export { detailsOf } from './details.ts';
export { columns, type Row } from './rows.ts';
export { fleetSource, localSource, type Source } from './sources.ts';

/** Milliseconds between two pictures when only the figures change; keys are answered at once. */
const refresh = 1000;
/** Ages and the like change by themselves. */
const clock = 10_000;

/** Shows the source on the whole terminal until the person quits. */
export async function runFullScreen(context: Context, source: Source, first: readonly Row[]): Promise<void> {
  const screen = openFullScreen(context.terminal, context.environment);
  const quit = new AbortController();
  const signal = AbortSignal.any([quit.signal, context.signal]);
  let model: Model = { ...newModel(source.fleet), rows: byId(first) };
  let due: NodeJS.Timeout | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const redraw = () => {
    clearTimeout(due);
    due = setTimeout(redraw, clock);
    drawnAt = performance.now();
    screen.show(draw(model, screen.size(), context.now()));
  };
  const soon = () => {
    const wait = drawnAt + refresh - performance.now();
    if (wait <= 0) redraw();
    else {
      clearTimeout(due);
      due = setTimeout(redraw, wait);
    }
  };
  const change = (next: Partial<Model>) => {
    model = { ...model, ...next };
    soon();
  };

  screen.onResize(() => {
    screen.forget();
    redraw();
  });
  screen.onKey((key) => {
    if (key === 'redraw') screen.forget();
    model = press(model, key, Math.max(1, screen.size().height - frameLines - 1));
    if (model.quit) quit.abort();
    else redraw();
  });
  redraw();
  try {
    await source.follow(
      {
        all: (rows) => change({ rows: byId(rows) }),
        changed: (row) => change({ rows: new Map(model.rows).set(row.id, row) }),
        removed: (id) => change({ rows: withoutRow(model.rows, id) }),
        trouble: (trouble) => {
          if (trouble !== model.trouble) change({ trouble });
        },
      },
      signal,
    );
  } finally {
    clearTimeout(due);
    screen.end();
  }
}

/** The rows in the order in which the list shows them at first. */
export function inOrder(rows: readonly Row[]): Row[] {
  return visibleRows({ ...newModel(true), rows: byId(rows) });
}

function byId(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function withoutRow(rows: ReadonlyMap<string, Row>, id: string): ReadonlyMap<string, Row> {
  const rest = new Map(rows);
  rest.delete(id);
  return rest;
}
