import test from 'ava';
import fc from 'fast-check';
import { cellsOf, cover, emptyCoverage, mapFor } from '../../../agent/ui/service/exercises/coverage.ts';
import { createCornerGesture, createKeyGesture } from '../../../agent/ui/service/gesture.ts';
import { clockText, groupsOf } from '../../../agent/ui/service/text.ts';
import type { totemKeys } from '../../../protocol/index.ts';

const corners = [
  { x: 0.02, y: 0.01 },
  { x: 0.98, y: 0.01 },
  { x: 0.98, y: 0.99 },
  { x: 0.02, y: 0.99 },
] as const;
const portrait = () => 1080 / 1920;

/** Touches corners by number, one a second, and tells after which touches the gesture was complete. */
function touched(order: readonly number[], every = 1000): number[] {
  const gesture = createCornerGesture(portrait);
  return order.flatMap((corner, index) => {
    const { x, y } = corners[corner] ?? corners[0];
    return gesture.down(x, y, index * every) ? [index] : [];
  });
}

test('once round the corners is the gesture, from any corner and either way', (t) => {
  for (const first of [0, 1, 2, 3]) {
    for (const step of [1, 3]) {
      const order = [0, 1, 2, 3, 4].map((count) => (first + count * step) % 4);
      t.deepEqual(touched(order), [4], order.join());
    }
  }
  t.deepEqual(touched([0, 0, 1, 2, 2, 3, 0]), [6], 'a corner touched twice is one');
  t.deepEqual(touched([2, 0, 1, 2, 3, 0]), [5], 'a wrong beginning is forgotten');
});

test('less, slower, crosswise, or with a touch in between is none', (t) => {
  t.deepEqual(touched([0, 1, 2, 3]), []);
  t.deepEqual(touched([0, 2, 1, 3, 0]), []);
  t.deepEqual(touched([0, 1, 0, 1, 0]), []);
  t.deepEqual(touched([0, 1, 2, 3, 0], 4000), []);
  const gesture = createCornerGesture(portrait);
  for (const { x, y } of corners) t.false(gesture.down(x, y, 0));
  t.false(gesture.down(0.5, 0.5, 0));
  t.false(gesture.down(corners[0].x, corners[0].y, 0));
});

test('touches anywhere but in four corners never are the gesture', (t) => {
  const inner = fc.record({ x: fc.double({ min: 0.2, max: 0.8 }), y: fc.double({ min: 0, max: 1 }) });
  fc.assert(
    fc.property(
      fc.array(
        inner.filter(({ x, y }) => !Number.isNaN(x + y)),
        { maxLength: 50 },
      ),
      (touches) => {
        const gesture = createCornerGesture(portrait);
        t.false(touches.some(({ x, y }, index) => gesture.down(x, y, index * 100)));
      },
    ),
  );
});

test('the keypad’s gesture needs help held all the time and the order', (t) => {
  const press = (gesture: ReturnType<typeof createKeyGesture>, ...keys: (typeof totemKeys)[number][]) =>
    keys.map((key) => {
      const complete = gesture.key(key, 'down');
      gesture.key(key, 'up');
      return complete;
    });
  const gesture = createKeyGesture();
  gesture.key('help', 'down');
  t.deepEqual(press(gesture, 'up', 'down', 'up', 'down', 'ok'), [false, false, false, false, true]);
  gesture.key('help', 'up');
  t.false(press(gesture, 'up', 'down', 'up', 'down', 'ok').includes(true));
  gesture.key('help', 'down');
  t.false(press(gesture, 'up', 'down').includes(true));
  gesture.key('help', 'up');
  gesture.key('help', 'down');
  t.false(press(gesture, 'up', 'down', 'ok').includes(true), 'letting go begins anew');
  t.false(press(gesture, 'down', 'up', 'down', 'up', 'ok').includes(true));
});

test('a map covers the cells that were touched, edges included, and no others', (t) => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.tuple(fraction, fraction), { maxLength: 100 }),
      (columns, rows, points) => {
        let map = emptyCoverage(columns, rows);
        for (const [x, y] of points) map = cover(map, x, y);
        const expected = new Set(
          points.map(
            ([x, y]) =>
              Math.min(rows - 1, Math.floor(y * rows)) * columns +
              Math.min(columns - 1, Math.floor(x * columns)),
          ),
        );
        t.deepEqual(new Set(map.covered), expected);
        t.true(map.covered.size <= cellsOf(map));
      },
    ),
  );
  t.deepEqual(mapFor(1080, 1920), { columns: 9, rows: 16 });
  t.deepEqual(mapFor(1280, 720), { columns: 16, rows: 9 });
});

test('numbers are written to be read aloud', (t) => {
  t.is(groupsOf('483920', 3), '483 920');
  t.is(groupsOf('1483920', 3), '1 483 920');
  t.is(clockText(272), '4:32');
  t.is(clockText(5), '0:05');
});
