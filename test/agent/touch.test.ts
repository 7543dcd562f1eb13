import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import pino from 'pino';
import { createContacts, type TouchStep } from '../../agent/touch/contacts.ts';
import { createEventReader } from '../../agent/touch/events.ts';
import { startTouch } from '../../agent/touch/index.ts';
import { fingerBytes, inputEvent } from '../harness/evdev.ts';
import { until } from '../harness/until.ts';

const run = promisify(execFile);

function stepsOf(chunks: Uint8Array[]): TouchStep[] {
  const reader = createEventReader();
  const contacts = createContacts(1000, 500);
  return chunks.flatMap((chunk) => reader.read(chunk).events.flatMap((event) => contacts.take(event)));
}

function split(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

/** Events that a touch device could send, in any order. */
const deviceEvent = fc.oneof(
  fc.record({
    type: fc.constant(3),
    code: fc.constantFrom(0, 1, 0x2f, 0x35, 0x36, 0x39),
    value: fc.integer({ min: -2, max: 1200 }),
  }),
  fc.record({ type: fc.constant(1), code: fc.constant(0x14a), value: fc.integer({ min: 0, max: 1 }) }),
  fc.record({ type: fc.constant(0), code: fc.constantFrom(0, 0, 0, 3), value: fc.constant(0) }),
  fc.record({
    type: fc.integer({ min: 0, max: 31 }),
    code: fc.nat(0x2ff),
    value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  }),
);
const deviceBytes = fc
  .array(deviceEvent, { maxLength: 60 })
  .map((events) => Buffer.concat(events.map(({ type, code, value }) => inputEvent(type, code, value))));

test('a stream means the same however it is split', (t) => {
  fc.assert(
    fc.property(deviceBytes, fc.array(fc.nat(5000), { maxLength: 40 }), (bytes, cuts) => {
      t.deepEqual(stepsOf(split(bytes, cuts)), stepsOf([bytes]));
    }),
  );
});

test('each contact goes down, moves, and ends, whatever the device sends', (t) => {
  fc.assert(
    fc.property(deviceBytes, (bytes) => {
      const down = new Set<number>();
      for (const step of stepsOf([bytes])) {
        t.true(step.x >= 0 && step.x <= 1 && step.y >= 0 && step.y <= 1);
        t.is(down.has(step.contact), step.phase !== 'down');
        if (step.phase === 'down') down.add(step.contact);
        if (step.phase === 'up' || step.phase === 'cancel') down.delete(step.contact);
      }
    }),
  );
});

test('arbitrary bytes never break the reader', (t) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
      const reader = createEventReader();
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      const seen = chunks.map((chunk) => reader.read(chunk));
      const records = seen.reduce((sum, { events, absurd }) => sum + events.length + absurd, 0);
      t.is(records, Math.floor(bytes / 24));
    }),
  );
});

test('a tap of a single-touch device is a step down and a step up at a fraction of the screen', (t) => {
  t.deepEqual(stepsOf([fingerBytes(true, 250, 250), fingerBytes(false, 500, 250)]), [
    { phase: 'down', contact: 0, x: 0.25, y: 0.5 },
    { phase: 'up', contact: 0, x: 0.5, y: 0.5 },
  ]);
});

test('fingers of a multi-touch device are told apart, and its single-touch events are not counted twice', (t) => {
  const bytes = Buffer.concat([
    inputEvent(3, 0x2f, 0),
    inputEvent(3, 0x39, 7),
    inputEvent(3, 0x35, 100),
    inputEvent(3, 0x36, 100),
    inputEvent(3, 0x2f, 1),
    inputEvent(3, 0x39, 8),
    inputEvent(3, 0x35, 900),
    inputEvent(3, 0x36, 400),
    inputEvent(1, 0x14a, 1),
    inputEvent(3, 0x00, 100),
    inputEvent(0, 0, 0),
    inputEvent(3, 0x35, 1000),
    inputEvent(0, 0, 0),
    inputEvent(3, 0x2f, 0),
    inputEvent(3, 0x39, -1),
    inputEvent(0, 0, 0),
    inputEvent(0, 3, 0),
  ]);
  t.deepEqual(stepsOf([bytes]), [
    { phase: 'down', contact: 0, x: 0.1, y: 0.2 },
    { phase: 'down', contact: 1, x: 0.9, y: 0.8 },
    { phase: 'move', contact: 1, x: 1, y: 0.8 },
    { phase: 'up', contact: 0, x: 0.1, y: 0.2 },
    { phase: 'cancel', contact: 1, x: 1, y: 0.8 },
  ]);
});

