import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { requestNumber } from '../../../agent/libc/ioctl.ts';
import type { InputDeviceFigures, InputSettings } from '../../../protocol/index.ts';
import { eventBytes } from '../../harness/evdev.ts';
import { openTestbed, type Testbed, type TestbedDevice } from '../../harness/input-testbed.ts';
import { until } from '../../harness/until.ts';

let bed: Testbed;
test.before(() => {
  bed = openTestbed();
});
test.after.always(() => bed.close());

/** A reader in a process of its own, which sees the devices of the testbed and no others. */
function read(t: ExecutionContext, devices: readonly Partial<InputSettings>[]) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('reader-process.ts', import.meta.url)), JSON.stringify(devices)],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...bed.environment } },
  );
  t.teardown(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const asked = async (): Promise<InputDeviceFigures[]> => {
    const before = lines.length;
    child.stdin.write('\n');
    const answer = await until('the figures', () =>
      lines.slice(before).find((line) => line.startsWith('{"devices"')),
    );
    return JSON.parse(answer).devices;
  };
  return {
    lines,
    /** Steps as `phase contact x y`. */
    steps: () =>
      lines
        .filter((line) => line.startsWith('{"step"'))
        .map((line) => {
          const { phase, contact, x, y } = JSON.parse(line).step;
          return `${phase} ${contact} ${x.toFixed(2)} ${y.toFixed(2)}`;
        }),
    ready: (count = 1) =>
      until('the devices', async () => {
        const figures = await asked();
        return figures.filter(({ state }) => state === 'ready').length === count && figures;
      }),
    figures: asked,
    async end() {
      child.stdin.end();
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

const none = [-1, -1];
const zero = [0, 0];
/** What is asked of the slots each time, in this order. */
const answers = (ids: number[], x: number[], y: number[]) => [
  [0x39, ...ids],
  [0x35, ...x],
  [0x36, ...y],
  [0x30, ...zero],
  [0x37, ...zero],
  [0x3a, ...zero],
  [0x3b, ...zero],
];
const panel: TestbedDevice = {
  number: 5,
  name: 'ELAN CANDO Windows7',
  vendor: '04f3',
  product: '0732',
  axes: {
    0: [0, 3008],
    1: [0, 1856],
    47: [0, 1],
    48: [0, 255],
    53: [-8, 2992],
    54: [0, 1800],
    55: [0, 15],
    57: [0, 65_535],
    58: [0, 255],
    59: [0, 1],
  },
  keys: [0x14a],
  // When it is opened, and after events were lost.
  states: [answers(none, zero, zero), answers([4, 9], [1492, 742], [450, 900])],
};

test.serial(
  'a panel is found by its ids, tells its axes, and is asked what it does after a loss',
  async (t) => {
    bed.plug(panel);
    const reader = read(t, [{ device: '04F3:*' }]);
    const [figures] = await reader.ready();
    t.like(figures, {
      part: '/dev/input/event5',
      name: 'ELAN CANDO Windows7',
      vendor: '04f3',
      product: '0732',
      kinds: ['touch'],
    });
    bed.send(
      panel,
      eventBytes([
        [3, 0x39, 4],
        [3, 0x35, 742],
        [3, 0x36, 900],
        [0, 0, 0],
        [0, 3, 0],
        [3, 0x39, -1],
        [0, 0, 0],
        [3, 0x35, 5],
      ]),
    );
    // The first finger is still the same one, elsewhere; a second one came in what was lost.
    const after = ['down 0 0.25 0.50', 'move 0 0.50 0.25', 'down 1 0.25 0.50'];
    await until('the state after the loss', () => reader.steps().length >= after.length);
    bed.send(
      panel,
      eventBytes([
        [3, 0x2f, 1],
        [3, 0x39, -1],
        [0, 0, 0],
      ]),
    );
    await until('the second finger is lifted', () => reader.steps().length > after.length);
    t.deepEqual(reader.steps(), [...after, 'up 1 0.25 0.50']);

    bed.unplug(panel);
    await until('the loss', () => reader.lines.some((line) => line.includes('touch.device_lost')));
    t.is(reader.steps().at(-1), 'cancel 0 0.50 0.25');
    t.is((await reader.figures())[0]?.state, 'lost');
    // Whatever number the kernel gives it then.
    const again = { ...panel, number: 6, states: [answers(none, zero, zero)] };
    bed.plug(again);
    await reader.ready();
    const before = reader.steps().length;
    bed.send(
      again,
      eventBytes([
        [3, 0x39, 5],
        [3, 0x35, 1492],
        [3, 0x36, 900],
        [0, 0, 0],
      ]),
    );
    await until('a touch after the return', () => reader.steps().length > before);
    t.regex(reader.steps().at(-1) ?? '', /^down \d+ 0.50 0.50$/);
    t.is(await reader.end(), 0, 'it ends by itself once it is stopped');
    bed.unplug(again);
  },
);

test.serial('devices are used for what they can do, and only if they are allowed', async (t) => {
  const keypad: TestbedDevice = {
    number: 7,
    name: 'Keypad of the totem',
    vendor: '1234',
    product: 'abcd',
    axes: {},
    keys: [103, 108, 105, 106, 352],
  };
  const touchpad: TestbedDevice = { ...panel, number: 8, name: 'A touchpad', product: '0001', properties: 1 };
  const stranger: TestbedDevice = { ...keypad, number: 9, name: 'A keyboard from anywhere', vendor: '9999' };
  const other = { ...panel, number: 10 };
  for (const device of [other, keypad, touchpad, stranger]) bed.plug(device);
  const reader = read(t, [{ device: '*:*', kinds: ['touch'] }, { device: '1234:abcd' }]);
  const figures = await reader.ready(2);
  t.deepEqual(
    figures.map(({ name, kinds }) => [name, ...kinds]),
    [
      ['ELAN CANDO Windows7', 'touch'],
      ['Keypad of the totem', 'keys'],
    ],
    'the touchpad and the keyboard that nobody named are left alone',
  );
  bed.send(
    keypad,
    eventBytes([
      [1, 103, 1],
      [0, 0, 0],
      [1, 103, 0],
      [0, 0, 0],
    ]),
  );
  bed.send(
    stranger,
    eventBytes([
      [1, 108, 1],
      [0, 0, 0],
    ]),
  );
  await until('the key', () => reader.lines.filter((line) => line.startsWith('{"key"')).length === 2);
  t.deepEqual(
    reader.lines.filter((line) => line.startsWith('{"key"')),
    ['{"key":{"key":"up","phase":"down"}}', '{"key":{"key":"up","phase":"up"}}'],
  );
  t.is(await reader.end(), 0);
});

test('request numbers are those of linux/input.h', (t) => {
  // As the C preprocessor gives them on ARM, x86 and RISC-V.
  t.is(requestNumber('read', 0x02, 8), 0x80084502, 'EVIOCGID');
  t.is(requestNumber('read', 0x06, 256), 0x81004506, 'EVIOCGNAME(256)');
  t.is(requestNumber('read', 0x40 + 0x35, 24), 0x80184575, 'EVIOCGABS(ABS_MT_POSITION_X)');
  t.is(requestNumber('write', 0x90, 4), 0x40044590, 'EVIOCGRAB');
});
