import test from 'ava';
import fc from 'fast-check';
import { createLine } from '../../bench/call/line.ts';

const clean = { loss: 0, delay: 0, jitter: 0, rate: null, queue: 200 };

test('the line of the bench loses the share that it should, the same packets each time', (t) => {
  const lost = (seed: number) => {
    const line = createLine({ ...clean, loss: 0.05 }, seed);
    return Array.from({ length: 20_000 }, (_, at) => line.send(at, 100) === null);
  };
  const share = lost(6).filter(Boolean).length / 20_000;
  t.true(Math.abs(share - 0.05) < 0.01, `${share}`);
  t.deepEqual(lost(6), lost(6));
  t.notDeepEqual(lost(6), lost(7));
});

test('a line that is full holds packets up as long as its queue is, and carries what it can', (t) => {
  const line = createLine({ ...clean, rate: 500_000, delay: 20 }, 1);
  // 1250 bytes take 20 ms. Ten of them fill the queue; one comes each 10 ms.
  const arrivals = Array.from({ length: 200 }, (_, index) => line.send(index * 10, 1250));
  const came = arrivals.filter((at) => at !== null);
  t.is(came[0], 40);
  t.true(came.every((at, index) => index === 0 || at - (came[index - 1] ?? 0) >= 20));
  t.true(arrivals.every((at, index) => at === null || at - index * 10 <= 200 + 20 + 20));
  t.true(Math.abs(came.length - 110) <= 2, `${came.length}`);
});

test('nothing arrives early or passes what went before', (t) => {
  const shape = fc.record({
    loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
    delay: fc.integer({ min: 0, max: 200 }),
    jitter: fc.integer({ min: 0, max: 50 }),
    rate: fc.option(fc.integer({ min: 64_000, max: 10_000_000 })),
    queue: fc.integer({ min: 0, max: 500 }),
  });
  const packets = fc.array(fc.record({ after: fc.nat(30), bytes: fc.integer({ min: 20, max: 1500 }) }));
  fc.assert(
    fc.property(shape, fc.integer(), packets, (line, seed, sent) => {
      const { send } = createLine(line, seed);
      let now = 0;
      let last = 0;
      for (const { after, bytes } of sent) {
        now += after;
        const at = send(now, bytes);
        if (at === null) continue;
        t.true(at >= now + line.delay && at >= last);
        last = at;
      }
    }),
    { numRuns: 50 },
  );
});
