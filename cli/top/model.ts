import type { Key } from './keys.ts';
import { columns, type Row } from './rows.ts';

/** What `top` shows and where the person is in it. */
export interface Model {
  rows: ReadonlyMap<string, Row>;
  /** The totem whose details are shown; null shows the list. */
  open: string | null;
  /** Whether there is a list to go back to. */
  fleet: boolean;
  selected: string | null;
  /** Index into `columns`. */
  sort: number;
  descending: boolean;
  filter: string;
  writing: boolean;
  /** First line of the details that is shown. */
  scroll: number;
  help: boolean;
  /** What is wrong with the source, or empty. */
  trouble: string;
  quit: boolean;
}

export function newModel(fleet: boolean): Model {
  return {
    rows: new Map(),
    open: null,
    fleet,
    selected: null,
    sort: 0,
    descending: false,
    filter: '',
    writing: false,
    scroll: 0,
    help: false,
    trouble: '',
    quit: false,
  };
}

/** The rows that pass the filter, in order. */
export function visibleRows(model: Model): Row[] {
  const words = model.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const column = columns[model.sort];
  const direction = model.descending ? -1 : 1;
  return [...model.rows.values()]
    .filter((row) => words.every((word) => textOf(row).includes(word)))
    .sort((one, other) => {
      const [a, b] = [column?.weight(one) ?? null, column?.weight(other) ?? null];
      if (a !== b) {
        if (a === null) return 1;
        if (b === null) return -1;
        return a < b ? -direction : direction;
      }
      return one.id < other.id ? -1 : 1;
    });
}

function textOf(row: Row): string {
  const state = row.online ? 'online' : 'offline';
  const faults = row.health?.faults.map(({ code }) => code) ?? [];
  return [row.id, row.name, row.site, state, row.content ?? '', ...row.groups, ...faults]
    .join(' ')
    .toLowerCase();
}

/** @param page lines that fit, for the page keys */
export function press(model: Model, key: Key, page: number): Model {
  if (key === 'interrupt') return { ...model, quit: true };
  if (model.help) return { ...model, help: false };
  if (model.writing) return write(model, key);
  if (typeof key === 'object') return command(model, key.character.toLowerCase());
  if (model.open !== null || !model.fleet) return inDetails(model, key, page);
  return inList(model, key, page);
}

function write(model: Model, key: Key): Model {
  if (typeof key === 'object') return { ...model, filter: (model.filter + key.character).slice(0, 60) };
  if (key === 'backspace') return { ...model, filter: model.filter.slice(0, -1) };
  if (key === 'escape') return { ...model, writing: false, filter: '' };
  return key === 'enter' ? { ...model, writing: false } : model;
}

function command(model: Model, character: string): Model {
  if (character === 'q') return { ...model, quit: true };
  if (character === '?' || character === 'h') return { ...model, help: true };
  if (!model.fleet || model.open !== null) return model;
  if (character === '/') return { ...model, writing: true };
  if (character === 's') return { ...model, sort: (model.sort + 1) % columns.length };
  return character === 'r' ? { ...model, descending: !model.descending } : model;
}

function inDetails(model: Model, key: Key, page: number): Model {
  const by = { up: -1, down: 1, page_up: -page, page_down: page, first: -model.scroll }[String(key)];
  if (by !== undefined) return { ...model, scroll: Math.max(0, model.scroll + by) };
  const back = key === 'left' || key === 'escape' || key === 'backspace';
  return back && model.fleet ? { ...model, open: null, scroll: 0 } : model;
}

function inList(model: Model, key: Key, page: number): Model {
  const rows = visibleRows(model);
  const here = Math.max(
    0,
    rows.findIndex(({ id }) => id === model.selected),
  );
  const at = (index: number): Model => ({
    ...model,
    selected: rows[Math.max(0, Math.min(rows.length - 1, index))]?.id ?? null,
  });
  switch (key) {
    case 'up':
      return at(here - 1);
    case 'down':
      return at(here + 1);
    case 'page_up':
      return at(here - page);
    case 'page_down':
      return at(here + page);
    case 'first':
      return at(0);
    case 'last':
      return at(rows.length - 1);
    case 'left':
      return { ...model, sort: (model.sort + columns.length - 1) % columns.length };
    case 'right':
      return { ...model, sort: (model.sort + 1) % columns.length };
    case 'enter':
      return { ...model, open: rows[here]?.id ?? null, selected: rows[here]?.id ?? null, scroll: 0 };
    case 'escape':
      return { ...model, filter: '' };
    default:
      return model;
  }
}