async function followed(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-touch-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'panel');
  const steps: TouchStep[] = [];
  const open = new Set<string>();
  const follow = (device: string): void => {
    const touch = startTouch({
      devices: [{ path: device, maximumX: 1000, maximumY: 500 }],
      onTouch: (step) => steps.push(step),
      faults: { raise: (code) => open.add(code), clear: (code) => open.delete(code) },
      log: pino({ level: 'silent' }),
    });
    t.teardown(() => touch.stop());
  };
  return { path, steps, open, follow, start: () => follow(path) };
}

/** Writes into a FIFO and leaves it; waits for a reader no longer than the test may last. */
async function write(path: string, ...chunks: Buffer[]): Promise<void> {
  const fifo = await until('a reader of the FIFO', () =>
    open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined),
  );
  for (const chunk of chunks) await fifo.write(chunk);
  await fifo.close();
}

test('taps come through a FIFO, writer after writer, in pieces', async (t) => {
  const { path, steps, open: faults, start } = await followed(t);
  await run('mkfifo', [path]);
  start();
  for (let round = 1; round <= 5; round += 1) {
    const tap = Buffer.concat([fingerBytes(true, 500, 250), fingerBytes(false, 500, 250)]);
    await write(path, tap.subarray(0, 50), tap.subarray(50));
    await until(`tap ${round}`, () => steps.length === round * 2);
  }
  t.true(steps.every((step, index) => step.phase === (index % 2 === 0 ? 'down' : 'up') && step.x === 0.5));
  t.is(faults.size, 0);
});

test('a finger that is down when its writer goes is cancelled, and a half record is forgotten', async (t) => {
  const { path, steps, start } = await followed(t);
  await run('mkfifo', [path]);
  start();
  await write(path, fingerBytes(true, 100, 100), Buffer.alloc(11));
  await until('the finger is cancelled', () => steps.length === 2);
  await write(path, fingerBytes(true, 500, 250));
  await until('the next touch', () => steps.length === 4);
  t.deepEqual(
    steps.map((step) => step.phase),
    ['down', 'cancel', 'down', 'cancel'],
  );
  t.is(steps[2]?.x, 0.5);
});

test('an absent device is a fault until it comes', async (t) => {
  const { path, steps, open: faults, start } = await followed(t);
  start();
  t.true(faults.has('touch.device_lost'));
  await run('mkfifo', [`${path}.made`]);
  await rename(`${path}.made`, path);
  await until('the device is found', () => !faults.has('touch.device_lost'));
  await write(path, fingerBytes(true, 0, 0));
  await until('a touch', () => steps.length > 0);
  t.is(steps[0]?.phase, 'down');
});

test('a stream that is no input events is a fault, and good events end it', async (t) => {
  const { path, steps, open: faults, start } = await followed(t);
  await run('mkfifo', [path]);
  start();
  await write(path, Buffer.alloc(24 * 20, 0xee));
  await until('the fault', () => faults.has('touch.stream_damaged'));
  const taps = Array.from({ length: 5 }, () => [fingerBytes(true, 9, 9), fingerBytes(false, 9, 9)]).flat();
  await write(path, ...taps);
  await until('the fault ends', () => !faults.has('touch.stream_damaged'));
  t.is(steps.filter((step) => step.phase === 'down').length, 5);
});

test('a character device is read too, and its loss is a fault', async (t) => {
  const { steps, open: faults, follow } = await followed(t);
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
  follow(/\/dev\/pts\/\d+/.exec(said)?.[0] ?? 'no terminal');
  t.is(faults.size, 0);
  terminal.stdin.write(Buffer.concat([fingerBytes(true, 1000, 500), fingerBytes(false, 1000, 500)]));
  await until('a tap', () => steps.length === 2);
  t.deepEqual(steps[0], { phase: 'down', contact: 0, x: 1, y: 1 });
  terminal.kill('SIGKILL');
  await until('the loss', () => faults.has('touch.device_lost'));
});
