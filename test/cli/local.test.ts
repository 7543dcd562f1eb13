import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import Type from 'typebox';
import { WebSocket } from 'ws';
import { socketPath, socketTrouble } from '../../cli/local/socket.ts';
import { AgentMessage, jsonValidatorOf, type PageMessage, validatorOf } from '../../protocol/index.ts';
import { LocalStatus, localSocket } from '../../protocol/local.ts';
import { newAgentFolder, startAgent, type TestAgent } from '../harness/agent.ts';
import { type Cli, cliFor } from '../harness/cli.ts';
import { tapBytes } from '../harness/evdev.ts';
import { writeFifo } from '../harness/fifo.ts';
import { sharedOwner } from '../harness/owner.ts';
import { openTerminal } from '../harness/tmux.ts';
import { until } from '../harness/until.ts';

/** One agent for the whole file, ended with it. */
const owner = sharedOwner();
let agent: TestAgent;
let panel: string;

test.before(async () => {
  const data = await newAgentFolder(owner);
  panel = join(data, 'panel');
  await promisify(execFile)('mkfifo', [panel]);
  const yaml = `# of the test
display: {enabled: false}
network: {manager: none}
touch:
  - {path: ${panel}, maximumX: 1000, maximumY: 1000}
`;
  agent = await startAgent(owner, { data, yaml });
});
test.after.always(async () => {
  await owner.end();
});

const cliHere = (t: Parameters<typeof cliFor>[0]): Promise<Cli> => cliFor(t, { TOTEM_DATA: agent.data });

/** A page in a browser at the totem's local address, without the browser. */
async function openPage(t: Parameters<typeof cliFor>[0]) {
  const address = new URL('ws', agent.kiosk);
  const page = new WebSocket(address.href.replace('http', 'ws'), { headers: { origin: address.origin } });
  t.teardown(() => page.terminate());
  const read = jsonValidatorOf(AgentMessage, 64 * 1024);
  const exercises: unknown[] = [];
  page.on('message', (bytes) => {
    const message = bytes instanceof Buffer ? read(bytes) : undefined;
    if (message?.ok && message.value.type === 'exercise') exercises.push(message.value.exercise);
  });
  await once(page, 'open');
  return { exercises, say: (message: PageMessage) => page.send(JSON.stringify(message)) };
}

test.serial('status, faults, input and network are told to people and to programs', async (t) => {
  const cli = await cliHere(t);
  const status = await cli.run(['local', 'status', '--json']);
  t.is(status.code, 0, status.err);
  t.like(validatorOf(LocalStatus)(status.json()), { ok: true, value: { totem: null, pid: agent.pid } });
  const input = await cli.run(['local', 'input']);
  t.true(input.out.includes('panel'), input.out);
  const network = await cli.run(['local', 'network', 'show']);
  t.regex(network.out, /State +settled/);
});

test.serial('settings change with their comments kept, and hold at once where they can', async (t) => {
  const cli = await cliHere(t);
  const set = await cli.run(['local', 'config', 'set', 'kiosk.idleSeconds', '90']);
  t.is(set.out, 'kiosk.idleSeconds is 90, at once\n', set.err);
  const later = await cli.run(['local', 'config', 'set', 'display.sink', 'kms']);
  t.regex(later.out, /holds from the next start: systemctl restart totem-agent/);
  t.is((await cli.run(['local', 'config', 'get', 'kiosk.idleSeconds'])).out, '90\n');
  const wrong = await cli.run(['local', 'config', 'set', 'kiosk.idleTime', '90', '--json']);
  t.is(wrong.code, 1);
  t.like(wrong.json(), { error: { code: 'invalid', field: '/kiosk/idleTime' } });
  t.true((await readFile(join(agent.data, 'agent.yaml'), 'utf8')).startsWith('# of the test\n'));
});

test.serial('the log is shown, and followed until Ctrl-C', async (t) => {
  const cli = await cliHere(t);
  const following = cli.start(['local', 'logs', '--lines', '1', '--follow', '--json']);
  await until('the newest line', () => following.said().out.includes('\n'));
  const page = await openPage(t);
  page.say({ type: 'rendered', release: 'r-1' });
  await until('the next line', () => following.said().out.split('\n').length > 2);
  following.child.kill('SIGINT');
  t.is((await following.end).code, 0);
  for (const line of following.said().out.trim().split('\n')) t.notThrows(() => JSON.parse(line));
});

