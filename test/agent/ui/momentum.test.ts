import test from 'ava';
import fc from 'fast-check';
import { releaseSpeed, slowed } from '../../../agent/ui/touch/momentum.ts';

test('a finger that flicks leaves with its speed', (t) => {
  const samples = [0, 20, 40, 60].map((at) => ({ at, y: at * -2 }));
  t.is(releaseSpeed(samples, 65), -2);
});

test('a finger that rested before it left has no speed', (t) => {
  const samples = [0, 20, 40].map((at) => ({ at, y: at * 3 }));
  t.is(releaseSpeed(samples, 400), 0);
  t.is(releaseSpeed([], 0), 0);
  t.is(releaseSpeed([{ at: 0, y: 5 }], 0), 0);
});

test('every speed comes to rest, without turning round', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      (speed, step) => {
        let left = speed;
        for (let elapsed = 0; elapsed < 10_000; elapsed += step) {
          const next = slowed(left, step);
          t.true(Math.abs(next) <= Math.abs(left) && next * left >= 0);
          left = next;
        }
        t.is(Math.abs(left), 0);
      },
    ),
    { numRuns: 50 },
  );
});
