import os from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { createFaults, openHealthMemory, startHealth, systemRoots } from '../../agent/health/index.ts';
import { createAttendance } from '../../agent/session/index.ts';
import { followPage } from '../../agent/session/page.ts';
import { Health, validatorOf } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { healthOf } from '../harness/health.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const readHealth = validatorOf(Health);

async function openHealthParts(t: ExecutionContext) {
  const memory = await openHealthMemory({
    folder: await newAgentFolder(t),
    roots: systemRoots,
    cleanStop: true,
    now: Date.now,
    log,
  });
  t.teardown(memory.stop);
  const faults = createFaults(Date.now, {
    raised: () => undefined,
    cleared: () => undefined,
    changed: () => undefined,
  });
  return { memory, faults };
}

test('faults are raised once, keep their beginning, and are cleared by code and part', (t) => {
  let time = 1000;
  const told: string[] = [];
  let changes = 0;
  const faults = createFaults(() => time, {
    raised: ({ code, part }) => told.push(`+${code} ${part}`),
    cleared: ({ code, part }) => told.push(`-${code} ${part}`),
    changed: () => {
      changes += 1;
    },
  });
  faults.raise('touch.device_lost', 'gone', '/dev/input/event0');
  time = 2000;
  faults.raise('touch.device_lost', 'gone', '/dev/input/event0');
  faults.raise('touch.device_lost', 'still gone', '/dev/input/event0');
  faults.raise('touch.device_lost', 'gone', '/dev/input/event1');
  t.deepEqual(
    faults.list().map(({ message, since }) => [message, since]),
    [
      ['still gone', new Date(1000).toISOString()],
      ['gone', new Date(2000).toISOString()],
    ],
  );
  faults.clear('touch.device_lost', '/dev/input/event0');
  faults.clear('touch.device_lost', '/dev/input/event0');
  t.deepEqual(told, [
    '+touch.device_lost /dev/input/event0',
    '+touch.device_lost /dev/input/event1',
    '-touch.device_lost /dev/input/event0',
  ]);
  t.is(changes, 4);
});

test('faults are bounded in number and length', (t) => {
  const faults = createFaults(Date.now, {
    raised: () => undefined,
    cleared: () => undefined,
    changed: () => undefined,
  });
  for (let count = 0; count < 300; count += 1) {
    faults.raise('display.media_failed', 'm'.repeat(5000), `${count}${'p'.repeat(500)}`);
  }
  t.is(faults.list().length, 100);
  t.true(faults.list().every(({ message, part }) => message.length <= 500 && part.length <= 120));
});

test('the health is what the protocol asks for, on change, at the heartbeat, and only while somebody hears it', async (t) => {
  const sent: Health[] = [];
  let online = false;
  let session: Health['session'] = 'attract';
  const { memory, faults } = await openHealthParts(t);
  const health = await startHealth({
    folder: await newAgentFolder(t),
    version: '1.2.3',
    heartbeatSeconds: 3600,
    memory,
    faults,
    display: () => healthOf().display,
    session: () => session,
    service: () => ({ state: 'in_service', since: null, failing: [] }),
    hub: () => null,
    clockOffset: () => 1500,
    clockSynchronised: () => null,
    input: () => [],
    sensors: () => [],
    eventsPending: () => 4,
    messagesRefused: () => 2,
    send: (figures) => sent.push(figures),
    online: () => online,
    now: Date.now,
    log,
  });
  t.teardown(() => health.stop());
  online = true;
  health.changed();
  const [first] = await until('the first message', () => sent.length > 0 && sent);
  const checked = readHealth(first);
  t.true(checked.ok, checked.ok ? '' : checked.error.message);
  t.like(first, { eventsPending: 4, messagesRefused: 2, session: 'attract', agent: { version: '1.2.3' } });
  t.is(first?.memoryTotalBytes, os.totalmem());
  t.like(first, { clock: { offsetSeconds: 1.5 }, service: { starts: 1, startsLastHour: 1 } });
  t.deepEqual(
    { ...health.snapshot(), at: '' },
    { ...first, at: '', agent: health.snapshot().agent, uptimeSeconds: health.snapshot().uptimeSeconds },
  );
  t.true((first?.diskTotalBytes ?? 0) > 0 && (first?.agent.residentBytes ?? 0) > 0);

  const before = sent.length;
  session = 'active';
  for (let count = 0; count < 20; count += 1) health.changed();
  await until('the change', () => sent.at(-1)?.session === 'active');
  t.true(sent.length - before <= 2, 'changes are gathered');
  const beats = sent.length;
  health.setHeartbeat(0.05);
  await until('heartbeats', () => sent.length >= beats + 3);
});

test('a session is a citizen’s unless a remote tap began it and no finger came since', (t) => {
  const attendance = createAttendance();
  const rows: [string, () => void, boolean][] = [
    ['nobody', () => undefined, false],
    ['a session the agent saw no touch of', () => attendance.changed('active'), true],
    ['its end', () => attendance.changed('attract'), false],
    ['a remote tap', () => attendance.touched('remote'), false],
    ['the session it began', () => attendance.changed('active'), false],
    ['a second remote tap', () => attendance.touched('remote'), false],
    ['the warning in it', () => attendance.changed('warning'), false],
    ['a finger', () => attendance.touched('panel'), true],
    ['a remote tap does not take it back', () => attendance.touched('remote'), true],
    ['its end', () => attendance.changed('attract'), false],
  ];
  for (const [what, act, expected] of rows) {
    act();
    t.is(attendance.citizenPresent(), expected, what);
  }
});

test('what waits for a free screen waits until the session ends, or until it is stopped', async (t) => {
  const attendance = createAttendance();
  const never = new AbortController().signal;
  await attendance.free(never);
  attendance.changed('active');
  const seen: string[] = [];
  const waiting = attendance.free(never).then(() => seen.push('free'));
  const stop = new AbortController();
  const stopped = attendance.free(stop.signal).then(() => seen.push('stopped'));
  attendance.changed('warning');
  stop.abort();
  await stopped;
  t.deepEqual(seen, ['stopped']);
  attendance.changed('attract');
  await waiting;
  t.deepEqual(seen, ['stopped', 'free']);
});

test('only the page on the screen speaks for a totem that has one', (t) => {
  const seen: string[] = [];
  const attendance = createAttendance();
  const follower = followPage({
    watched: true,
    attendance,
    rendered: (release) => seen.push(`rendered ${release}`),
    alive: (frames) => seen.push(`frames ${frames}`),
    gone: () => seen.push('gone'),
    attract: (showing) => seen.push(`attract ${showing}`),
    onSession: () => seen.push('session'),
  });
  follower.heard({ type: 'rendered', release: 'r-1' }, false);
  follower.heard({ type: 'session', state: 'active' }, false);
  t.deepEqual(seen, []);
  follower.connection(1, true);
  follower.heard({ type: 'ready' }, true);
  follower.heard({ type: 'rendered', release: 'r-1' }, true);
  follower.heard({ type: 'heartbeat', frames: 7 }, true);
  follower.heard({ type: 'session', state: 'active' }, true);
  follower.connection(2, true);
  follower.connection(1, true);
  follower.connection(3, false);
  follower.connection(3, false);
  follower.connection(2, true);
  t.deepEqual(seen, ['rendered r-1', 'frames 7', 'attract false', 'session', 'gone']);
  t.is(attendance.state(), 'attract', 'a session whose page is gone is over');
});
