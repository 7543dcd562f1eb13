import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import test from 'ava';
import { eventBytes, fingerBytes, inputEvent, tapBytes } from '../../harness/evdev.ts';
import { writeFifo } from '../../harness/fifo.ts';
import { until } from '../../harness/until.ts';
import { axes, followed, run } from './followed.ts';

test('taps come through a FIFO, writer after writer, in pieces', async (t) => {
  const { path, steps, faults, start } = await followed(t);
  await run('mkfifo', [path]);
  await start([{ path, ...axes }]);
  for (let round = 1; round <= 5; round += 1) {
    const tap = tapBytes(500, 250);
    await writeFifo(path, tap.subarray(0, 50), tap.subarray(50));
    await until(`tap ${round}`, () => steps.length === round * 2);
  }
  t.true(steps.every((step, index) => step.phase === (index % 2 === 0 ? 'down' : 'up') && step.x === 0.5));
  t.is(faults.size, 0);
});

test('a finger that is down when its writer goes is cancelled, and a half record is forgotten', async (t) => {
  const { path, steps, start } = await followed(t);
  await run('mkfifo', [path]);
  await start([{ path, ...axes }]);
  await writeFifo(path, fingerBytes(true, 100, 100), Buffer.alloc(11));
  await until('the finger is cancelled', () => steps.length === 2);
  await writeFifo(path, fingerBytes(true, 500, 250));
  await until('the next touch', () => steps.length === 4);
  t.deepEqual(
    steps.map((step) => step.phase),
    ['down', 'cancel', 'down', 'cancel'],
  );
  t.is(steps[2]?.x, 0.5);
});

test('an absent device is a fault until it comes', async (t) => {
  const { path, steps, has, start } = await followed(t);
  const touch = await start([{ path, ...axes }]);
  await until('the fault', () => has('touch.device_lost'));
  t.is(touch.devices()[0]?.state, 'lost');
  await run('mkfifo', [`${path}.made`]);
  await rename(`${path}.made`, path);
  await until('the device is found', () => !has('touch.device_lost'));
  await writeFifo(path, fingerBytes(true, 0, 0));
  await until('a touch', () => steps.length > 0);
  t.is(steps[0]?.phase, 'down');
  t.like(touch.devices()[0], { part: path, state: 'ready', kinds: ['touch', 'keys'], eventsTotal: 4 });
});

test('a stream that is no input events is a fault, and good events end it after a calm', async (t) => {
  const { path, steps, has, start } = await followed(t);
  await run('mkfifo', [path]);
  let later = 0;
  const touch = await start([{ path, ...axes }], { now: () => Date.now() + later });
  await writeFifo(path, Buffer.alloc(24 * 20, 0xee));
  await until('the fault', () => has('touch.stream_damaged'));
  t.is(touch.devices()[0]?.state, 'refused');
  await writeFifo(path, ...Array.from({ length: 5 }, () => tapBytes(9, 9)));
  await until('the taps', () => steps.filter((step) => step.phase === 'down').length === 5);
  t.true(has('touch.stream_damaged'), 'good events among noise are no end of it');
  t.false(has('touch.device_lost'), 'it is there, and one fault is enough');
  later = 60_000;
  await until('the fault ends', () => !has('touch.stream_damaged'));
});

test('a device whose axes nobody knows is refused with the setting to change', async (t) => {
  const { path, faults, start } = await followed(t);
  await run('mkfifo', [path]);
  await start([{ path }, { kinds: ['touch'] }]);
  await until('the refusals', () => faults.size >= 3);
  t.regex(faults.get(`touch.refused ${path}`)?.message ?? '', /set maximumX/);
  t.regex(faults.get('touch.refused ')?.message ?? '', /either path or device/);
});

