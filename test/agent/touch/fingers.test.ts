import test from 'ava';
import fc from 'fast-check';
import { createEventReader, layoutOf, type RecordLayout, recordBytes } from '../../../agent/touch/events.ts';
import type { TouchProtocol } from '../../../agent/touch/tracker.ts';
import { eventBytes, fingerBytes, inputEvent, type Triple } from '../../harness/evdev.ts';
import { keepsOrder, openPanel, stepsOf } from './panel.ts';

const layouts: RecordLayout[] = ['record32', 'record64'];
const protocols: (TouchProtocol | null)[] = ['slots', 'anonymous', 'single', null];

function split(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

/** Events that a panel of any kind could send, in any order. */
const panelEvent: fc.Arbitrary<Triple> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constant(3),
      fc.constantFrom(0, 1, 0x2f, 0x35, 0x36, 0x39),
      fc.integer({ min: -2, max: 1200 }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant(3),
      fc.constantFrom(0x18, 0x30, 0x37, 0x3a, 0x3b),
      fc.integer({ min: 0, max: 3 }),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant(1), fc.constant(0x14a), fc.integer({ min: 0, max: 1 })) },
  { weight: 4, arbitrary: fc.tuple(fc.constant(0), fc.constantFrom(0, 0, 0, 2, 2, 3), fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 31 }), fc.nat(0x2ff), fc.integer()) },
);
const panelEvents = fc.array(panelEvent, { maxLength: 80 });

test('a stream means the same however it is split, in both layouts and for every kind of panel', (t) => {
  fc.assert(
    fc.property(
      panelEvents,
      fc.array(fc.nat(5000), { maxLength: 40 }),
      fc.constantFrom(...layouts),
      fc.constantFrom(...protocols),
      (events, cuts, layout, protocol) => {
        const bytes = eventBytes(events, layout);
        const whole = stepsOf([bytes], { layout, protocol });
        t.deepEqual(stepsOf(split(bytes, cuts), { layout, protocol }), whole);
        const other = layout === 'record32' ? 'record64' : 'record32';
        t.deepEqual(stepsOf([eventBytes(events, other)], { layout: other, protocol }), whole);
      },
    ),
  );
});

test('each contact goes down, moves, and ends, whatever a panel of any kind sends', (t) => {
  fc.assert(
    fc.property(panelEvents, fc.constantFrom(...protocols), (events, protocol) => {
      const panel = openPanel({ protocol, rejection: { palmSize: 3, edge: 0.05, jitter: 0.01 } });
      panel.write(eventBytes(events));
      keepsOrder(t, panel.steps);
      t.is(keepsOrder(t, panel.steps).size, panel.contacts.down());
      panel.reading.cancel();
      t.is(keepsOrder(t, panel.steps).size, 0, 'all is ended');
    }),
  );
});

/** What fingers really do: they come down, move and are lifted, several at once. */
const hands = fc.array(
  fc.record({
    finger: fc.nat(4),
    act: fc.constantFrom('down', 'move', 'move', 'up'),
    x: fc.nat(1000),
    y: fc.nat(500),
  }),
  { maxLength: 40 },
);

test('slots tell of each finger exactly what it did', (t) => {
  fc.assert(
    fc.property(hands, (acts) => {
      const events: Triple[] = [];
      const expected: string[] = [];
      const fingers = new Map<number, { x: number; y: number }>();
      let id = 0;
      for (const { finger, act, x, y } of acts) {
        const known = fingers.get(finger);
        if ((act === 'down') === (known !== undefined)) continue;
        if (act === 'move' && known?.x === x && known.y === y) continue;
        events.push([3, 0x2f, finger]);
        if (act === 'up') events.push([3, 0x39, -1]);
        else {
          if (act === 'down') events.push([3, 0x39, id++]);
          events.push([3, 0x35, x], [3, 0x36, y]);
        }
        events.push([0, 0, 0]);
        const at = act === 'up' ? known : { x, y };
        expected.push(`${act} ${finger} ${at?.x} ${at?.y}`);
        if (act === 'up') fingers.delete(finger);
        else fingers.set(finger, { x, y });
      }
      for (const protocol of ['slots', null] as const) {
        const steps = stepsOf([eventBytes(events)], { protocol });
        t.deepEqual(
          steps.map(
            ({ phase, contact, x, y }) =>
              `${phase} ${contact} ${Math.round(x * 1000)} ${Math.round(y * 500)}`,
          ),
          expected,
        );
      }
    }),
  );
});

test('fingers without names are told apart by their places, in whatever order a report lists them', (t) => {
  // Each finger stays in its own quarter of the panel and moves by less than the quarters are apart.
  const report = fc.array(fc.tuple(fc.nat(3), fc.nat(100), fc.nat(50)), { minLength: 0, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(report, { minLength: 1, maxLength: 20 }), (reports) => {
      const events: Triple[] = [];
      const wanted: number[] = [];
      for (const listed of reports) {
        const fingers = new Map(listed.map(([quarter, x, y]) => [quarter, { x, y }]));
        for (const [quarter, { x, y }] of fingers) {
          const left = quarter % 2 === 0 ? 0 : 900;
          const top = quarter < 2 ? 0 : 450;
          events.push([3, 0x35, left + x], [3, 0x36, top + y], [0, 2, 0]);
        }
        if (fingers.size === 0) events.push([0, 2, 0]);
        events.push([0, 0, 0]);
        wanted.push(fingers.size);
      }
      const panel = openPanel({ protocol: 'anonymous' });
      const quarterOf = new Map<number, string>();
      let last = 0;
      const reportEnds = events.flatMap(([type, code], index) =>
        type === 0 && code === 0 ? [index + 1] : [],
      );
      for (const [index, end] of reportEnds.entries()) {
        const from = index === 0 ? 0 : (reportEnds[index - 1] ?? 0);
        panel.write(eventBytes(events.slice(from, end)));
        for (const { phase, contact, x, y } of panel.steps.slice(last)) {
          const quarter = `${x < 0.5}${y < 0.5}`;
          if (phase === 'down') quarterOf.set(contact, quarter);
          t.is(quarterOf.get(contact), quarter, 'a contact never jumps to another finger');
        }
        last = panel.steps.length;
        t.is(panel.contacts.down(), wanted[index] ?? -1);
      }
      keepsOrder(t, panel.steps);
    }),
  );
});

