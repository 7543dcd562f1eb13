import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { bootIdOf, systemRoots } from '../../agent/health/index.ts';
import { beginRun, openWatchdogMemory } from '../../agent/watchdog/index.ts';
import {
  allowances,
  type Circumstances,
  type Level,
  ladder,
  nextLevel,
  type Part,
  parts,
  type Taken,
} from '../../agent/watchdog/ladder.ts';
import { newSign, observe, stillFor } from '../../agent/watchdog/signs.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { maySmallDisk, newSmallDisk } from '../harness/small-disk.ts';

const log = pino({ level: 'silent' });
const minute = 60_000;
const here: Circumstances = { now: 1000 * minute, uptime: 500 * minute, supervised: true, remembers: true };
const step = (level: Level, minutesAgo: number, part: Part = 'display'): Taken => ({
  at: here.now - minutesAgo * minute,
  level,
  part,
});
const times = (count: number, level: Level, minutesAgo: number, part: Part = 'display') =>
  Array.from({ length: count }, () => step(level, minutesAgo, part));

const rows: [what: string, part: Part, taken: Taken[], expected: Level, changes?: Partial<Circumstances>][] =
  [
    ['the first time the part is restarted', 'display', [], 'part'],
    ['and once more', 'display', times(1, 'part', 1), 'part'],
    ['then the agent', 'display', times(2, 'part', 1), 'agent'],
    ['long ago does not count', 'display', times(2, 'part', 11), 'part'],
    ['another part has its own tries', 'page', times(2, 'part', 1, 'display'), 'part'],
    [
      'restarts of the agent count for every part',
      'page',
      [...times(2, 'part', 1, 'page'), ...times(3, 'agent', 20)],
      'board',
    ],
    ['then the board', 'display', [...times(2, 'part', 1), ...times(3, 'agent', 30)], 'board'],
    [
      'in the end nothing moves',
      'display',
      [...times(2, 'part', 1), ...times(3, 'agent', 30), ...times(2, 'board', 60)],
      'out_of_service',
    ],
    ['an agent that crashes is started again', 'agent', times(2, 'agent', 10, 'agent'), 'agent'],
    ['until it is too often', 'agent', times(3, 'agent', 10, 'agent'), 'board'],
    ['a disk needs the board', 'disk', [], 'board'],
    ['and is lived with when that did not help', 'disk', times(2, 'board', 100, 'disk'), 'endure'],
    ['what cannot be remembered must not loop', 'disk', [], 'endure', { remembers: false, uptime: minute }],
    ['but the uptime remembers too', 'disk', [], 'board', { remembers: false, uptime: 61 * minute }],
    ['a clock that went back forgets nothing', 'display', times(2, 'part', -5000), 'agent'],
    ['on a desk the part is restarted', 'display', [], 'part', { supervised: false }],
    ['and no more than that', 'display', times(2, 'part', 1), 'endure', { supervised: false }],
  ];
for (const [what, part, taken, expected, changes] of rows) {
  test(`the ladder: ${what}`, (t) => t.is(nextLevel(part, taken, { ...here, ...changes }), expected));
}

test('no row of the ladder goes back, and each ends', (t) => {
  const order: Level[] = ['part', 'agent', 'board', 'endure', 'out_of_service'];
  for (const part of parts) {
    const levels = ladder[part].map((level) => order.indexOf(level));
    t.deepEqual(
      levels,
      [...levels].sort((one, other) => one - other),
      part,
    );
    t.true(['out_of_service', 'endure'].includes(ladder[part].at(-1) ?? ''), part);
  }
});

test('whatever fails and whenever, restarts keep to their limits and never become a loop', (t) => {
  const failures = fc.array(fc.tuple(fc.constantFrom(...parts), fc.integer({ min: 0, max: 20 * minute })), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(failures, (list) => {
      const taken: Taken[] = [];
      let now = 0;
      for (const [part, pause] of list) {
        now += pause;
        taken.push({ at: now, level: nextLevel(part, taken, { ...here, now }), part });
      }
      for (const level of ['agent', 'board'] as const) {
        const { most, within } = allowances[level];
        const at = taken.filter((one) => one.level === level).map((one) => one.at);
        t.true(at.every((time, index) => time - (at[index - most] ?? Number.NEGATIVE_INFINITY) >= within));
      }
    }),
  );
});

