import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { calibrationFrom, missOf, type Point } from '../../../agent/touch/calibration.ts';
import {
  apply,
  compose,
  identity,
  type Matrix,
  matrixOf,
  normalisation,
  rotation,
} from '../../../agent/touch/matrix.ts';
import { tapBytes } from '../../harness/evdev.ts';
import { writeFifo } from '../../harness/fifo.ts';
import { until } from '../../harness/until.ts';
import { axes, followed, run } from './followed.ts';
import { stepsOf } from './panel.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.record({ x: share, y: share });
/** Panels as they are built in: turned, stretched, pushed aside, a little askew. */
const builtIn = fc
  .record({
    turn: fc.constantFrom(0, 90, 180, 270),
    stretch: fc.record({
      x: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
      y: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
    }),
    push: fc.record({
      x: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      y: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    }),
    skew: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  })
  .map(
    ({ turn, stretch, push, skew }): Matrix =>
      compose([stretch.x, skew, push.x, -skew, stretch.y, push.y], rotation(turn as 0 | 90 | 180 | 270)),
  );
const corners: Point[] = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.1, y: 0.9 },
  { x: 0.5, y: 0.5 },
];

test('a calibration finds the map that a panel is built in with, and survives shaky fingers', (t) => {
  fc.assert(
    fc.property(
      builtIn,
      fc.array(point, { minLength: 5, maxLength: 5 }),
      fc.double({ min: 0, max: 0.01, noNaN: true }),
      (map, shakes, shaky) => {
        const touched = corners.map((mark, index) => ({
          x: mark.x + ((shakes[index]?.x ?? 0) - 0.5) * shaky,
          y: mark.y + ((shakes[index]?.y ?? 0) - 0.5) * shaky,
        }));
        const points = touched.map((place, index) => ({
          touched: place,
          shown: apply(map, corners[index]?.x ?? 0, corners[index]?.y ?? 0),
        }));
        const found = calibrationFrom(points);
        if (!found.ok) return t.fail(found.error.message);
        t.true(points.every((each) => missOf(found.value, each) < 0.02 + 2 * shaky));
        if (shaky === 0)
          for (const [index, number] of found.value.entries())
            t.true(Math.abs(number - (map[index] ?? 0)) < 1e-6);
      },
    ),
  );
});

test('touches that tell nothing are refused, whatever they are', (t) => {
  const nothing = [
    [],
    corners.slice(0, 2),
    corners.map(() => ({ x: 0.5, y: 0.5 })),
    corners.map(({ x }) => ({ x, y: 0.3 })),
    corners.map(({ x }) => ({ x, y: x })),
    corners.map(({ x, y }) => ({ x: x * 0.01, y })),
    corners.map(() => ({ x: Number.NaN, y: 0 })),
  ];
  for (const places of nothing) {
    const found = calibrationFrom(
      places.map((touched, index) => ({ touched, shown: corners[index] ?? touched })),
    );
    t.false(found.ok, JSON.stringify(places));
  }
  // One mark was missed by far.
  const missed = corners.map((shown, index) => ({
    shown,
    touched: index === 2 ? { x: 0.4, y: 0.3 } : shown,
  }));
  const found = calibrationFrom(missed);
  t.regex(found.ok ? '' : found.error.message, /missed by \d+ %/);
  fc.assert(
    fc.property(fc.array(fc.record({ shown: point, touched: point }), { maxLength: 8 }), (points) => {
      const any = calibrationFrom(points);
      if (any.ok) t.true(points.every((each) => missOf(any.value, each) <= 0.05));
    }),
  );
  t.false(matrixOf([1, 0, 0, 1, 0, 0]).ok);
  t.false(matrixOf([1, 0, 0, 0, 1]).ok);
});

test('rotations are those of libinput, and four of 90 degrees are none', (t) => {
  const turned = (degrees: 0 | 90 | 180 | 270, x: number, y: number) =>
    Object.values(apply(rotation(degrees), x, y));
  t.deepEqual(turned(0, 0.25, 0.5), [0.25, 0.5]);
  t.deepEqual(turned(90, 0.25, 0.5), [0.5, 0.25]);
  t.deepEqual(turned(90, 0, 0), [1, 0]);
  t.deepEqual(turned(180, 0.25, 0), [0.75, 1]);
  t.deepEqual(turned(270, 0, 0), [0, 1]);
  const quarter = rotation(90);
  t.deepEqual(
    compose(quarter, compose(quarter, compose(quarter, quarter))).map((number) => number + 0),
    [...identity],
  );
});

test('axes that do not begin at 0 fill the screen, and what lies beside it comes to its edge', (t) => {
  const x = { minimum: -100, maximum: 100 };
  const y = { minimum: 50, maximum: 150 };
  t.deepEqual(apply(normalisation(x, y), 0, 75), { x: 0.5, y: 0.25 });
  const steps = stepsOf([tapBytes(-100, 150), tapBytes(500, 0)], { x, y, turned: rotation(90) });
  t.deepEqual(
    steps.filter(({ phase }) => phase === 'down').map((step) => [step.x, step.y]),
    [
      [0, 0],
      [1, 1],
    ],
  );
});

test('a calibration holds at once and after a restart; a damaged file is said and does no harm', async (t) => {
  const { folder, path, steps, faults, start } = await followed(t);
  await run('mkfifo', [path]);
  const calibrationFile = join(folder, 'state', 'calibration.json');
  const devices = [{ path, ...axes, calibration: [1, 0, 0.5, 0, 1, 0] }];
  const tap = async (): Promise<number | undefined> => {
    const before = steps.length;
    await writeFifo(path, tapBytes(0, 0));
    await until('a tap', () => steps.length === before + 2);
    return steps.at(-1)?.x;
  };
  const touch = await start(devices, { calibrationFile });
  t.is(await tap(), 0.5, 'what agent.yaml says');
  // Marks were shown, and felt a tenth of the screen too far to the right.
  const points = corners.map((target) => ({ target, touched: { x: target.x + 0.1, y: target.y } }));
  const made = await touch.calibrate(path, points);
  t.true(made.ok && made.value.error < 1e-9);
  t.is(await tap().then((x) => x?.toFixed(3)), '0.400');
  t.false((await touch.calibrate('/dev/input/event99', points)).ok);
  t.false((await touch.setCalibration([0, 0, 0, 0, 0, 0])).ok);
  touch.stop();

  const again = await start(devices, { calibrationFile });
  t.is(await tap().then((x) => x?.toFixed(3)), '0.400');
  t.like(JSON.parse(await readFile(calibrationFile, 'utf8')), { version: 1, everywhere: null });
  await again.setCalibration(null, path);
  t.is(await tap(), 0.5);
  await again.setCalibration([1, 0, 0.25, 0, 1, 0]);
  t.is(await tap(), 0.25, 'for every panel');
  again.stop();

  await writeFile(calibrationFile, '{"version":1,"everywhere":[1,2],"devices":{}}');
  const damaged = await start(devices, { calibrationFile });
  t.regex(faults.get('touch.refused calibration')?.message ?? '', /calibrate again/);
  t.is(await tap(), 0.5);
  await damaged.calibrate(path, []);
  t.false(faults.has('touch.refused calibration'));
});