test.serial('touches are shown as they come', async (t) => {
  const cli = await cliHere(t);
  const watching = cli.start(['local', 'input', '--watch']);
  await until('the watch', () => watching.said().err.includes('Ctrl-C ends'));
  const seen = () => /finger \d+ down +25\.0 % +75\.0 %/.test(watching.said().out);
  await until('the touch', async () => {
    await writeFifo(panel, tapBytes(250, 750));
    return seen();
  });
  watching.child.kill('SIGINT');
  t.is((await watching.end).code, 0);
});

test.serial('patterns and crosses are shown on the page, and the touches are kept', async (t) => {
  const cli = await cliHere(t);
  const none = await cli.run(['local', 'display', 'test', 'grid']);
  t.is(none.code, 1);
  t.regex(none.err, /no page is on the screen/);
  const page = await openPage(t);
  t.is((await cli.run(['local', 'display', 'test', 'grid'])).code, 0);
  await until('the pattern', () => page.exercises.some((one) => isPattern(one)));
  t.is((await cli.run(['local', 'display', 'test', 'off'])).code, 0);
  t.is(page.exercises.at(-1), null);

  const calibrating = cli.start(['local', 'touch', 'calibrate']);
  await until('the crosses', () => JSON.stringify(page.exercises.at(-1)).includes('calibration'));
  const targets = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.9],
    [0.1, 0.9],
    [0.5, 0.5],
  ] as const;
  const points = targets.map(([x, y]) => ({ target: { x, y }, touched: { x: x * 0.9 + 0.02, y: y * 0.95 } }));
  page.say({ type: 'exercise_progress', progress: { kind: 'calibration', points } });
  page.say({ type: 'exercise_ended', outcome: 'done' });
  const done = await calibrating.end;
  t.is(done.code, 0, done.err);
  t.regex(done.out, /is calibrated, to 0\.0 % of the screen at most/);
  t.regex(done.err, /cross 5 of 5/);

  const givenUp = cli.start(['local', 'touch', 'calibrate', '--json']);
  await until('the crosses again', () => JSON.stringify(page.exercises.at(-1)).includes('calibration'));
  givenUp.child.kill('SIGINT');
  t.is((await givenUp.end).code, 1);
  await until('the page to be free', () => page.exercises.at(-1) === null);
});

const isPattern = (value: unknown): boolean =>
  validatorOf(Type.Object({ kind: Type.Literal('pattern'), pattern: Type.Literal('grid') }))(value).ok;

const refused: [string[], number, RegExp][] = [
  [['local', 'display', 'rebuild'], 1, /this totem has no display/],
  [['local', 'network', 'set', 'dhcp', '--within', '1s'], 2, /from 5 s to 600 s/],
  [['local', 'config', 'get', 'no such'], 2, /names with dots between/],
  [['local', 'status', '--socket', '/nowhere/agent.sock'], 1, /systemctl start totem-agent.*journalctl/],
];

for (const [args, code, says] of refused) {
  test.serial(`refused with what to do: totem ${args.join(' ')}`, async (t) => {
    const run = await (await cliHere(t)).run(args);
    t.is(run.code, code, run.out);
    t.regex(run.err, says);
  });
}

test.serial('a socket of others is refused with the group that may use it', async (t) => {
  const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
  const problem = await socketTrouble(join(agent.data, localSocket), denied);
  t.regex(problem.error.message, /run this with sudo, or become a member of the group \w+/);
  t.is(socketPath(undefined, {}), '/var/lib/totem/run/agent.sock');
});

test.serial('top --local shows the totem on a terminal, and gives the terminal back', async (t) => {
  const cli = await cliHere(t);
  t.regex((await cli.run(['top', '--local'])).out, /Processor +\[[#.]{20}\]/);
  for (const term of ['vt100', 'xterm']) {
    const terminal = await openTerminal(t, {
      columns: 80,
      rows: 24,
      environment: { TERM: term, TOTEM_DATA: agent.data },
    });
    await terminal.type(
      'stty -g > before; totem top --local; echo "ended $?"; stty -g > after; cmp before after && echo same\r',
    );
    await terminal.shows(/Processor +\[/);
    await terminal.type('?');
    await terminal.shows(/Any key goes back/);
    await terminal.type('x');
    await terminal.resize(60, 12);
    await terminal.shows(/^Up and Down scroll.*q quits$/m);
    await terminal.type(term === 'vt100' ? 'q' : '\x03');
    await terminal.shows(/ended 0\s+same/);
  }
});