test('a character device is read too, and its loss is a fault', async (t) => {
  const { steps, has, start } = await followed(t);
  // A terminal is a character device that every machine can make.
  const terminal = spawn('script', ['-qfc', 'tty; stty raw -echo; echo ready; exec sleep 60', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  t.teardown(() => terminal.kill('SIGKILL'));
  let said = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until('the terminal', () => said.includes('ready'));
  await start([{ path: /\/dev\/pts\/\d+/.exec(said)?.[0] ?? 'no terminal', ...axes }]);
  t.false(has('touch.device_lost'));
  terminal.stdin.write(Buffer.concat([fingerBytes(true, 1000, 500), fingerBytes(false, 1000, 500)]));
  await until('a tap', () => steps.length === 2);
  t.deepEqual(steps[0], { phase: 'down', contact: 0, x: 1, y: 1 });
  terminal.kill('SIGKILL');
  await until('the loss', () => has('touch.device_lost'));
});

test('keys of any keyboard become keys of the totem, and are let go when it goes', async (t) => {
  const { path, keys, start } = await followed(t);
  await run('mkfifo', [path]);
  const volume: string[] = [];
  const touch = await start([{ path, kinds: ['keys'], keys: { KEY_F5: 'home', 1: null } }], {
    onVolume: (direction) => volume.push(direction),
  });
  const heard: string[] = [];
  touch.watch((step) => heard.push('key' in step ? `${step.key} ${step.phase}` : 'touch'));
  const key = (code: number, value: number) =>
    eventBytes([
      [1, code, value],
      [0, 0, 0],
    ]);
  await writeFifo(
    path,
    key(103, 1),
    key(103, 2),
    key(103, 0), // KEY_UP
    key(1, 1),
    key(1, 0), // KEY_ESC means nothing here
    key(63, 1),
    key(63, 0), // KEY_F5
    key(28, 1),
    key(96, 1),
    key(28, 0),
    key(96, 0), // two keys for ok
    key(115, 1),
    key(115, 0), // KEY_VOLUMEUP
    key(104, 0),
    key(108, 2), // up and repeat without down
    key(108, 1), // KEY_DOWN, held
  );
  const expected = [
    'up down',
    'up repeat',
    'up up',
    'home down',
    'home up',
    'ok down',
    'ok up',
    'volume_up down',
    'volume_up up',
    'down down',
    'down up',
  ];
  await until('the keys', () => keys.length === expected.length);
  t.deepEqual(
    keys.map((step) => `${step.key} ${step.phase}`),
    expected,
  );
  t.deepEqual(heard, expected);
  t.deepEqual(volume, ['up']);
});

test('noise at full speed is said with the name of the device, and costs next to nothing', async (t) => {
  const { path, steps, faults, has, start } = await followed(t);
  await run('mkfifo', [path]);
  const touch = await start([{ path, ...axes }]);
  const noise = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 7919 + 13) % 251));
  const before = process.memoryUsage().rss;
  let written = 0;
  // A writer that never ends, as long as somebody opens the other side.
  const end = performance.now() + 1500;
  while (performance.now() < end) {
    const fifo = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null);
    if (fifo) {
      written += await fifo.write(noise).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      await fifo.close().catch(() => undefined);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.true(written > 0);
  await until('the fault', () => has('touch.stream_damaged'));
  t.true(faults.get(`touch.stream_damaged ${path}`)?.message.includes(path));
  t.is(touch.devices()[0]?.state, 'refused');
  // Back-off: a handful of looks at it, not one for each writer.
  t.true(written < 60_000 * 40, `${written} bytes were taken`);
  t.true(process.memoryUsage().rss - before < 100e6);
  t.is(steps.length, 0);
});

test('more events than any hand makes are cut off each second, until they end', async (t) => {
  const { path, faults, has, start, steps } = await followed(t);
  await run('mkfifo', [path]);
  let time = 1_000_000;
  const touch = await start([{ path, ...axes }], { now: () => time });
  const fifo = await open(path, 'r+');
  t.teardown(() => fifo.close());
  await fifo.write(fingerBytes(true, 500, 250));
  await until('a touch', () => steps.length === 1);
  const flood = Buffer.concat(Array.from({ length: 500 }, (_, index) => inputEvent(3, 0, index)));
  let stopped = false;
  const writing = (async () => {
    while (!stopped) await fifo.write(flood);
  })();
  await until('the fault', () => has('touch.flooded'));
  t.true(faults.get(`touch.flooded ${path}`)?.message.includes(path));
  t.is(steps.at(-1)?.phase, 'cancel');
  const seen = touch.devices()[0]?.eventsTotal ?? 0;
  t.true(seen < 30_000, `${seen} events were handled in the second`);
  stopped = true;
  time += 10_000;
  await Promise.all([
    writing,
    until('the flood ends', () => {
      time += 1000;
      return !has('touch.flooded');
    }),
  ]);
  await fifo.write(Buffer.concat([inputEvent(0, 0, 0), tapBytes(500, 250)]));
  await until('touches count again', () => {
    time += 1000;
    return steps.at(-1)?.phase === 'up';
  });
});
