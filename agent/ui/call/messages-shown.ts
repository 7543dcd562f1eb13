import type { CallForm } from '../../../protocol/calls/form.ts';
import type { CallShown } from './types.ts';

type Fields = Record<string, unknown>;

const kinds: readonly CallForm['fields'][number]['kind'][] = ['text', 'phone', 'date', 'choice'];

/** What an operator shows, as far as this page knows it: anything else is nothing. */
export function readShown(value: unknown): CallShown {
  if (!isFields(value) || typeof value.kind !== 'string' || !Object.hasOwn(readers, value.kind))
    return nothing;
  return readers[value.kind]?.(value) ?? nothing;
}

const nothing: CallShown = { kind: 'none' };

const readers: Record<string, (fields: Fields) => CallShown | undefined> = {
  none: () => nothing,
  card: ({ card }) => (typeof card === 'string' ? { kind: 'card', card } : undefined),
  document({ title, pages, page, url, pointer }) {
    if (!isCount(pages) || !isCount(page)) return undefined;
    return {
      kind: 'document',
      // From the agent's own server and nowhere else.
      url: typeof url === 'string' && url.startsWith('/call/') ? url : null,
      title: textOf(title),
      pages,
      page,
      pointer:
        isFields(pointer) && isFraction(pointer.x) && isFraction(pointer.y)
          ? { x: pointer.x, y: pointer.y }
          : null,
    };
  },
  form({ form, title, fields }) {
    if (typeof form !== 'string' || !Array.isArray(fields)) return undefined;
    return { kind: 'form', form, title: textOf(title), fields: fields.flatMap(readField) };
  },
  appointment({ office, title, place, at, note, code }) {
    if (typeof office !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at)))
      return undefined;
    return {
      kind: 'appointment',
      office,
      title: textOf(title),
      place: textOf(place),
      at,
      note: textOf(note),
      code: textOf(code),
    };
  },
};

function readField(value: unknown): CallForm['fields'] {
  if (!isFields(value)) return [];
  const { name, label, required, options } = value;
  const kind = kinds.find((known) => known === value.kind);
  if (!kind || typeof name !== 'string' || typeof label !== 'string') return [];
  return [
    {
      name,
      label,
      kind,
      required: required === true,
      options: Array.isArray(options) ? options.filter((each) => typeof each === 'string') : [],
    },
  ];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
