import { readFile } from 'node:fs/promises';
import test from 'ava';
import fc from 'fast-check';
import { createFaults, type Faults } from '../../agent/health/faults.ts';
import { figures } from '../../agent/health/figures.ts';
import { judge, type Limit, unwatched, type Watch } from '../../agent/health/limit.ts';
import { createLimits } from '../../agent/health/limits.ts';
import { type Fault, faultCatalogue } from '../../protocol/index.ts';
import { healthOf } from '../harness/health.ts';

const hot: Limit = { fault: 'board.hot', bad: 'above', raise: 80, clear: 72, hold: 60, calm: 120 };

/** Runs samples through one limit; the states after each of them. */
function follow(limit: Limit, samples: readonly [seconds: number, value: number | null][], from = unwatched) {
  let watch: Watch = from;
  return samples.map(([seconds, value]) => {
    watch = judge(limit, watch, value, seconds * 1000);
    return watch.raised;
  });
}

const rows: [what: string, limit: Limit, samples: [number, number | null][], expected: boolean[]][] = [
  [
    'not beyond the threshold',
    hot,
    [
      [0, 79.9],
      [600, 79.9],
    ],
    [false, false],
  ],
  [
    'bad, but not for long enough',
    hot,
    [
      [0, 80],
      [59, 85],
    ],
    [false, false],
  ],
  [
    'bad for the whole time',
    hot,
    [
      [0, 80],
      [30, 99],
      [60, 80],
    ],
    [false, false, true],
  ],
  [
    'a good sample begins the time anew',
    hot,
    [
      [0, 80],
      [50, 70],
      [60, 90],
      [110, 90],
      [120, 90],
    ],
    [false, false, false, false, true],
  ],
  [
    'between the thresholds nothing changes',
    hot,
    [
      [0, 80],
      [60, 80],
      [900, 73],
    ],
    [false, true, true],
  ],
  [
    'good for the whole time',
    hot,
    [
      [0, 80],
      [60, 80],
      [100, 72],
      [219, 60],
      [220, 60],
    ],
    [false, true, true, true, false],
  ],
  [
    'good, and bad again in between',
    hot,
    [
      [0, 80],
      [60, 80],
      [100, 60],
      [150, 75],
      [230, 60],
    ],
    [false, true, true, true, true],
  ],
  [
    'gone is as good as well',
    hot,
    [
      [0, 80],
      [60, 80],
      [70, null],
      [190, null],
    ],
    [false, true, true, false],
  ],
  [
    'never there',
    hot,
    [
      [0, null],
      [600, null],
    ],
    [false, false],
  ],
  [
    'too little',
    { ...hot, bad: 'below', raise: 0, clear: 1, hold: 20, calm: 10 },
    [
      [0, 0],
      [20, 0],
      [21, 1],
      [31, 1],
    ],
    [false, true, true, false],
  ],
  [
    'at once where there is nothing to hold',
    { ...hot, hold: 0, calm: 0 },
    [
      [0, 80],
      [1, 72],
      [2, 90],
    ],
    [true, false, true],
  ],
];
for (const [what, limit, samples, expected] of rows) {
  test(`a limit: ${what}`, (t) => t.deepEqual(follow(limit, samples), expected));
}

test('a limit never flaps: raised no sooner than it held, cleared no sooner than it was calm', (t) => {
  const values = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 100 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 90 }),
      (steps, hold, calm) => {
        const limit = { ...hot, hold, calm };
        let watch = unwatched;
        let time = 0;
        let changedAt = Number.NEGATIVE_INFINITY;
        for (const [seconds, value] of steps) {
          time += seconds;
          const after = judge(limit, watch, value, time * 1000);
          if (after.raised !== watch.raised) {
            t.true(time - changedAt >= (after.raised ? hold : calm));
            t.true(after.raised ? value >= limit.raise : value <= limit.clear);
            changedAt = time;
          }
          watch = after;
        }
      },
    ),
  );
});

test('the table of figures makes sense', (t) => {
  t.is(new Set(figures.map(({ name }) => name)).size, figures.length);
  for (const { name, limits, every } of figures) {
    t.true(every >= 10, `${name} is taken so often that it costs`);
    for (const { fault, bad, raise, clear, hold, calm } of limits) {
      t.true(fault in faultCatalogue, name);
      t.true(bad === 'above' ? raise > clear : raise < clear, `${name} has no hysteresis`);
      t.true(hold >= 0 && calm >= 0, name);
    }
  }
  const well = figures.flatMap((figure) => figure.read(healthOf()));
  t.true(well.length > 25 && well.every(({ value }) => Number.isFinite(value)));
});

test('the table in docs/health.md is this table', async (t) => {
  const page = await readFile(new URL('../../docs/health.md', import.meta.url), 'utf8');
  for (const { name, unit, from, every, limits } of figures) {
    const row = page
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\` | ${unit} | ${from} | ${every} s |`));
    t.truthy(row, name);
    for (const { fault, raise, hold } of limits)
      t.true(row?.includes(fault) && row.includes(`${raise} for ${hold} s`));
  }
  t.is(
    page.split('\n').filter((line) => /^\| `\w+` \| \S+ \| \w+ \| \d+ s \|/.test(line)).length,
    figures.length,
  );
});

