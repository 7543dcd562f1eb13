import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import pino from 'pino';
import { WebSocket } from 'ws';
import { type ActiveContent, type Kiosk, type Sender, startKiosk } from '../../agent/kiosk/index.ts';
import type { CompiledContent } from '../../protocol/content/compiled.ts';
import type { PageMessage } from '../../protocol/kiosk.ts';
import { until } from '../harness/until.ts';

interface Stand {
  folder: string;
  kiosk: Kiosk;
  messages: { message: PageMessage; sender: Sender }[];
  counts: number[];
  /** Makes this release the active one. */
  activate(release: string): Promise<CompiledContent>;
}

async function stand(t: ExecutionContext): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-kiosk-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  let active: ActiveContent | null = null;
  const kiosk = await startKiosk({
    port: 0,
    pageFolder: join(folder, 'page'),
    content: () => active,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => kiosk.stop());
  const messages: Stand['messages'] = [];
  const counts: number[] = [];
  kiosk.onMessage((message, sender) => messages.push({ message, sender }));
  kiosk.onConnections((count) => counts.push(count));
  return {
    folder,
    kiosk,
    messages,
    counts,
    async activate(release) {
      await mkdir(join(folder, release, 'media'), { recursive: true });
      await writeFile(join(folder, release, 'media/a.txt'), `0123456789 ${release}`);
      await writeFile(join(folder, release, 'content.yaml'), 'version: 1');
      const compiled: CompiledContent = {
        release,
        title: { it: 'Prova' },
        defaultLanguage: 'it',
        languages: ['it'],
        categories: [],
        cards: [],
        offices: [],
        news: [],
        events: [],
        playlist: [],
        assistant: { synonyms: {}, suggestions: {}, written: {}, elsewhere: [], flows: [] },
      };
      active = { release, folder: join(folder, release), compiled };
      return compiled;
    },
  };
}

async function connect(t: ExecutionContext, kiosk: Kiosk, headers: Record<string, string> = {}) {
  const address = new URL('ws', kiosk.url);
  const page = new WebSocket(address.href.replace('http', 'ws'), {
    headers: { origin: address.origin, ...headers },
  });
  t.teardown(() => page.terminate());
  await once(page, 'open');
  return page;
}

/** The status of an upgrade that is refused. */
function refusal(kiosk: Kiosk, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(new URL(path, kiosk.url).href.replace('http', 'ws'), { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => reject(new Error('it was accepted')));
    socket.on('error', () => undefined);
  });
}

