import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { pino } from 'pino';
import { bootIdOf, systemRoots } from '../../agent/health/index.ts';
import { openWatchdogMemory, startOutage } from '../../agent/watchdog/index.ts';
import type { Taken } from '../../agent/watchdog/ladder.ts';
import { markupOf, noticesOf, plainOf } from '../../agent/watchdog/outage/words.ts';
import { AgentConfiguration, validatorOf } from '../../protocol/index.ts';
import { familyOf } from '../bench/processes.ts';
import { newAgentFolder, startAgent } from '../harness/agent.ts';
import { localRebuild, localStatus } from '../harness/local.ts';
import { openNotifySocket } from '../harness/notify.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });

const nameOf = (pid: number) =>
  readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line.split('\0')[0] ?? '',
    () => '',
  );
async function picturesOf(pid: number): Promise<number[]> {
  const family = familyOf(pid);
  const names = await Promise.all(family.map(nameOf));
  return family.filter((_pid, index) => names[index]?.includes('gst-launch'));
}

test('the words are Italian first and English too, with a telephone number only where one is configured', (t) => {
  t.deepEqual(
    noticesOf(undefined).map(({ title, lines }) => [title, lines.length]),
    [
      ['Fuori servizio', 2],
      ['Out of service', 2],
    ],
  );
  const numbered = plainOf(noticesOf('02 7740'));
  t.regex(numbered, /FUORI SERVIZIO[\s\S]*02\u00a07740[\s\S]*OUT OF SERVICE[\s\S]*02\u00a07740/);
  t.notRegex(plainOf(noticesOf(undefined)), /telefona|call|\{\{/);
  t.true(markupOf([{ title: '<b> & "c"', lines: [] }]).includes('&lt;b&gt; &amp;'));
});

test('after the last step a still picture is shown without the page; the agent goes on, and comes back on demand', async (t) => {
  const data = await newAgentFolder(t);
  const { address, lines } = await openNotifySocket(t);
  const memory = await openWatchdogMemory(join(data, 'watchdog'), undefined, log);
  const steps = (count: number, level: Taken['level']) =>
    Array.from({ length: count }, (): Taken => ({ at: Date.now() - 1000, level, part: 'agent' }));
  await memory.change((draft) => {
    draft.taken = [...steps(3, 'agent'), ...steps(2, 'board')];
    draft.run = { boot: bootIdOf(systemRoots), ending: 'none' };
  });
  await memory.stop();
  await writeFile(
    join(data, 'agent.yaml'),
    'display: {sink: none, width: 320, height: 480}\nservice: {telephone: "02 7740"}\n',
  );

  const agent = await startAgent(t, {
    data,
    environment: { NOTIFY_SOCKET: address, WATCHDOG_USEC: '30000000' },
  });
  await until('READY and a meal', () => lines.includes('READY=1') && lines.includes('WATCHDOG=1'));
  const { health } = await localStatus(data);
  t.is(health.service.state, 'out_of_service');
  t.is(health.display.state, 'out_of_service');
  t.true(
    health.faults.some(({ code, message }) => code === 'service.suspended' && /again|notice/.test(message)),
  );
  const [picture = 0] = await until('the picture', async () => {
    const pids = await picturesOf(agent.pid);
    return pids.length > 0 && pids;
  });
  const jpeg = await readFile(join(data, 'run/display/out-of-service.jpg'));
  t.deepEqual([...jpeg.subarray(0, 2)], [0xff, 0xd8]);
  // The inventory is taken once and gone; no process of the display and no page is ever started.
  await until('the picture to be alone', () => familyOf(agent.pid).length === 2);

  process.kill(picture, 'SIGKILL');
  await until('the picture again', async () => (await picturesOf(agent.pid)).some((pid) => pid !== picture));

  await localRebuild(data);
  await until('the end of the agent', () =>
    access(`/proc/${agent.pid}`).then(
      () => false,
      () => true,
    ),
  );
  const after = await openWatchdogMemory(join(data, 'watchdog'), undefined, log);
  t.like(after.data(), { suspended: null, taken: [], run: { ending: 'clean' } });
  await after.stop();
  t.true(lines.includes('STOPPING=1'));
});

test.serial(
  'without GStreamer the page is text on the console, and the calm time still ends it',
  async (t) => {
    const folder = await newAgentFolder(t);
    const pty = join(folder, 'console');
    const terminal = spawn('socat', ['-u', `pty,raw,echo=0,link=${pty}`, 'STDOUT'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.teardown(() => void terminal.kill('SIGKILL'));
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    await until('the console', () =>
      access(pty).then(
        () => true,
        () => false,
      ),
    );
    const configuration = validatorOf(AgentConfiguration)({});
    if (!configuration.ok) throw new Error(configuration.error.message);
    const memory = await openWatchdogMemory(join(folder, 'watchdog'), undefined, log);
    const restarts: string[] = [];
    const { PATH } = process.env;
    process.env.PATH = folder;
    const screen = await startOutage({
      display: configuration.value.display,
      telephone: '02 7740',
      calmMinutes: 60,
      since: Date.now() - 60 * 60_000 + 800,
      memory,
      runtimeFolder: join(folder, 'run'),
      console: pty,
      restart: (reason) => restarts.push(reason),
      log,
      now: Date.now,
    });
    t.teardown(() => screen.stop());
    await until('the text', () => shown.includes('OUT OF SERVICE'));
    process.env.PATH = PATH;
    t.regex(shown, /FUORI SERVIZIO[\s\S]*02\u00a07740/);
    t.false((await screen.picture()).ok);
    await until('the return into service', () => restarts.length === 1);
    t.deepEqual(restarts, ['the calm time is over']);
    await memory.stop();
    const gone = once(terminal, 'exit');
    terminal.kill('SIGKILL');
    await gone;
  },
);
