import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { openLock, triesAtOnce, waitAfter } from '../../agent/service/lock.ts';
import { keepServiceKey } from '../../agent/service/record.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const key = { generation: 1, secret };

async function folderWithKey(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-service-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await keepServiceKey(folder, key);
  return folder;
}

/** A code that is wrong for this counter. */
function wrongCode(counter: number): string {
  return String((Number(serviceCodeOf(secret, counter)) + 1) % 100_000_000).padStart(8, '0');
}

test('a code opens once: neither again nor after a restart', async (t) => {
  const folder = await folderWithKey(t);
  const lock = await openLock(folder);
  const counter = lock.counter() ?? 0;
  t.true(counter >= 100_000 && counter <= 999_999, 'six digits to read aloud');
  const code = serviceCodeOf(secret, counter);
  t.is(await lock.attempt(code), 'accepted');
  t.is(lock.counter(), counter + 1);
  t.is(await lock.attempt(code), 'refused');
  t.is(await (await openLock(folder)).attempt(code), 'refused');
  t.is((await stat(join(folder, 'service.json'))).mode & 0o777, 0o600);
});

test('two attempts at once with the same code open once', async (t) => {
  const lock = await openLock(await folderWithKey(t));
  const code = serviceCodeOf(secret, lock.counter() ?? 0);
  const outcomes = await Promise.all([lock.attempt(code), lock.attempt(code)]);
  t.deepEqual(outcomes, ['accepted', 'refused']);
});

test('wrong codes make longer and longer waits, over restarts, until a right one', async (t) => {
  const folder = await folderWithKey(t);
  let lock = await openLock(folder);
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 15; attempt += 1) {
    const before = lock.counter() ?? 0;
    const outcome = await lock.attempt(wrongCode(before));
    const last = attempt % triesAtOnce === 0;
    t.is(outcome, last ? 'limited' : 'refused');
    t.is(lock.counter(), last ? before + 1 : before, 'a counter is tried so often and no more');
    if (last) waits.push(lock.wait());
    // A power cut changes nothing.
    lock = await openLock(folder);
    t.is(lock.refusals(), attempt);
  }
  t.deepEqual(waits, [30, 60, 120, 300, 300]);
  t.is(await lock.attempt(serviceCodeOf(secret, lock.counter() ?? 0)), 'accepted');
  t.is(lock.wait(), 0);
  t.is(waitAfter(0), 0);
});

test('a disk that takes no writes opens nothing, counts wrong codes, and leaves the right one unused', async (t) => {
  const folder = await folderWithKey(t);
  const lock = await openLock(folder);
  const counter = lock.counter() ?? 0;
  // Root writes wherever modes forbid it; a folder that is gone takes no file from anybody.
  await rm(folder, { recursive: true });
  t.is(await lock.attempt(serviceCodeOf(secret, counter)), 'disk');
  t.is(lock.counter(), counter);
  t.is(await lock.attempt(wrongCode(counter)), 'refused');
  t.is(lock.refusals(), 1);
});

test('another key counts from elsewhere; the same one again changes nothing', async (t) => {
  const folder = await folderWithKey(t);
  const lock = await openLock(folder);
  const counter = lock.counter() ?? 0;
  await lock.attempt(wrongCode(counter));
  await lock.replace(key);
  t.is(lock.counter(), counter);
  const next = { generation: 2, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
  await lock.replace(next);
  t.is(lock.generation(), 2);
  t.is(lock.refusals(), 1, 'a new key is no way around the limit');
  t.is(await lock.attempt(serviceCodeOf(secret, lock.counter() ?? 0)), 'refused');
  t.is(await lock.attempt(serviceCodeOf(next.secret, lock.counter() ?? 0)), 'accepted');
});

test('without a key, or with a damaged record, nothing opens', async (t) => {
  const folder = await folderWithKey(t);
  await writeFile(join(folder, 'service.json'), '{"version":1,"key":{"generation":1');
  const lock = await openLock(folder);
  t.is(lock.counter(), null);
  t.is(lock.generation(), 0);
  t.is(await lock.attempt('00000000'), 'keyless');
  await lock.replace(key);
  t.is(await lock.attempt(serviceCodeOf(secret, lock.counter() ?? 0)), 'accepted');
});

test('killed with -9 at any moment, no code that was accepted is ever accepted again', async (t) => {
  const folder = await folderWithKey(t);
  const program = fileURLToPath(new URL('../harness/service-process.ts', import.meta.url));
  let highest = 0;
  for (let round = 1; round <= 4; round += 1) {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, folder, secret],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [outcome, counter] = line.split(' ');
      t.is(outcome, 'accepted');
      t.true(Number(counter) > highest, `${counter} after ${highest}`);
      highest = Number(counter);
      lines += 1;
      // Each round ends somewhere else in the middle of the next attempt.
      if (lines === round * 7) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const lock = await openLock(folder);
    t.true((lock.counter() ?? 0) > highest);
    t.not(await lock.attempt(serviceCodeOf(secret, highest)), 'accepted');
  }
  t.is(JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')).version, 1);
});
