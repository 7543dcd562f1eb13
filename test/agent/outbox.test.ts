import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { openOutbox } from '../../agent/link/outbox/index.ts';
import type { TotemEvent } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const at = '2026-11-23T10:00:00.000Z';
const played = (number: number): TotemEvent => ({
  kind: 'playlist.played',
  at,
  media: `media/${number}.jpg`,
  seconds: 1,
});
const activated = (number: number): TotemEvent => ({ kind: 'content.activated', at, release: `r-${number}` });

/** Every event that waits, batch by batch, as `sequence: media or release`. */
async function drain(folder: string): Promise<string[]> {
  const outbox = await openOutbox({ folder, log });
  const seen: string[] = [];
  for (;;) {
    const batch = await outbox.batch();
    if (!batch) return seen;
    batch.events.forEach((event, index) => {
      const name = 'media' in event ? event.media : 'release' in event ? event.release : event.kind;
      seen.push(`${batch.first + index}: ${name}`);
    });
    await outbox.acknowledge({ outbox: batch.outbox, sequence: batch.first + batch.events.length - 1 });
  }
}

test('events come out in order, in batches, and are gone once acknowledged', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log, segmentBytes: 2000 });
  const numbers = await Promise.all(
    Array.from({ length: 450 }, (_, index) => outbox.append(played(index + 1))),
  );
  t.deepEqual(
    numbers,
    Array.from({ length: 450 }, (_, index) => index + 1),
  );
  t.is(outbox.pending, 450);
  const first = await outbox.batch();
  t.is(first?.first, 1);
  t.true((first?.events.length ?? 0) <= 200);
  t.deepEqual(await outbox.batch(), first);

  await outbox.acknowledge({ outbox: outbox.id, sequence: 100 });
  t.is((await outbox.batch())?.first, 101);
  await outbox.acknowledge({ outbox: '00000000-0000-4000-8000-000000000000', sequence: 400 });
  await outbox.acknowledge({ outbox: outbox.id, sequence: 50 });
  t.is(outbox.acknowledged, 100);
  await outbox.acknowledge({ outbox: outbox.id, sequence: 450 });
  t.is(await outbox.batch(), null);
  t.is(outbox.pending, 0);
  t.is(await outbox.append(played(451)), 451);
  const again = await openOutbox({ folder, log });
  t.is(again.id, outbox.id);
  t.true(again.acknowledged <= 450);
  t.is(await again.append(played(452)), 452);
});

test('numbers go on after a restart with nothing left, and after an acknowledgement from beyond', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log, segmentBytes: 100 });
  for (let number = 1; number <= 5; number += 1) await outbox.append(played(number));
  await outbox.acknowledge({ outbox: outbox.id, sequence: 5 });
  const again = await openOutbox({ folder, log, segmentBytes: 100 });
  t.is(await again.append(played(6)), 6);
  await again.acknowledge({ outbox: again.id, sequence: 40 });
  t.is(await again.append(played(41)), 41);
  t.is((await again.batch())?.first, 41);
});

test('an outbox cut at any byte keeps every whole line before the cut and takes new events', async (t) => {
  const folder = await newAgentFolder(t);
  const original = join(folder, 'original');
  const outbox = await openOutbox({ folder: original, log });
  const ends: number[] = [];
  const [name] = await (async () => {
    for (let number = 1; number <= 12; number += 1) {
      await outbox.append(played(number));
      const segment = (await readdir(original)).find((file) => file.endsWith('.events')) ?? '';
      ends.push((await readFile(join(original, segment))).length);
    }
    return (await readdir(original)).filter((file) => file.endsWith('.events'));
  })();
  const size = ends.at(-1) ?? 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(size), fc.uint8Array({ maxLength: 40 }), async (offset, garbage) => {
      const copy = await mkdtemp(join(folder, 'copy-'));
      await cp(original, copy, { recursive: true });
      const path = join(copy, name ?? '');
      await truncate(path, offset);
      // What a file system may leave behind the cut: blocks that were never written.
      await appendFile(
        path,
        garbage.filter((byte) => byte !== 0x0a),
      );
      const whole = ends.filter((end) => end <= offset).length;
      const again = await openOutbox({ folder: copy, log });
      const number = await again.append(activated(99));
      t.is(number, whole + 1);
      const expected = Array.from({ length: whole }, (_, index) => `${index + 1}: media/${index + 1}.jpg`);
      t.deepEqual(await drain(copy), [...expected, `${number}: r-99`]);
      await rm(copy, { recursive: true });
    }),
    { numRuns: 150 },
  );
});

