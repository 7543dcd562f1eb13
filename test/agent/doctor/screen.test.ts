import { execFileSync } from 'node:child_process';
import test from 'ava';
import { areasOf } from '../../../agent/doctor/areas.ts';
import { runChecks } from '../../../agent/doctor/engine.ts';
import { judgeShots } from '../../../agent/doctor/picture/camera.ts';
import { judgePattern } from '../../../agent/doctor/picture/patterns.ts';
import { checks } from '../../../agent/doctor/table.ts';
import { type InputDeviceFigures, type SensorFigures, totemKeys } from '../../../protocol/index.ts';
import { newAgentFolder } from '../../harness/agent.ts';
import { codesOf, eventsOf, partsOf, runningParts, scriptedPage } from './parts.ts';

const panel: InputDeviceFigures = {
  part: '/dev/input/event0',
  name: 'Panel',
  vendor: '0eef',
  product: '0001',
  kinds: ['touch'],
  state: 'ready',
  contactsDown: 0,
  eventsTotal: 10,
  lastEventAt: null,
};
const attended = { attended: true, disturb: false };

function screenThat(page: ReturnType<typeof scriptedPage>) {
  return {
    figures: () => ({ state: 'running' as const, framesPerSecond: 25, restarts: 0 }),
    picture: async () => ({
      ok: false as const,
      error: { code: 'unavailable' as const, message: 'no camera' },
    }),
    show: page.show,
  };
}

async function touchFound(covered: number[], ending: string | null) {
  const page = scriptedPage(() => ({
    steps: [{ kind: 'touch_map', columns: 12, rows: 20, covered }],
    ending,
  }));
  const running = runningParts({ screen: screenThat(page), input: () => [panel] });
  const events = await eventsOf(runChecks(checks, partsOf({ running }), { ...attended, only: ['touch'] }));
  return { codes: codesOf(events), events, page };
}

test('a panel that was drawn over whole is well, one with a hole is not, and the hole is named', async (t) => {
  const all = Array.from({ length: 240 }, (_none, cell) => cell);
  t.deepEqual((await touchFound(all, 'done')).codes, ['touch.ready', 'touch.covered']);

  const hole = all.filter((cell) => !(cell % 12 >= 10 && cell >= 216));
  const found = await touchFound(hole, 'given_up');
  t.deepEqual(found.codes, ['touch.ready', 'touch.dead_areas']);
  t.regex(JSON.stringify(found.events), /Nothing came from 4 cells: bottom right \(4 cells\)/);
  t.is(found.page.open(), 0);

  t.deepEqual((await touchFound([], 'given_up')).codes, ['touch.ready', 'touch.untouched']);
  t.deepEqual((await touchFound(all.slice(0, 24), 'given_up')).codes, ['touch.ready', 'touch.given_up']);
});

test('a run that is cancelled while somebody draws takes the map from the screen', async (t) => {
  const page = scriptedPage(() => ({ steps: [], ending: null }));
  const running = runningParts({ screen: screenThat(page), input: () => [panel] });
  for await (const event of runChecks(checks, partsOf({ running }), { ...attended, only: ['touch'] })) {
    if (event.type === 'progress' && page.open() === 1) break;
  }
  t.is(page.shown.length, 1);
  t.is(page.open(), 0);
});

test('where nobody is there, drawing and pressing are left out and devices are judged all the same', async (t) => {
  const page = scriptedPage(() => ({ steps: [], ending: 'done' }));
  const keypad: InputDeviceFigures = { ...panel, part: '/dev/input/event1', kinds: ['keys'], state: 'lost' };
  const stuck: InputDeviceFigures = { ...panel, contactsDown: 2 };
  const running = runningParts({ screen: screenThat(page), input: () => [stuck, keypad] });
  const request = { attended: false, disturb: false, only: ['touch' as const, 'keypad' as const] };
  const events = await eventsOf(runChecks(checks, partsOf({ running }), request));
  t.deepEqual(codesOf(events), ['touch.ready', 'touch.stuck', 'check.needs_person', 'keypad.lost']);
  t.is(page.shown.length, 0);
});

