import { spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createContacts } from '../../agent/touch/contacts.ts';
import { createEventReader } from '../../agent/touch/events.ts';
import { identity, normalisation } from '../../agent/touch/matrix.ts';
import { createReading } from '../../agent/touch/reading.ts';
import { createTracker } from '../../agent/touch/tracker.ts';
import { eventBytes, type Triple } from '../harness/evdev.ts';
import { until } from '../harness/until.ts';
import { atMost, type Outcome, quantile } from './report.ts';
import { Scope } from './scene.ts';

const axis = { minimum: 0, maximum: 4095 };
const eventsPerReport = 9;
/** Events of the stream that both readers take. */
const streamEvents = 900_000;
const rounds = 5;
/** Seconds for which the share of a core is measured, and events a second meanwhile. */
const seconds = 8;
const eventsPerSecond = 1000;

/** Two fingers that move all the time, as a panel with slots reports them. */
function report(index: number): Triple[] {
  const x = 1000 + (index % 2000);
  return [
    [3, 0x2f, 0],
    [3, 0x35, x],
    [3, 0x36, 500 + (index % 1000)],
    [3, 0x2f, 1],
    [3, 0x35, x + 700],
    [3, 0x36, 2500],
    [3, 0x00, x],
    [3, 0x01, 500],
    [0, 0, 0],
  ];
}

const fingersDown: Triple[] = [
  [3, 0x2f, 0],
  [3, 0x39, 1],
  [3, 0x2f, 1],
  [3, 0x39, 2],
  [1, 0x14a, 1],
];

/** How many events one core takes through the whole reader, and what share of it a busy panel takes. */
export async function touchEvents(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'totem-events-'));
    scope.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const stream = join(folder, 'stream');
    const reports = Array.from({ length: streamEvents / eventsPerReport }, (_, index) => report(index));
    writeFileSync(stream, eventBytes([...fingersDown, ...reports.flat()]));

    const plain: number[] = [];
    const whole: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      plain.push(eventsASecond(stream, () => undefined));
      const reader = openReader();
      whole.push(eventsASecond(stream, reader.take));
      if (reader.steps() < reports.length) throw new Error('the reader told too little');
    }
    const shares = {
      signal: await shareOfCore(scope, folder, 'signal'),
      cat: await shareOfCore(scope, folder, 'cat'),
      plain: await shareOfCore(scope, folder, 'plain'),
    };
    const figures = {
      reader_events_per_second: quantile(whole, 0.5),
      plain_read_events_per_second: quantile(plain, 0.5),
      reader_core_percent_at_1000_per_second: shares.signal,
      through_cat_core_percent_at_1000_per_second: shares.cat,
      plain_read_core_percent_at_1000_per_second: shares.plain,
    };
    return {
      figures,
      aims: {
        reader_core_percent_at_1000_per_second: {
          ...atMost(figures.reader_core_percent_at_1000_per_second, 3),
          aim: '< 3',
          met: figures.reader_core_percent_at_1000_per_second < 3,
        },
      },
      table: {
        columns: ['way', 'events/s on one core', `% of a core at ${eventsPerSecond} events/s`],
        rows: [
          [
            'whole reader: records, slots, steps',
            Math.round(figures.reader_events_per_second),
            shares.signal,
          ],
          ['the same behind a child that reads (cat)', '', shares.cat],
          ['plain read of the same bytes', Math.round(figures.plain_read_events_per_second), shares.plain],
        ],
      },
      notes: [
        'first column: a file of two moving fingers, read in pieces of 6 KB, median of 5 rounds',
        `second column: a terminal as character device for ${seconds} s, processor time of the reading process and its children; Node at rest taken off`,
        'the limit of events a second that guards the totem is not in the way of the first column',
      ],
    };
  } finally {
    await scope.end();
  }
}

/** Reads a file in the pieces that a device gives and hands them on; events a second of processor time. */
function eventsASecond(path: string, take: (chunk: Uint8Array) => void): number {
  const fd = openSync(path, 'r');
  const chunk = Buffer.alloc(24 * 256);
  const before = process.cpuUsage();
  let bytes = 0;
  for (;;) {
    const count = readSync(fd, chunk);
    if (count === 0) break;
    bytes += count;
    take(chunk.subarray(0, count));
  }
  const { user, system } = process.cpuUsage(before);
  closeSync(fd);
  return bytes / 24 / ((user + system) / 1e6);
}

function openReader(): { take(chunk: Uint8Array): void; steps(): number } {
  const reader = createEventReader('record64');
  let steps = 0;
  const contacts = createContacts({
    tracker: createTracker('slots', { x: 1000, y: 1000 }),
    panel: normalisation(axis, axis),
    calibration: identity,
    rejection: { edge: 0.01, deadZones: [], palmSize: 200, palmPressure: null, jitter: 0, stuckSeconds: 180 },
    onStep: () => {
      steps += 1;
    },
    now: Date.now,
  });
  const { take } = createReading({ contacts, keys: null, ask: null });
  return {
    take(chunk) {
      if (reader.read(chunk, take) > 0) throw new Error('the stream is damaged');
    },
    steps: () => steps,
  };
}

/** Percent of a core that a process takes for reading a busy panel, one way or another. */
async function shareOfCore(scope: Scope, folder: string, way: 'signal' | 'cat' | 'plain'): Promise<number> {
  const [reading, writing] = [join(folder, `${way}-read`), join(folder, `${way}-write`)];
  const pair = spawn('socat', [`pty,raw,echo=0,link=${reading}`, `pty,raw,echo=0,link=${writing}`]);
  scope.teardown(() => void pair.kill('SIGKILL'));
  const device = await until('the terminals', () => tryOpen(writing));
  await until('the other terminal', () => {
    const fd = tryOpen(reading);
    if (fd !== undefined) closeSync(fd);
    return fd !== undefined;
  });
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('touch-events-process.ts', import.meta.url)), way, reading],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  scope.teardown(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const usage = async (): Promise<{ cpu: number; events: number }> => {
    child.stdin.write('\n');
    return JSON.parse((await lines.next()).value ?? '{}');
  };
  await lines.next();
  await pause(500);
  const atRest = await usage();
  await pause(2000);
  const rested = await usage();
  writeSync(device, eventBytes([...fingersDown, [0, 0, 0]]));
  const before = await usage();
  const period = (1000 * eventsPerReport) / eventsPerSecond;
  const start = performance.now();
  for (let index = 0; performance.now() - start < seconds * 1000; index += 1) {
    writeSync(device, eventBytes(report(index)));
    await pause(Math.max(0, start + (index + 1) * period - performance.now()));
  }
  const after = await usage();
  closeSync(device);
  child.kill('SIGKILL');
  pair.kill('SIGKILL');
  const events = after.events - before.events;
  const idle = (rested.cpu - atRest.cpu) / 2;
  if (events < seconds * eventsPerSecond * 0.8) throw new Error(`only ${events} events came through`);
  return ((after.cpu - before.cpu) / seconds - idle) * 100 * ((seconds * eventsPerSecond) / events);
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}