test('a sign of life is a counter that moves; a part that rests is alive', (t) => {
  let sign = observe(newSign(0), 7, 0);
  t.is(stillFor(observe(sign, 7, 100), 99, 100), 100);
  t.is(stillFor(observe(sign, 7, 99), 99, 99), null);
  sign = observe(sign, 8, 100);
  t.is(stillFor(sign, 99, 150), null);
  t.is(stillFor(observe(sign, null, 900), 99, 900), null);
  t.is(stillFor(observe(observe(sign, null, 900), 8, 950), 99, 1000), null, 'its time begins when it wakes');
});

const boot = { id: 'boot-1', reason: 'unknown' } as const;
const begin = async (
  folder: string,
  changes: Partial<Parameters<typeof beginRun>[0]> = {},
  end?: 'clean' | 'step',
) => {
  const memory = await openWatchdogMemory(folder, undefined, log);
  const begun = await beginRun({
    memory,
    supervised: true,
    boot,
    now: here.now,
    uptime: minute,
    log,
    ...changes,
  });
  if (end) {
    await memory.change((draft) => {
      if (draft.run) draft.run.ending = end;
    });
  }
  return { ...begun, taken: memory.data().taken.map(({ level }) => level) };
};

test('an agent that ends without notice again and again: the board is restarted, and in the end it is out of service', async (t) => {
  const folder = await newAgentFolder(t);
  t.like(await begin(folder), { former: 'none', suspended: null, restartBoard: false });
  for (let crash = 1; crash <= 3; crash += 1) {
    t.like(await begin(folder), { former: 'lost', suspended: null, restartBoard: false });
  }
  t.like(await begin(folder), { restartBoard: true, suspended: null });
  const second = { ...boot, id: 'boot-2' };
  t.like(await begin(folder, { boot: second }), { former: 'power', restartBoard: false });
  t.like(await begin(folder, { boot: second }), { former: 'lost', restartBoard: true });
  const third = { ...boot, id: 'boot-3' };
  t.like(await begin(folder, { boot: third }), { former: 'power', suspended: null });
  const last = await begin(folder, { boot: third });
  t.is(last.suspended?.reason, 'the agent ended without notice');
  t.false(last.restartBoard);
  t.truthy((await begin(folder, { boot: third }, 'clean')).suspended, 'it stays so over restarts');
  t.is(
    (await begin(folder, { boot: third, supervised: false })).suspended,
    null,
    'a technician starts it by hand',
  );
});

test('what ended in good order, by a step, or for want of power is no failure', async (t) => {
  const folder = await newAgentFolder(t);
  await begin(folder, {}, 'clean');
  t.like(await begin(folder, {}, 'step'), { former: 'clean' });
  t.like(await begin(folder), { former: 'step' });
  const next = await begin(folder, { boot: { id: 'boot-2', reason: 'cold' } });
  t.like(next, { former: 'power', suspended: null });
  t.deepEqual(next.taken, []);
});

test('a board that its watchdog restarts again and again ends out of service', async (t) => {
  const folder = await newAgentFolder(t);
  await begin(folder);
  for (let reset = 1; reset <= 2; reset += 1) {
    t.is((await begin(folder, { boot: { id: `reset-${reset}`, reason: 'watchdog' } })).suspended, null);
  }
  const last = await begin(folder, { boot: { id: 'reset-3', reason: 'watchdog' } });
  t.regex(last.suspended?.reason ?? '', /restarted by its watchdog/);
  t.deepEqual(last.taken, ['board', 'board', 'board']);
});

test('a damaged memory begins anew; the real boot id is one', async (t) => {
  const folder = await newAgentFolder(t);
  await begin(folder);
  for (const name of ['state.json', 'state.former.json']) await writeFile(join(folder, name), '{"version":1');
  t.like(await begin(folder), { former: 'none' });
  t.regex(bootIdOf(systemRoots), /^[0-9a-f-]{36}$/);
});

if (maySmallDisk) {
  test('what the disk does not take is remembered in memory over restarts of the agent', async (t) => {
    const disk = await newSmallDisk(t, 1);
    const runtime = await newAgentFolder(t);
    const memory = await openWatchdogMemory(join(disk.folder, 'watchdog'), runtime, log);
    t.true(await memory.change((draft) => void draft.taken.push(step('part', 1))));
    await disk.setReadOnly(true);
    t.false(await memory.change((draft) => void draft.taken.push(step('agent', 0))));
    await memory.stop();
    const again = await openWatchdogMemory(join(disk.folder, 'watchdog'), runtime, log);
    t.deepEqual(
      again.data().taken.map(({ level }) => level),
      ['part', 'agent'],
    );
    await again.stop();
  });
}
