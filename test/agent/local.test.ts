import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { loadConfiguration } from '../../agent/configuration.ts';
import { createLogRing, openSettings, single, streamed } from '../../agent/local/index.ts';
import { createLocalServer, type LocalLimits, localLimits } from '../../agent/local/server.ts';
import { listenLocally } from '../../agent/local/socket.ts';
import { AgentConfiguration, failure, success, validatorOf } from '../../protocol/index.ts';
import { localSocket } from '../../protocol/local.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });

/** A server with the table of calls reduced to three, on a socket in a folder of the test. */
async function serve(t: ExecutionContext, limits: Partial<LocalLimits> = {}) {
  const folder = await newAgentFolder(t);
  const ending = new AbortController();
  const seen = { streams: 0, left: 0 };
  const server = createLocalServer(
    [
      single('faults', () => success({ faults: [] })),
      single('display.test', ({ pattern }) =>
        pattern === 'red' ? failure('unsupported', 'no red') : success({}),
      ),
      single('display.rebuild', () => {
        throw new Error('a mistake of ours');
      }),
      streamed('logs', async ({ lines }, out) => {
        out.begin();
        seen.streams += 1;
        const line = { level: 30, time: '', msg: 'x'.repeat(1000) };
        for (let sent = 0; sent < lines; sent += 1) {
          if (!out.send(line)) await out.drained();
        }
        await until('the client to leave', () => out.signal.aborted);
        seen.left += 1;
        return success(null);
      }),
    ],
    { ...localLimits, ...limits },
    ending.signal,
    log,
  );
  const listening = await listenLocally(server, { folder, group: null });
  if (!listening.ok) throw new Error(listening.error.message);
  t.teardown(async () => {
    ending.abort();
    await listening.value();
    server.closeAllConnections();
    server.close();
  });
  return { path: join(folder, localSocket), folder, server, seen };
}