test('a keypad tells which keys did not answer', async (t) => {
  const keypad: InputDeviceFigures = { ...panel, kinds: ['keys'] };
  const found = async (pressed: (typeof totemKeys)[number][]) => {
    const page = scriptedPage(() => ({ steps: [{ kind: 'keypad', pressed }], ending: 'done' }));
    const running = runningParts({ screen: screenThat(page), input: () => [keypad] });
    return codesOf(
      await eventsOf(runChecks(checks, partsOf({ running }), { ...attended, only: ['keypad'] })),
    );
  };
  t.deepEqual(await found([...totemKeys]), ['keypad.ready', 'keypad.complete']);
  t.deepEqual(await found(['ok']), ['keypad.ready', 'keypad.missing_keys']);
  t.deepEqual(await found([]), ['keypad.ready', 'keypad.silent']);
});

test('each sensor is judged by its state, its age and its damage', async (t) => {
  const now = partsOf().now();
  const sensor: SensorFigures = {
    id: 'air',
    driver: 'sps30',
    port: '/dev/ttyUSB0',
    state: 'ready',
    readings: [{ quantity: 'pm2_5', unit: 'µg/m³', value: 7, at: new Date(now).toISOString() }],
    framesTotal: 1000,
    framesDamaged: 0,
    lastFrameAt: new Date(now - 2000).toISOString(),
  };
  const found = async (changes: Partial<SensorFigures>) => {
    const running = runningParts({ sensors: () => [{ ...sensor, ...changes }] });
    const request = { attended: false, disturb: false, only: ['sensors' as const] };
    return codesOf(await eventsOf(runChecks(checks, partsOf({ running }), request)));
  };
  t.deepEqual(await found({}), ['sensors.reading']);
  t.deepEqual(await found({ framesDamaged: 40 }), ['sensors.reading', 'sensors.damaged']);
  t.deepEqual(await found({ lastFrameAt: new Date(now - 90_000).toISOString() }), ['sensors.old']);
  for (const state of ['silent', 'lost', 'wrong_device', 'noisy'] as const) {
    t.deepEqual(await found({ state }), [`sensors.${state}`]);
  }
});

test('areas are named as people point at them, the largest first', (t) => {
  const grid = { columns: 10, rows: 10 };
  const touched = (dead: (column: number, row: number) => boolean) =>
    new Set(
      Array.from({ length: 100 }, (_none, cell) => cell).filter(
        (cell) => !dead(cell % 10, Math.floor(cell / 10)),
      ),
    );
  t.is(
    areasOf(
      touched((column, row) => column === 0 && row === 0),
      grid,
    ),
    'top left (1 cell)',
  );
  t.is(
    areasOf(
      touched((_column, row) => row === 9),
      grid,
    ),
    'a row across the bottom (10 cells)',
  );
  t.is(
    areasOf(
      touched((column) => column === 5),
      grid,
    ),
    'a column down the centre (10 cells)',
  );
  t.is(
    areasOf(
      touched((column, row) => (column > 7 && row > 7) || (column === 0 && row === 5)),
      grid,
    ),
    'bottom right (4 cells), middle left (1 cell)',
  );
});

test('colour bars are told from bars with two channels exchanged, from one colour and from a shifted picture', (t) => {
  const size = 160;
  const frameOf = (colour: (x: number) => number[]) => ({
    width: size,
    height: size,
    rgb: Buffer.from(Array.from({ length: size * size }, (_none, at) => colour((at % size) / size)).flat()),
  });
  const bars = [0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0];
  const channels = (rgb: number) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
  const right = frameOf((x) => channels(bars[Math.floor(x * 8)] ?? 0));
  t.like(judgePattern('bars', right), { right: true, share: 100, firstWrong: null });
  const exchanged = frameOf((x) => channels(bars[Math.floor(x * 8)] ?? 0).reverse());
  t.false(judgePattern('bars', exchanged).right);
  t.regex(
    judgePattern('bars', exchanged).firstWrong ?? '',
    /16 % from the left.*rgb\(0, 255, 255\) instead of rgb\(255, 255, 0\)/,
  );
  t.false(
    judgePattern(
      'bars',
      frameOf((x) => channels(bars[Math.floor(((x + 0.2) % 1) * 8)] ?? 0)),
    ).right,
  );
  t.false(judgePattern('white', right).right);
  t.true(
    judgePattern(
      'red',
      frameOf(() => [240, 10, 12]),
    ).right,
  );
});

