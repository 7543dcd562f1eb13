import test from 'ava';
import fc from 'fast-check';
import { alongText, middleOf, namePlaceOf, pathOf, softPathOf } from '../../../agent/ui/way/geometry.ts';
import { compileContent } from '../../../protocol/content/index.ts';
import { sampleContent } from '../../harness/sample-content.ts';

type Point = { x: number; y: number };
const point = fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 150 }) });
const line = fc.array(point, { minLength: 2, maxLength: 6 });

/** How far a point is from the nearest of a line's stretches. */
function offLine(at: Point, points: readonly Point[]): number {
  return Math.min(
    ...points.slice(1).map((to, index) => {
      const from = points[index] ?? to;
      const [x, y] = [to.x - from.x, to.y - from.y];
      const share = ((at.x - from.x) * x + (at.y - from.y) * y) / (x * x + y * y || 1);
      const held = Math.max(0, Math.min(1, share));
      return Math.hypot(at.x - from.x - x * held, at.y - from.y - y * held);
    }),
  );
}

test('a name stands on its street, upright, and clear of every mark', (t) => {
  fc.assert(
    fc.property(
      line,
      fc.integer({ min: 5, max: 60 }),
      fc.array(point, { maxLength: 8 }),
      (street, room, marks) => {
        const place = namePlaceOf(street, room, marks);
        if (!place) return;
        t.true(offLine(place, street) < 0.2);
        t.true(place.angle > -90 && place.angle <= 90);
        const turn = (place.angle * Math.PI) / 180;
        const half = { x: (Math.cos(turn) * room) / 2, y: (Math.sin(turn) * room) / 2 };
        const ends = [
          { x: place.x - half.x, y: place.y - half.y },
          { x: place.x + half.x, y: place.y + half.y },
        ];
        for (const end of ends) t.true(offLine(end, street) < 0.5, 'the whole name lies on it');
        for (const mark of marks) t.true(offLine(mark, ends) > 2.5, 'nothing lies under it');
      },
    ),
  );
});

test('a name that is too long, or that something covers everywhere, is left out', (t) => {
  const street = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
  ];
  t.is(namePlaceOf(street, 41, []), undefined);
  t.is(namePlaceOf(street, 30, [{ x: 20, y: 1 }]), undefined);
  t.deepEqual(namePlaceOf(street, 10, []), { x: 20, y: 0, angle: 0 });
  const backwards = namePlaceOf([...street].reverse(), 10, []);
  t.is(backwards?.angle, 0, 'never upside down');
});

test('a way begins and ends where it should, its corners rounded and never beyond the next one', (t) => {
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 20 }), (points, radius) => {
      const numbers =
        softPathOf(points, radius)
          .match(/-?\d+(\.\d+)?/g)
          ?.map(Number) ?? [];
      const [first, last] = [points[0], points.at(-1)];
      t.deepEqual(numbers.slice(0, 2), [first?.x, first?.y]);
      t.deepEqual(numbers.slice(-2), [last?.x, last?.y]);
      t.is(numbers.length, 2 + Math.max(0, points.length - 2) * 6 + 2);
      t.true(numbers.every(Number.isFinite));
    }),
  );
  t.is(softPathOf([], 4), '');
  t.is(
    pathOf(
      [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
      true,
    ),
    'M1 2L3 4Z',
  );
  t.deepEqual(
    middleOf([
      { x: 0, y: 0 },
      { x: 10, y: 4 },
    ]),
    { x: 5, y: 2 },
  );
});

test('marks along a name are near each other and end with it', (t) => {
  const marks = alongText({ x: 10, y: 5 }, 40, true);
  t.deepEqual(marks[0], { x: 10, y: 5 });
  t.deepEqual(marks.at(-1), { x: -30, y: 5 });
  t.true(marks.slice(1).every(({ x }, index) => (marks[index]?.x ?? 0) - x <= 6.1));
});

test('on every map of the sample content the ways lead to the door along drawn streets', async (t) => {
  const { content } = compileContent(await sampleContent(), 'r1');
  const maps = (content?.offices ?? []).flatMap(({ id, map }) => (map ? [{ id, map }] : []));
  t.true(maps.length > 0);
  for (const { id, map } of maps) {
    for (const way of map.ways) {
      const end = way.line.at(-1);
      if (!end) return t.fail(id);
      t.true(Math.hypot(end.x - map.entrance.at.x, end.y - map.entrance.at.y) < 6, `${id}: ends at the door`);
      for (const corner of way.line.slice(1, -1)) {
        const nearest = Math.min(...map.streets.map((street) => offLine(corner, street.line)));
        t.true(nearest < 6, `${id}: ${corner.x} ${corner.y} lies on a street`);
      }
    }
  }
});