/** Sends bytes and gives all that comes back until the server ends the connection. */
async function say(path: string, ...pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = createConnection(path);
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  for (const piece of pieces) socket.write(piece);
  socket.end();
  await closed;
  return heard;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const refused: [string, string, RegExp][] = [
  ['an unknown path', get('/v1/nothing'), /^HTTP\/1.1 404 .*"not_found"/s],
  ['a path outside', get('/../../etc/passwd'), /^HTTP\/1.1 404 /],
  ['another method', post('/v1/faults', ''), /"this path takes GET"/],
  ['an unknown key in the query', get('/v1/faults?all=1'), /"field":"\/all"/],
  ['a key that comes twice', get('/v1/logs?lines=1&lines=2'), /lines is given twice/],
  ['a query of the wrong type', get('/v1/logs?lines=many'), /"field":"\/lines"/],
  ['a body that is no JSON', post('/v1/display/test', '{'), /not valid JSON/],
  ['a body of another shape', post('/v1/display/test', '[]'), /^HTTP\/1.1 400 /],
  ['a missing key', post('/v1/display/test', '{}'), /\/pattern is missing/],
  [
    'an unknown key',
    post('/v1/display/test', '{"pattern":null,"__proto__x":1}'),
    /__proto__x is not a known key/,
  ],
  ['what the part refuses', post('/v1/display/test', '{"pattern":"red"}'), /^HTTP\/1.1 501 .*no red/s],
  ['a body over the bound', post('/v1/display/test', ' '.repeat(70_000)), /^HTTP\/1.1 413 .*"too_large"/s],
  ['a mistake of ours', post('/v1/display/rebuild', ''), /^HTTP\/1.1 500 .*totem local logs says more/s],
  [
    'headers over the bound',
    `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    /^HTTP\/1.1 400 .*headers/s,
  ],
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01', /^HTTP\/1.1 400 .*"invalid"/s],
];

test('each wrong request is refused by name, and a right one is answered after it', async (t) => {
  const { path } = await serve(t);
  for (const [what, request, says] of refused) t.regex(await say(path, request), says, what);
  t.regex(await say(path, get('/v1/faults')), /^HTTP\/1.1 200 .*\{"faults":\[\]\}$/s);
});

test('no bytes bring the server down', async (t) => {
  const { path } = await serve(t, { request: 200 });
  const line = fc.constantFrom(
    'GET /v1/faults HTTP/1.1\r\n',
    'POST /v1/display/test HTTP/1.1\r\n',
    'content-length: 5\r\n',
    'content-length: -1\r\n',
    'content-length: 99999999999999999999\r\n',
    'transfer-encoding: chunked\r\n',
    'connection: upgrade\r\nupgrade: websocket\r\n',
    'expect: 100-continue\r\n',
    '\r\n',
    'ffffffff\r\n',
    '0\r\n\r\n',
    '{"pattern":',
    'CONNECT a:1 HTTP/1.1\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  );
  const piece = fc.oneof(line, fc.uint8Array({ maxLength: 60 }), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      await say(path, ...pieces);
    }),
    { numRuns: 60 },
  );
  t.regex(await say(path, get('/v1/faults')), /^HTTP\/1.1 200 /);
});

test('who sends slowly, or holds many connections, is let go', async (t) => {
  const { path, server } = await serve(t, { request: 100, connections: 4 });
  const slow = createConnection(path);
  slow.write('POST /v1/display/test HTTP/1.1\r\ncontent-length: 100\r\n\r\n{');
  slow.resume().on('error', () => undefined);
  await once(slow, 'close');

  const many = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const socket: Socket = createConnection(path);
      socket.on('error', () => undefined).resume();
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      return socket;
    }),
  );
  await until(
    'the connections above the bound to be closed',
    () => many.filter(({ closed }) => !closed).length <= 4,
  );
  for (const socket of many) socket.destroy();
  await until(
    'room',
    async () =>
      new Promise<boolean>((resolve) => server.getConnections((_error, count) => resolve(count === 0))),
  );
  t.regex(await say(path, get('/v1/faults')), /^HTTP\/1.1 200 /);
});

test('a stream nobody reads is bounded and ended', async (t) => {
  const { path, seen } = await serve(t, { stall: 100 });
  const socket = createConnection(path);
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(get('/v1/logs?lines=2000'));
  await until('the stream to begin', () => seen.streams === 1);
  await until('the server to let go', () => seen.left === 1);
  t.is(seen.left, 1);
  socket.destroy();
});

test('the socket is for its owner and group, and takes the place of one that was left behind', async (t) => {
  const { path, folder } = await serve(t);
  t.is((await stat(path)).mode & 0o777, 0o660);
  t.is((await stat(join(folder, 'run'))).mode & 0o777, 0o750);
  const second = createServer();
  const taken = await listenLocally(second, { folder, group: null });
  t.like(taken, { ok: false, error: { code: 'conflict' } });

  const left = await newAgentFolder(t);
  await mkdir(join(left, 'run'));
  const killed = createServer();
  await new Promise<void>((resolve) => killed.listen(join(left, 'run', 'other.sock'), resolve));
  const { rename } = await import('node:fs/promises');
  await rename(join(left, 'run', 'other.sock'), join(left, localSocket));
  await new Promise((resolve) => killed.close(resolve));
  const next = createServer((_request, response) => response.end('mine'));
  const listening = await listenLocally(next, { folder: left, group: null });
  t.true(listening.ok);
  t.regex(await say(join(left, localSocket), get('/')), /mine/);
  next.closeAllConnections();
  next.close();
});

test('what stands in the way of the socket is told with what to do', async (t) => {
  const folder = await newAgentFolder(t);
  const server = createServer();
  const deep = join(folder, 'x'.repeat(80), 'y'.repeat(20));
  const long = await listenLocally(server, { folder: deep, group: null });
  t.regex(long.ok ? '' : long.error.message, /may have 107: set TOTEM_DATA/);
  const groupFile = join(folder, 'group');
  await writeFile(groupFile, 'root:x:0:\n');
  const group = await listenLocally(server, { folder, group: 'technicians', groupFile });
  t.like(group, { ok: false, error: { code: 'not_found', field: '/local/group' } });
  await mkdir(join(folder, 'run'));
  await writeFile(join(folder, localSocket), 'a file');
  t.like(await listenLocally(server, { folder, group: 'root', groupFile }), {
    ok: false,
    error: { code: 'conflict' },
  });
  t.is(await readFile(join(folder, localSocket), 'utf8'), 'a file');
});

test('the log in memory is bounded, keeps the newest and wakes those who wait', async (t) => {
  const ring = createLogRing({ lines: 3, characters: 60_000 });
  const waiting = ring.waitFor(0, new AbortController().signal);
  for (let index = 0; index < 5; index += 1) ring.write(`{"level":30,"msg":"${index}"}\n`);
  await waiting;
  t.deepEqual(ring.read(0, 10), { lines: [2, 3, 4].map((one) => `{"level":30,"msg":"${one}"}`), next: 5 });
  t.is(ring.tail(1), 4);
  ring.write(`{"level":50,"time":"2026","msg":"${'x'.repeat(20_000)}"}\n`);
  t.like(JSON.parse(ring.read(5, 1).lines[0] ?? ''), { level: 50, time: '2026' });
  const gone = new AbortController();
  const never = ring.waitFor(99, gone.signal);
  gone.abort();
  await never;
});

async function settingsOf(t: ExecutionContext, yaml: string) {
  const folder = await newAgentFolder(t);
  const path = join(folder, 'agent.yaml');
  await writeFile(path, yaml);
  const loaded = await loadConfiguration(folder);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const adopted: AgentConfiguration[] = [];
  const settings = openSettings({
    folder,
    inForce: loaded.value,
    live: ['kiosk.idleSeconds'],
    adopt: (next) => adopted.push(next),
  });
  return { settings, adopted, path, text: () => readFile(path, 'utf8') };
}

const commented = `# The totem in the entrance
version: 1
kiosk:
  # people read slowly here
  idleSeconds: 60 # seconds
`;

test('a setting changes and the comments stay', async (t) => {
  const { settings, adopted, path, text } = await settingsOf(t, commented);
  await chmod(path, 0o640);
  t.deepEqual(await settings.set('kiosk.idleSeconds', 90), {
    ok: true,
    value: { key: 'kiosk.idleSeconds', value: 90, changed: true, restart: false },
  });
  t.is(await text(), commented.replace('60 #', '90 #'));
  t.is((await stat(path)).mode & 0o777, 0o640);
  t.is(adopted[0]?.kiosk.idleSeconds, 90);
  t.like(await settings.set('kiosk.idleSeconds', 90), { value: { changed: false } });
  t.like(await settings.set('display.width', 800), { value: { changed: true, restart: true } });
  t.like(await settings.view(), { value: { restart: ['display.width'] } });
  t.like(await settings.set('display.width', undefined), { value: { value: 1080, restart: false } });
  t.like(await settings.set('display.width', undefined), { value: { changed: false } });
});

const wrong: [string, unknown, string][] = [
  ['display.wdth', 3, 'display.wdth is not a known key'],
  ['display.width', 'wide', 'display.width must be integer'],
  ['display.width', 3, 'display.width must be >= 160'],
  ['display.sink', 'paper', 'display.sink must be equal to one of the allowed values: none, kms'],
  ['kiosk.idleSeconds.more', 1, 'kiosk.idleSeconds'],
  ['touch.0.colour', 'red', 'touch.0.colour is not a known key'],
  ['constructor', {}, 'constructor is not a known key'],
  ['nothing', undefined, 'nothing is not a known key'],
  ['kiosk', null, 'kiosk must be object'],
];

test('what would not be taken at start is refused by name and not written', async (t) => {
  const { settings, adopted, text } = await settingsOf(t, commented);
  for (const [key, value, says] of wrong) {
    const answer = await settings.set(key, value);
    t.false(answer.ok, key);
    t.true(!answer.ok && answer.error.message.startsWith(says), answer.ok ? key : answer.error.message);
  }
  t.is(await text(), commented);
  t.deepEqual(adopted, []);
});

test('whatever is set, the file is one that an agent starts with', async (t) => {
  const { settings, text, path } = await settingsOf(t, commented);
  const key = fc.oneof(
    fc.constantFrom(
      'kiosk.idleSeconds',
      'display',
      'display.sink',
      'touch',
      'touch.0',
      'log',
      'audio.output',
      'local.group',
    ),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}(\.[A-Za-z0-9]{1,4}){0,3}$/),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(61, 'kms', 'debug', '# no comment', 'a: b', undefined),
  );
  const validate = validatorOf(AgentConfiguration);
  const { parse } = await import('yaml');
  await fc.assert(
    fc.asyncProperty(key, value, async (name, wanted) => {
      await settings.set(name, wanted);
      const parsed: unknown = parse(await text());
      const checked = validate(parsed);
      if (!checked.ok) throw new Error(`${checked.error.message} in ${await text()}`);
    }),
    { numRuns: 150 },
  );
  t.true((await readFile(path, 'utf8')).startsWith('# The totem in the entrance\n'));
});

test('a file that is no YAML is left to its author', async (t) => {
  const { settings, path, text } = await settingsOf(t, commented);
  await writeFile(path, 'kiosk: [\n');
  const answer = await settings.set('kiosk.idleSeconds', 90);
  t.regex(answer.ok ? '' : answer.error.message, /correct it with an editor/);
  t.is(await text(), 'kiosk: [\n');
});