/** The status of a raw request: fetch would correct the path and the Host. */
function status(kiosk: Kiosk, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(kiosk.url);
    request({ hostname, port, path, headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('the page, its content and its media are served, media with Range', async (t) => {
  const { kiosk, activate } = await stand(t);
  t.regex(await (await fetch(kiosk.url)).text(), /<title>page/);
  const none = await fetch(new URL('content.json', kiosk.url));
  t.is(none.status, 404);
  t.like(await none.json(), { error: { code: 'not_found' } });

  const compiled = await activate('r1');
  t.deepEqual(await (await fetch(new URL('content.json', kiosk.url))).json(), compiled);
  const part = await fetch(new URL('media/a.txt', kiosk.url), { headers: { range: 'bytes=2-4' } });
  t.is(part.status, 206);
  t.is(await part.text(), '234');
  await activate('r2');
  t.is(await (await fetch(new URL('media/a.txt', kiosk.url))).text(), '0123456789 r2');
});

test('nothing but the page and the media of the active release can be reached', async (t) => {
  const { kiosk, activate } = await stand(t);
  t.is(await status(kiosk, '/media/a.txt'), 404);
  await activate('r1');
  for (const path of [
    '/secret.txt',
    '/../secret.txt',
    '/media/../../secret.txt',
    '/media/%2e%2e/%2e%2e/secret.txt',
    '/media/..%2f..%2fsecret.txt',
    '/media/../content.yaml',
    '/content.yaml',
    '/media/',
    '/media/%00',
    '/%',
    '//secret.txt',
  ]) {
    t.is(await status(kiosk, path), 404, path);
  }
  // Paths that no URL parser takes are answered too.
  for (const path of ['//', '//[', '/?%', 'http://[']) t.truthy(await status(kiosk, path), path);
  t.is(await status(kiosk, '/', {}, 'POST'), 405);
});

test('a request that names another host is refused', async (t) => {
  const { kiosk } = await stand(t);
  const own = new URL(kiosk.url);
  t.is(await status(kiosk, '/', { host: 'evil.example' }), 403);
  t.is(await status(kiosk, '/', { host: `evil.example:${own.port}` }), 403);
  t.is(await refusal(kiosk, '/ws', { host: 'evil.example', origin: own.origin }), 403);
  t.is(await refusal(kiosk, '/ws', { origin: 'http://evil.example' }), 403);
  t.is(await refusal(kiosk, '/ws', {}), 403);
  t.is(await refusal(kiosk, '/other', { origin: own.origin }), 403);
});

test('messages travel both ways, and the page on the screen is told from others', async (t) => {
  const { kiosk, messages, counts } = await stand(t);
  const cookie = (await fetch(kiosk.screenUrl)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const screen = await connect(t, kiosk, { cookie });
  const browser = await connect(t, kiosk);
  await until('both are known', () => counts.length === 2);
  const heard = Promise.all([once(screen, 'message'), once(browser, 'message')]);
  kiosk.send({ type: 'link', online: true });
  for (const [data] of await heard) t.deepEqual(JSON.parse(String(data)), { type: 'link', online: true });
  screen.send(JSON.stringify({ type: 'heartbeat', frames: 7 }));
  browser.send(JSON.stringify({ type: 'ready' }));
  await until('both are heard', () => messages.length === 2);
  t.deepEqual(messages.map(({ message, sender }) => [message.type, sender.screen]).sort(), [
    ['heartbeat', true],
    ['ready', false],
  ]);
  screen.close();
  browser.close();
  await until('both are gone', () => counts.at(-1) === 0);
  t.deepEqual(counts, [1, 2, 1, 0]);
});

test('malformed messages are refused and counted, and the connection lives', async (t) => {
  const { kiosk, messages } = await stand(t);
  const page = await connect(t, kiosk);
  let sent = 0;
  const refuse = async (data: string | Uint8Array): Promise<void> => {
    page.send(data);
    sent += 1;
    await until('it is counted', () => kiosk.messagesRefused() === sent);
  };
  for (const text of [
    '',
    '{',
    'null',
    '{"type":"reboot"}',
    '{"type":"heartbeat","frames":-1}',
    '{"type":"ready","x":1}',
  ]) {
    await refuse(text);
  }
  await refuse(Buffer.from('{"type":"ready"}'));
  await fc.assert(
    fc.asyncProperty(
      fc.anything().filter((value) => JSON.stringify(value) !== undefined),
      (value) => refuse(JSON.stringify(value)),
    ),
    { numRuns: 50 },
  );
  t.is(messages.length, 0);
  page.send('{"type":"ready"}');
  await until('the next good one is taken', () => messages.length === 1);
});

test('a message over the cap ends its connection and no other', async (t) => {
  const { kiosk, messages } = await stand(t);
  const greedy = await connect(t, kiosk);
  const page = await connect(t, kiosk);
  greedy.send('x'.repeat(64 * 1024 + 1));
  const [code] = await once(greedy, 'close');
  t.is(code, 1009);
  page.send('{"type":"ready"}');
  await until('the other lives', () => messages.length === 1);
  t.is(page.readyState, WebSocket.OPEN);
});

test('a port that is taken is an error', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await t.throwsAsync(
    startKiosk({ port, pageFolder: tmpdir(), content: () => null, log: pino({ level: 'silent' }) }),
    { code: 'EADDRINUSE' },
  );
});