test('a camera is judged by brightness, detail and whether anything moves', (t) => {
  const size = { width: 40, height: 30 };
  const shot = (grey: (at: number) => number) =>
    Buffer.from(Array.from({ length: 1200 }, (_none, at) => grey(at)));
  const noisy = (seed: number) => shot((at) => 100 + ((at * 7919 + seed * 104_729) % 60));
  t.like(judgeShots({ ...size, frames: [noisy(1), noisy(2)] }), { frozen: false });
  t.true(judgeShots({ ...size, frames: [noisy(1), noisy(2)] }).sharpness > 5);
  t.true(judgeShots({ ...size, frames: [noisy(1), noisy(1)] }).frozen);
  t.like(judgeShots({ ...size, frames: [shot(() => 3), shot(() => 4)] }), { frozen: false, sharpness: 0 });
  t.true(judgeShots({ ...size, frames: [shot(() => 3), shot(() => 4)] }).brightness < 2);
});

/** A screen that shows what the page was told last, or always the same; its picture is a real JPEG. */
function paintedScreen(page: ReturnType<typeof scriptedPage>, stuck: boolean) {
  const bars = [0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0];
  const width = 64;
  const height = 32;
  const colourOf = (pattern: string, column: number) =>
    pattern === 'bars' ? (bars[Math.floor((column / width) * 8)] ?? 0) : pattern === 'white' ? 0xffffff : 0;
  return {
    ...screenThat(page),
    picture: async () => {
      const shown = page.shown.at(-1);
      const pattern = stuck || shown?.kind !== 'pattern' ? 'bars' : shown.pattern;
      const pixels = Array.from({ length: width * height }, (_none, at) => colourOf(pattern, at % width));
      const rgb = Buffer.from(pixels.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
      const parse = `rawvideoparse format=rgb width=${width} height=${height}`;
      const words = `-q fdsrc fd=0 ! ${parse} ! videoconvert ! jpegenc quality=95 ! fdsink fd=1`;
      return { ok: true as const, value: execFileSync('gst-launch-1.0', words.split(' '), { input: rgb }) };
    },
  };
}

test('patterns are judged on the screen’s picture, then asked for one by one; a "no" speaks against the panel', async (t) => {
  const folder = await newAgentFolder(t);
  const page = scriptedPage(() => ({ steps: [], ending: null }));
  const running = runningParts({ screen: paintedScreen(page, false) });
  const asked: unknown[] = [];
  const ask = async (question: { parameters: Record<string, unknown> }) => {
    asked.push(question.parameters.pattern);
    return asked.length < 3 ? ('yes' as const) : ('no' as const);
  };
  const request = { ...attended, only: ['display' as const] };
  const events = await eventsOf(runChecks(checks, partsOf({ folder, running }), request, { ask }));
  t.deepEqual(codesOf(events), [
    'display.running',
    ...['bars', 'white', 'black'].map(() => 'display.pattern_rendered'),
    'display.pattern_seen',
    'display.pattern_seen',
    'display.pattern_unseen',
  ]);
  t.deepEqual(asked, ['bars', 'white', 'black']);
  t.is(page.open(), 0);
});

test('a screen that does not follow the page is found without a person', async (t) => {
  const folder = await newAgentFolder(t);
  const page = scriptedPage(() => ({ steps: [], ending: null }));
  const running = runningParts({ screen: paintedScreen(page, true) });
  const request = { attended: false, disturb: false, only: ['display' as const] };
  const events = await eventsOf(runChecks(checks, partsOf({ folder, running }), request));
  t.deepEqual(codesOf(events), ['display.running', 'display.pattern_rendered', 'display.pattern_wrong']);
  t.is(page.open(), 0);
});
