import test from 'ava';
import fc from 'fast-check';
import { eventsOf } from '../../cli/client/events.ts';
import { difference } from '../../cli/top/difference.ts';
import { createKeyReader, type Key } from '../../cli/top/keys.ts';
import { type Model, newModel, press, visibleRows } from '../../cli/top/model.ts';
import { columns, type Row } from '../../cli/top/rows.ts';
import { asAscii, type Look, Screen } from '../../cli/top/screen.ts';
import { draw } from '../../cli/top/view.ts';
import { healthOf } from '../harness/health.ts';
import { createTerminalModel } from '../harness/terminal.ts';

const now = Date.parse('2026-11-25T10:00:00Z');

function rowOf(index: number, change: Partial<Row> = {}): Row {
  return {
    id: `totem-${String(index).padStart(3, '0')}`,
    name: `Municipio ${index}`,
    site: 'Lodi',
    groups: index % 2 === 0 ? ['even'] : ['odd'],
    online: true,
    seen: '2026-11-25T09:59:30Z',
    content: '20261123-163012-3f9a1c04b7d2',
    wanted: null,
    health: healthOf({ cpuPercent: (index * 7) % 100 }),
    ...change,
  };
}

function modelOf(rows: readonly Row[], change: Partial<Model> = {}): Model {
  return { ...newModel(true), rows: new Map(rows.map((row) => [row.id, row])), ...change };
}

const looks: Record<Look, string> = { plain: '', bold: '*', reverse: '~' };
const puts = fc.array(
  fc.record({
    row: fc.integer({ min: -1, max: 8 }),
    column: fc.integer({ min: -3, max: 30 }),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('      ', 'àèì', '漢字', '\x1b[2J'),
    ),
    look: fc.constantFrom<Look>('plain', 'bold', 'reverse'),
  }),
  { maxLength: 12 },
);

test('what is sent makes any screen out of any other', (t) => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 28 }), height: fc.integer({ min: 1, max: 8 }) });
  t.notThrows(() =>
    fc.assert(
      fc.property(
        size,
        fc.array(puts, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (dimensions, steps, utf8) => {
          const terminal = createTerminalModel(dimensions.width, dimensions.height);
          let before: Screen | undefined;
          for (const step of steps) {
            const after = new Screen(dimensions);
            for (const { row, column, text, look } of step) after.put(row, column, text, look);
            terminal.write(difference(before, after, utf8));
            for (let row = 0; row < dimensions.height; row += 1) {
              for (let column = 0; column < dimensions.width; column += 1) {
                const { character, look } = after.at(row, column);
                const wanted = looks[look] + (utf8 ? character : asAscii(character));
                if (terminal.cell(row, column) !== wanted)
                  throw new Error(`${row}, ${column} is not ${wanted}`);
              }
            }
            if (difference(after, after, utf8) !== '') throw new Error('a screen differs from itself');
            before = after;
          }
        },
      ),
      { numRuns: 400 },
    ),
  );
});

test('a refresh in which only figures change is a few bytes', (t) => {
  const size = { width: 80, height: 24 };
  const rows = Array.from({ length: 500 }, (_row, index) => rowOf(index));
  const before = draw(modelOf(rows), size, now);
  const whole = difference(undefined, before, false).length;
  const changed = rows.map((row, index) => ({
    ...row,
    health: healthOf({ cpuPercent: (index * 11 + 3) % 100 }),
  }));
  const part = difference(before, draw(modelOf(changed), size, now), false).length;
  t.log(`whole screen ${whole} bytes, every visible figure changed ${part} bytes`);
  t.true(whole < 4000);
  t.true(part < 400);
});

test('names from outside neither move the cursor nor shift columns', (t) => {
  const hostile = rowOf(1, { id: 'x', name: '\x1b[2J\x07漢字\u202e', site: 'a\nb' });
  const lines = draw(modelOf([hostile]), { width: 200, height: 24 }, now).lines();
  t.true(lines[2]?.includes('?[2J????'), lines[2]);
  t.true(lines[2]?.includes('a?b'), lines[2]);
});