test('an outbox without room drops the oldest usage first, keeps the rest, and counts', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log, segmentBytes: 1000, maximumBytes: 6000 });
  for (let number = 1; number <= 120; number += 1) {
    await outbox.append(number % 10 === 0 ? activated(number) : played(number));
  }
  const { dropped, pending } = outbox;
  t.true(dropped > 0);
  t.is(dropped + pending, 120);
  const left = await drain(folder);
  t.is(left.length, pending);
  t.is(left.filter((line) => line.includes(': r-')).length, 12);
  t.true(left.at(-2)?.endsWith('media/119.jpg'));
  t.is((await openOutbox({ folder, log })).dropped, dropped);
});

test('an outbox says what it dropped before a batch, after a restart too, until that is acknowledged', async (t) => {
  const folder = await newAgentFolder(t);
  const small = { folder, log, segmentBytes: 1000, maximumBytes: 4000 };
  const outbox = await openOutbox(small);
  for (let number = 1; number <= 10; number += 1) await outbox.append(played(number));
  const begun = await outbox.batch();
  t.false(begun !== null && 'skipped' in begun);
  await outbox.acknowledge({ outbox: outbox.id, sequence: 4 });
  for (let number = 11; number <= 100; number += 1) {
    await outbox.append(number % 25 === 0 ? activated(number) : played(number));
  }
  const again = await openOutbox(small);
  t.is(again.acknowledged, 4);
  const seen: number[] = [];
  let passed = 0;
  for (let batch = await again.batch(); batch; batch = await again.batch()) {
    t.deepEqual(batch, await again.batch());
    t.is(batch.first - 1 - (batch.skipped ?? 0), again.acknowledged);
    passed += batch.skipped ?? 0;
    const { first, events } = batch;
    seen.push(...events.map((_event, index) => first + index));
    await again.acknowledge({ outbox: again.id, sequence: first + events.length - 1 });
  }
  t.true(passed > 0);
  t.is(seen.at(-1), 100);
  t.is(seen.length + passed, 96);
  t.is(again.dropped, passed);

  const after = await openOutbox(small);
  t.true(after.acknowledged <= 100);
  t.is(await after.append(played(101)), 101);
  const next = await after.batch();
  t.is(next?.skipped ?? 0, 0);
});

test('a line that rotted is told as skipped and costs no other event', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log });
  for (let number = 1; number <= 4; number += 1) await outbox.append(played(number));
  const path = join(folder, (await readdir(folder)).find((name) => name.endsWith('.events')) ?? '');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('media/1.jpg', 'media/x.jpg').replace('media/3.jpg', 'media/x.jpg'));
  const again = await openOutbox({ folder, log });
  t.like(await again.batch(), { first: 2, skipped: 1, events: [played(2)] });
  await again.acknowledge({ outbox: again.id, sequence: 2 });
  t.like(await again.batch(), { first: 4, skipped: 1, events: [played(4)] });
});

test('faults are dropped only when nothing else is left to drop', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log, segmentBytes: 500, maximumBytes: 2000 });
  for (let number = 1; number <= 60; number += 1) await outbox.append(activated(number));
  t.true(outbox.dropped > 0);
  const left = await drain(folder);
  t.is(left.at(-1), '60: r-60');
  t.is(left.length + outbox.dropped, 60);
});

test('a label that was lost makes a new outbox and loses no event', async (t) => {
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log });
  await outbox.append(played(1));
  await writeFile(join(folder, 'outbox.json'), '{"version":');
  const again = await openOutbox({ folder, log });
  t.not(again.id, outbox.id);
  t.is((await again.batch())?.events.length, 1);
});

test('kill -9 while events are being recorded loses none that was recorded', async (t) => {
  const folder = await newAgentFolder(t);
  const program = fileURLToPath(new URL('../harness/outbox-process.ts', import.meta.url));
  let total = 0;
  for (const rounds of [3, 40, 111]) {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => child.kill('SIGKILL'));
    let last = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      last = Number(line);
    });
    await until('events to be recorded', () => last >= total + rounds);
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
    total = last;
    const outbox = await openOutbox({ folder, log });
    t.true(outbox.pending >= last, `${outbox.pending} of ${last}`);
    total = outbox.pending;
  }
  const left = await drain(folder);
  t.deepEqual(
    left,
    Array.from({ length: left.length }, (_, index) => `${index + 1}: media/${index + 1}.jpg`),
  );
});