function faultsIn(now: () => number, remembered: Fault[] = []): { faults: Faults; told: string[] } {
  const told: string[] = [];
  const faults = createFaults(
    now,
    {
      raised: ({ code, part }) => told.push(`+${code} ${part}`),
      cleared: ({ code, part }) => told.push(`-${code} ${part}`),
      changed: () => undefined,
    },
    remembered,
  );
  return { faults, told };
}

test('a totem that is well has no fault; what is wrong is said once, with figure, value and limit', (t) => {
  const { faults, told } = faultsIn(() => 0);
  const limits = createLimits(figures, faults);
  limits.check(healthOf(), 0);
  limits.check(healthOf(), 3_600_000);
  t.deepEqual(told, []);
  const sick = healthOf({
    temperatureCelsius: 91,
    power: { undervoltage: true, undervoltageSinceBoot: true },
    storage: {
      rootUsedBytes: 1,
      rootTotalBytes: 2,
      dataReadOnly: true,
      wear: [{ device: 'mmcblk2', kind: 'emmc', usedPercent: 100, reserve: 'urgent' }],
    },
    interfaces: healthOf().interfaces.map((one) => ({ ...one, carrier: false })),
    clock: { offsetSeconds: -7200, source: 'none', synchronised: false },
  });
  for (const seconds of [0, 20, 60, 61]) limits.check(sick, 3_600_000 + seconds * 1000);
  t.deepEqual(told, [
    '+storage.refuses data',
    '+storage.worn mmcblk2',
    '+board.undervoltage ',
    '+network.no_carrier ',
    '+board.hot ',
    '+clock.wrong ',
  ]);
  t.is(
    faults.list().find(({ code }) => code === 'board.hot')?.message,
    'temperature is 91 °C; at least 80 °C for 60 s is too much',
  );
  for (const seconds of [0, 700]) limits.check(healthOf(), 4_000_000 + seconds * 1000);
  t.deepEqual(faults.list(), []);
});

test('two figures of one part hold one fault: it goes when both are good', (t) => {
  const { faults, told } = faultsIn(() => 0);
  const limits = createLimits(figures, faults);
  const worn = (usedPercent: number, reserve: 'normal' | 'urgent') =>
    healthOf({
      storage: { ...healthOf().storage, wear: [{ device: 'mmcblk2', kind: 'emmc', usedPercent, reserve }] },
    });
  limits.check(worn(100, 'urgent'), 0);
  limits.check(worn(100, 'normal'), 1000);
  t.deepEqual(told, ['+storage.worn mmcblk2']);
  limits.check(worn(10, 'normal'), 2000);
  t.deepEqual(told, ['+storage.worn mmcblk2', '-storage.worn mmcblk2']);
});

test('remembered faults keep their beginning, and go with an event when their condition is gone', (t) => {
  const since = '2026-11-20T10:00:00.000Z';
  const fault = (code: Fault['code'], part = ''): Fault => ({ code, part, message: 'as it was', since });
  const remembered = [
    fault('board.hot'),
    fault('board.undervoltage'),
    fault('touch.device_lost', '/dev/input/event0'),
    fault('sensor.lost', 'air'),
    fault('content.rolled_back'),
  ].filter(({ code }) => code in faultCatalogue);
  const { faults, told } = faultsIn(() => Date.parse('2026-11-24T10:00:00Z'), remembered);
  const limits = createLimits(figures, faults);
  faults.raise('touch.device_lost', 'still gone', '/dev/input/event0');
  const hotStill = healthOf({ temperatureCelsius: 85 });
  limits.check(hotStill, 0);
  limits.check(hotStill, 700_000);
  faults.settle(new Set([...limits.codes, 'content.rolled_back']));
  t.deepEqual(
    told.filter((line) => !line.includes('sensor')),
    ['-board.undervoltage '],
    'cleared after its calm time, by its own figure',
  );
  t.deepEqual(
    faults.list().map(({ code, since: from }) => [code, from]),
    [
      ['board.hot', since],
      ['touch.device_lost', since],
      ['content.rolled_back', since],
    ],
  );
});

test('what nobody raises again is cleared when the start has settled', (t) => {
  const since = '2026-11-20T10:00:00.000Z';
  const { faults, told } = faultsIn(Date.now, [
    { code: 'touch.device_lost', part: '/dev/input/event0', message: 'gone', since },
    { code: 'storage.recovered', part: '', message: 'damaged', since },
  ]);
  faults.raise('storage.recovered', 'damaged again');
  faults.settle(new Set());
  faults.settle(new Set());
  t.deepEqual(told, ['-touch.device_lost /dev/input/event0']);
  t.is(faults.list()[0]?.since, since);
});