const typed: [string, Key[]][] = [
  ['\x1b[A\x1b[B', ['up', 'down']],
  ['\x1bOC\x1bOD', ['right', 'left']],
  ['\x1b[5~\x1b[6~', ['page_up', 'page_down']],
  ['q\r\x7f', [{ character: 'q' }, 'enter', 'backspace']],
  ['\x1b[200~x', [{ character: 'x' }]],
  ['\x03', ['interrupt']],
  ['\x1bq', ['escape', { character: 'q' }]],
];

test('keys are read, also in pieces', (t) => {
  for (const [text, keys] of typed) {
    t.deepEqual(createKeyReader().take(text), keys, JSON.stringify(text));
    const inPieces = createKeyReader();
    t.deepEqual(
      [...text].flatMap((piece) => inPieces.take(piece)),
      keys,
      JSON.stringify(text),
    );
  }
  const reader = createKeyReader();
  t.deepEqual(reader.take('\x1b'), []);
  t.true(reader.waiting());
  t.deepEqual(reader.settle(), ['escape']);
});

test('any bytes are keys or nothing, and the reader never waits for ever', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
        const reader = createKeyReader();
        for (const piece of pieces) reader.take(piece);
        for (let tries = 0; reader.waiting(); tries += 1) {
          if (tries > 20) throw new Error('still waiting');
          reader.settle();
        }
      }),
    ),
  );
});

test('a person finds a totem, opens it and comes back', (t) => {
  const rows = Array.from({ length: 30 }, (_row, index) => rowOf(index, { online: index !== 7 }));
  let model = modelOf(rows);
  const type = (...keys: Key[]) => {
    for (const key of keys) model = press(model, key, 10);
  };
  type({ character: '/' }, ...[...'offline'].map((character) => ({ character })), 'enter');
  t.deepEqual(
    visibleRows(model).map(({ id }) => id),
    ['totem-007'],
  );
  type('enter');
  t.is(model.open, 'totem-007');
  const details = draw(model, { width: 80, height: 24 }, now).lines();
  t.true(details[1]?.includes('OFFLINE'), details.join('\n'));
  type('left', 'escape');
  t.is(model.open, null);
  t.is(visibleRows(model).length, 30);
  type('first', 'down', 'down');
  t.is(model.selected, 'totem-002');
  type('last');
  t.is(model.selected, 'totem-029');
  type({ character: 'q' });
  t.true(model.quit);
});

test('every column sorts both ways, and what is unknown stays last', (t) => {
  const rows = [rowOf(1), rowOf(2), rowOf(3, { health: null, seen: null, content: null })];
  for (const [sort, column] of columns.entries()) {
    for (const descending of [false, true]) {
      const sorted = visibleRows(modelOf(rows, { sort, descending }));
      t.is(sorted.length, 3);
      if (rows.some((row) => column.weight(row) === null)) t.is(sorted.at(-1)?.id, 'totem-003', column.title);
    }
  }
});

test('any size and any keys draw a screen of that size', (t) => {
  const names = [
    'up',
    'down',
    'left',
    'right',
    'page_up',
    'page_down',
    'first',
    'last',
    'enter',
    'escape',
    'backspace',
  ] as const;
  const key = fc.oneof(
    fc.constantFrom<Key>(...names),
    fc.string({ minLength: 1, maxLength: 1 }).map((character) => ({ character })),
  );
  const rows = Array.from({ length: 12 }, (_row, index) => rowOf(index, index === 3 ? { health: null } : {}));
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 132 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(key),
        (width, height, keys) => {
          let model = modelOf(rows);
          for (const one of keys) model = press(model, one, 5);
          const screen = draw(model, { width, height }, now);
          if (screen.lines().length !== height) throw new Error('another height');
        },
      ),
      { numRuns: 150 },
    ),
  );
});

test('events of the hub are read however they are cut', async (t) => {
  const text =
    'retry: 2000\n\nevent: totem\ndata: {"id":"è"}\n\n: heartbeat\n\nevent: removed\ndata: {"a":1}\ndata: 2\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const length of [1, 3, 7, bytes.length]) {
    const pieces: Uint8Array[] = [];
    for (let from = 0; from < bytes.length; from += length) pieces.push(bytes.subarray(from, from + length));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    const events = [];
    for await (const event of eventsOf(body)) events.push(event);
    t.deepEqual(events, [
      { name: 'totem', data: '{"id":"è"}' },
      { name: 'removed', data: '{"a":1}\n2' },
    ]);
  }
});