test('tracking ids name the fingers of protocol A, even when they cross', (t) => {
  const both = (a: number, b: number): Triple[] => [
    [3, 0x39, 7],
    [3, 0x35, a],
    [3, 0x36, 100],
    [0, 2, 0],
    [3, 0x39, 9],
    [3, 0x35, b],
    [3, 0x36, 100],
    [0, 2, 0],
    [0, 0, 0],
  ];
  const steps = stepsOf([eventBytes([...both(100, 900), ...both(900, 100)])]);
  t.deepEqual(steps, [
    { phase: 'down', contact: 0, x: 0.1, y: 0.2 },
    { phase: 'down', contact: 1, x: 0.9, y: 0.2 },
    { phase: 'move', contact: 0, x: 0.9, y: 0.2 },
    { phase: 'move', contact: 1, x: 0.1, y: 0.2 },
  ]);
});

test('a finger that hovers is not down, and one that is replaced within a report is another one', (t) => {
  const slot = (...events: Triple[]) => eventBytes([...events, [0, 0, 0]]);
  const steps = stepsOf([
    slot([3, 0x39, 1], [3, 0x35, 100], [3, 0x36, 100], [3, 0x3b, 1]),
    slot([3, 0x3b, 0]),
    slot([3, 0x3b, 1]),
    slot([3, 0x3b, 0], [3, 0x39, 2]),
    slot([3, 0x39, -1], [3, 0x39, 3], [3, 0x35, 500]),
    slot([3, 0x39, -1]),
  ]);
  t.deepEqual(
    steps.map(({ phase, x }) => `${phase} ${x}`),
    ['down 0.1', 'up 0.1', 'down 0.1', 'up 0.1', 'down 0.5', 'up 0.5'],
  );
});

test('single-touch events of a multi-touch panel are not counted twice', (t) => {
  const bytes = eventBytes([
    [3, 0x2f, 0],
    [3, 0x39, 7],
    [3, 0x35, 100],
    [3, 0x36, 100],
    [3, 0x2f, 1],
    [3, 0x39, 8],
    [3, 0x35, 900],
    [3, 0x36, 400],
    [1, 0x14a, 1],
    [3, 0x00, 100],
    [0, 0, 0],
    [3, 0x35, 1000],
    [0, 0, 0],
    [3, 0x2f, 0],
    [3, 0x39, -1],
    [0, 0, 0],
    [0, 3, 0],
  ]);
  const expected = [
    { phase: 'down', contact: 0, x: 0.1, y: 0.2 },
    { phase: 'down', contact: 1, x: 0.9, y: 0.8 },
    { phase: 'move', contact: 1, x: 1, y: 0.8 },
    { phase: 'up', contact: 0, x: 0.1, y: 0.2 },
    { phase: 'cancel', contact: 1, x: 1, y: 0.8 },
  ] as const;
  t.deepEqual(stepsOf([bytes]), [...expected]);
  t.deepEqual(stepsOf([bytes], { protocol: 'slots' }), [...expected]);
});

test('a tap of a single-touch panel is a step down and a step up', (t) => {
  for (const protocol of ['single', null] as const) {
    t.deepEqual(stepsOf([fingerBytes(true, 250, 250), fingerBytes(false, 500, 250)], { protocol }), [
      { phase: 'down', contact: 0, x: 0.25, y: 0.5 },
      { phase: 'up', contact: 0, x: 0.5, y: 0.5 },
    ]);
  }
});

test('what comes between a loss and the next report counts for nothing', (t) => {
  const steps = stepsOf([
    fingerBytes(true, 250, 250),
    inputEvent(0, 3, 0),
    fingerBytes(true, 900, 250),
    fingerBytes(true, 100, 250),
    fingerBytes(false, 100, 250),
  ]);
  t.deepEqual(
    steps.map(({ phase, x }) => `${phase} ${x}`),
    ['down 0.25', 'cancel 0.25', 'down 0.1', 'up 0.1'],
  );
});

test('arbitrary bytes never break the reader, and every record is counted', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }),
      fc.constantFrom(...layouts),
      (chunks, layout) => {
        const reader = createEventReader(layout);
        let records = 0;
        for (const chunk of chunks) {
          records += reader.read(chunk, () => {
            records += 1;
          });
        }
        const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        t.is(records, Math.floor(bytes / recordBytes(layout)));
      },
    ),
  );
});

test('the layout is that of the processor, and reading the wrong one shows at once', (t) => {
  t.is(layoutOf('arm64'), 'record64');
  t.is(layoutOf('x64'), 'record64');
  t.is(layoutOf('arm'), 'record32');
  t.is(layoutOf('ia32'), 'record32');
  const taps = Buffer.concat(
    Array.from({ length: 20 }, (_, index) => inputEvent(3, 0x35, 100, 999_000 + index, 'record64')),
  );
  let taken = 0;
  const absurd = createEventReader('record32').read(taps, () => {
    taken += 1;
  });
  t.true(absurd + taken === 30 && absurd >= 8, `${absurd} of 30 were found absurd`);
});
