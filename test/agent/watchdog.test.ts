import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { newAgentFolder } from '../harness/agent.ts';
import { type NotifySocket, openNotifySocket } from '../harness/notify.ts';
import { maySmallDisk, newSmallDisk } from '../harness/small-disk.ts';
import { until } from '../harness/until.ts';
import { type WatchedOptions, watchParts } from '../harness/watchdog.ts';

const meals = ({ lines }: NotifySocket) => lines.filter((line) => line === 'WATCHDOG=1').length;

async function watched(t: ExecutionContext, options: Partial<WatchedOptions> = {}) {
  const socket = await openNotifySocket(t);
  const parts = await watchParts({
    folder: options.folder ?? (await newAgentFolder(t)),
    environment: { NOTIFY_SOCKET: socket.address, WATCHDOG_USEC: '30000000', WATCHDOG_PID: `${process.pid}` },
    ...options,
  });
  t.teardown(parts.stop);
  return { socket, parts };
}

/** The watchdog goes hungry: no meal in ten turns. */
async function hungry(socket: NotifySocket, turns: () => number): Promise<boolean> {
  const [before, from] = [meals(socket), turns()];
  await until('ten more looks', () => turns() >= from + 10);
  return meals(socket) === before;
}

test('it is fed while all is alive, and while screen and page rest on purpose', async (t) => {
  const { socket, parts } = await watched(t);
  await until('meals', () => meals(socket) >= 5);
  t.true(socket.lines.includes('STATUS=in service'));
  parts.pace.display = 'resting';
  parts.pace.page = 'resting';
  const before = meals(socket);
  // Longer than the patience with either.
  await until('many more meals', () => meals(socket) >= before + 25);
  t.deepEqual(parts.watchdog.failing(), []);
  t.deepEqual(parts.steps, []);
});

test('a screen that stands still is named, rebuilt, and in the end the agent ends; nothing is fed meanwhile', async (t) => {
  const { socket, parts } = await watched(t);
  await until('meals', () => meals(socket) > 0);
  parts.pace.display = 'still';
  await until('the first step', () => parts.steps.length >= 1);
  t.deepEqual(
    parts.watchdog.failing().map(({ part }) => part),
    ['display'],
  );
  t.true(socket.lines.some((line) => /^STATUS=.*display.*no new frame/.test(line)));
  t.true(
    socket.lines.some((line) => /^WATCHDOG_USEC=600000$/.test(line)),
    'time for the steps',
  );
  const before = meals(socket);
  await until('the agent to be ended', () => parts.steps.includes('agent'));
  t.is(meals(socket), before, 'not fed');
  t.deepEqual(parts.steps.slice(0, 3), ['part', 'part', 'agent']);
  t.regex(parts.log.join(''), /watchdog: display is not alive: no new frame for/);
  t.like(parts.memory.data(), { run: null, suspended: null });
});

test('a page that answers no more is named and the display rebuilt; it recovers, and is fed again', async (t) => {
  const { socket, parts } = await watched(t);
  parts.pace.page = 'still';
  await until('the step', () => parts.steps.length === 1);
  t.deepEqual(
    parts.watchdog.failing().map(({ part }) => part),
    ['page'],
  );
  parts.pace.page = 'moving';
  const before = meals(socket);
  await until('meals', () => meals(socket) > before + 2);
  t.deepEqual(parts.watchdog.failing(), []);
  t.true(socket.lines.includes('WATCHDOG_USEC=30000000'), "the unit's own patience is back");
  t.regex(parts.log.join(''), /watchdog: page is alive again/);
  t.deepEqual(parts.steps, ['part']);
});

test('without a service manager only the part is restarted: nobody would start the agent again', async (t) => {
  const parts = await watchParts({ folder: await newAgentFolder(t), environment: {} });
  t.teardown(parts.stop);
  parts.pace.display = 'still';
  await until('the end of the ladder', () =>
    parts.memory.data().taken.some(({ level }) => level === 'endure'),
  );
  t.deepEqual(parts.steps, ['part', 'part']);
});

test('the abstract address space is spoken to as well', async (t) => {
  const socket = await openNotifySocket(t, true);
  const parts = await watchParts({
    folder: await newAgentFolder(t),
    environment: { NOTIFY_SOCKET: socket.address, WATCHDOG_USEC: '30000000' },
  });
  t.teardown(parts.stop);
  await t.notThrowsAsync(until('meals', () => meals(socket) >= 2));
});

if (maySmallDisk) {
  test('a full disk is no reason to restart anything', async (t) => {
    const disk = await newSmallDisk(t, 1);
    const { socket, parts } = await watched(t, { folder: disk.folder });
    await until('meals', () => meals(socket) > 0);
    await disk.fill();
    const before = meals(socket);
    await until('many more meals', () => meals(socket) >= before + 40);
    t.deepEqual(parts.watchdog.failing(), []);
    t.deepEqual(parts.steps, []);
  });

  test('a disk that takes no writes: named, not fed, and the board restarted where that cannot become a loop', async (t) => {
    const disk = await newSmallDisk(t, 1);
    const { socket, parts } = await watched(t, { folder: disk.folder, uptime: 2 * 3_600_000 });
    await until('a durable write', () => meals(socket) > 2);
    await disk.setReadOnly(true);
    await until('the board to be restarted', () => parts.steps.includes('board'));
    t.deepEqual(
      parts.watchdog.failing().map(({ part }) => part),
      ['disk'],
    );
    t.regex(parts.watchdog.failing()[0]?.reason ?? '', /no durable write for .*\(EROFS\)/);
    t.true(parts.faults.has('storage.refuses write'));
    t.true(await hungry(socket, () => parts.log.length + performance.now() / 20));
  });

  test('a disk that takes no writes on a board that has just started is lived with', async (t) => {
    const disk = await newSmallDisk(t, 1);
    const runtimeFolder = await newAgentFolder(t);
    const { socket, parts } = await watched(t, { folder: disk.folder, uptime: 60_000, runtimeFolder });
    await until('a durable write', () => meals(socket) > 2);
    await disk.setReadOnly(true);
    await until('going on without it', () =>
      socket.lines.some((line) => line === 'STATUS=in service without: disk'),
    );
    const before = meals(socket);
    await until('meals', () => meals(socket) > before + 2);
    t.deepEqual(parts.steps, []);
    t.true(parts.faults.has('storage.refuses write'));
    await disk.setReadOnly(false);
    await until('it is alive again', () => parts.watchdog.failing().length === 0);
    t.false(parts.faults.has('storage.refuses write'));
  });
}

const program = fileURLToPath(new URL('../harness/watchdog-process.ts', import.meta.url));

for (const [how, hang] of [
  ['a busy loop', (pid: number, send: (what: string) => void) => void (pid && send('hang'))],
  ['SIGSTOP', (pid: number) => void process.kill(pid, 'SIGSTOP')],
] as const) {
  test(`an agent whose event loop does not turn (${how}) feeds no more`, async (t) => {
    const socket = await openNotifySocket(t);
    const child = fork(program, [await newAgentFolder(t)], {
      env: { ...process.env, NOTIFY_SOCKET: socket.address, WATCHDOG_USEC: '30000000' },
      execArgv: [],
    });
    t.teardown(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    await until('meals', () => meals(socket) >= 5);
    hang(child.pid ?? 0, (what) => void child.send(what));
    // What was sent before it hung is read first.
    const starved = until('the last meal', async () => {
      const before = meals(socket);
      const from = performance.now();
      await until('time for ten more looks', () => performance.now() > from + 200);
      return meals(socket) === before;
    });
    await t.notThrowsAsync(starved);
  });
}
