import test from 'ava';
import { eventBytes, fingerBytes, type Triple } from '../../harness/evdev.ts';
import { writeFifo } from '../../harness/fifo.ts';
import { until } from '../../harness/until.ts';
import { axes, followed, run } from './followed.ts';
import { openPanel, type PanelOptions } from './panel.ts';

/** Does reports of slots, and gives what was told as `phase contact`. */
function told(options: PanelOptions, ...reports: Triple[][]): string[] {
  const panel = openPanel({ protocol: 'slots', ...options });
  panel.write(...reports.map((events) => eventBytes([...events, [0, 0, 0]])));
  return panel.steps.map(({ phase, contact }) => `${phase} ${contact}`);
}

const down = (slot: number, x: number, y: number): Triple[] => [
  [3, 0x2f, slot],
  [3, 0x39, slot + 10],
  [3, 0x35, x],
  [3, 0x36, y],
];
const to = (slot: number, x: number, y: number): Triple[] => [
  [3, 0x2f, slot],
  [3, 0x35, x],
  [3, 0x36, y],
];
const up = (slot: number): Triple[] => [
  [3, 0x2f, slot],
  [3, 0x39, -1],
];
const size = (slot: number, code: number, value: number): Triple[] => [
  [3, 0x2f, slot],
  [3, code, value],
];

test('a palm is no touch, and a touch that turns into one is taken back', (t) => {
  const palm = { rejection: { palmSize: 40, palmPressure: 90 } };
  for (const [code, value] of [
    [0x37, 2],
    [0x30, 40],
    [0x3a, 90],
  ] as const) {
    t.deepEqual(
      told(palm, [...down(0, 500, 250), ...size(0, code, value)], to(0, 600, 250), up(0)),
      [],
      `${code}`,
    );
    t.deepEqual(
      told(
        palm,
        down(0, 500, 250),
        [...size(0, code, value), ...down(1, 100, 100)],
        size(0, code, 0),
        to(0, 0, 0),
        up(0),
        up(1),
      ),
      ['down 0', 'cancel 0', 'down 1', 'up 1'],
      'the other finger goes on',
    );
  }
  t.deepEqual(
    told({}, [...down(0, 500, 250), ...size(0, 0x30, 200)], up(0)),
    ['down 0', 'up 0'],
    'sizes count where agent.yaml says so',
  );
});

test('no touch begins at the edge or in a dead zone, but one may move there', (t) => {
  const options = { rejection: { edge: 0.02, deadZones: [{ x: 0.4, y: 0.4, width: 0.2, height: 0.2 }] } };
  t.deepEqual(told(options, down(0, 10, 250), to(0, 500, 100), up(0)), []);
  t.deepEqual(told(options, down(0, 500, 495), up(0)), []);
  t.deepEqual(told(options, down(0, 500, 250), up(0)), []);
  t.deepEqual(told(options, down(0, 300, 250), to(0, 500, 250), to(0, 1000, 500), up(0)), [
    'down 0',
    'move 0',
    'move 0',
    'up 0',
  ]);
});

test('a trembling finger rests', (t) => {
  const options = { rejection: { jitter: 0.01 } };
  t.deepEqual(told(options, down(0, 500, 250), to(0, 503, 251), to(0, 497, 249), to(0, 512, 250), up(0)), [
    'down 0',
    'move 0',
    'up 0',
  ]);
});

test('a finger that does not change for minutes is dirt: said, ignored until it is gone, others go on', async (t) => {
  const { path, steps, has, faults, start } = await followed(t);
  await run('mkfifo', [path]);
  let time = 1_000_000;
  const touch = await start([{ path, ...axes, stuckSeconds: 60 }], { now: () => time });
  const { open } = await import('node:fs/promises');
  const fifo = await open(path, 'r+');
  t.teardown(() => fifo.close());
  const report = (...events: Triple[]) => fifo.write(eventBytes([...events, [0, 0, 0]]));
  await report(...down(0, 500, 250), ...down(1, 100, 100));
  await until('two fingers', () => steps.length === 2);
  time += 59_000;
  // It flickers, as drops do; the other finger moves.
  await report(...to(0, 502, 250), ...to(1, 300, 100));
  await until('they move', () => steps.length === 4);
  time += 2000;
  await until('the fault', () => has('touch.stuck'));
  t.regex(faults.get(`touch.stuck ${path}`)?.message ?? '', /60 s/);
  t.deepEqual(steps.at(-1)?.phase, 'cancel');
  t.is(steps.at(-1)?.contact, steps[0]?.contact);
  t.is(touch.devices()[0]?.contactsDown, 1);
  await report(...to(0, 900, 400), ...up(1));
  await report(...down(2, 700, 300), ...up(2));
  await report(...down(2, 700, 300));
  await until('others go on', () => steps.at(-1)?.phase === 'down');
  t.true(has('touch.stuck'));
  await report(...up(0));
  await until('the fault ends', () => !has('touch.stuck'));
  await report(...down(0, 500, 250));
  await until('it counts again', () => steps.at(-1)?.contact === steps[0]?.contact);
  t.is(steps.at(-1)?.phase, 'down');
});

test('what a single-touch panel says of pressure counts, too', async (t) => {
  const { path, steps, start } = await followed(t);
  await run('mkfifo', [path]);
  await start([{ path, ...axes, palmPressure: 200 }]);
  await writeFifo(
    path,
    eventBytes([[3, 0x18, 250]]),
    fingerBytes(true, 500, 250),
    fingerBytes(false, 500, 250),
    eventBytes([[3, 0x18, 50]]),
    fingerBytes(true, 100, 250),
    fingerBytes(false, 100, 250),
  );
  await until('the light touch', () => steps.length === 2);
  t.is(steps[0]?.x, 0.1);
});
