import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { createMetrics } from '../../../hub/metrics/index.ts';
import { openTextMessages } from '../../../hub/sms/index.ts';
import { createLimits } from '../../../hub/sms/limits.ts';
import { requestOf } from '../../../hub/sms/template.ts';
import {
  internationalNumber,
  success,
  TextMessageConfiguration,
  type TextMessageRequest,
  validatorOf,
} from '../../../protocol/index.ts';
import { counted } from '../../harness/core.ts';

const readConfiguration = validatorOf(TextMessageConfiguration);
const number = '+393331234567';
const request: TextMessageRequest = { kind: 'card', id: 'naspi', language: 'it', number, consent: true };

function configurationOf(changes: object): TextMessageConfiguration {
  const read = readConfiguration(changes);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

interface Taken {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A gateway on this machine that answers as it is told; requests it has taken are kept. */
async function startGateway(t: ExecutionContext, answer: (response: ServerResponse) => void) {
  const taken: Taken[] = [];
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(Buffer.from(piece));
    const { method = '', url = '', headers } = incoming;
    taken.push({ method, url, headers, body: Buffer.concat(pieces).toString() });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, taken };
}

function open(t: ExecutionContext, changes: object, now = () => 0) {
  const lines: string[] = [];
  const metrics = createMetrics();
  const texts = openTextMessages({
    configuration: configurationOf(changes),
    compose: async () => success('Provincia: Indennità "NASpI" https://totem.example.org/p/it/card/naspi'),
    metrics,
    now,
    log: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }),
  });
  t.teardown(texts.stop);
  return {
    texts,
    lines,
    outcome: (name: string) => counted(metrics, 'totem_text_messages_total', { outcome: name }),
  };
}

test('a gateway gets the message as its template says, with the secret that stands in the file now', async (t) => {
  const gateway = await startGateway(t, (response) => response.end('{"status":"queued"}'));
  const folder = await mkdtemp(join(tmpdir(), 'totem-sms-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'key'), 'first key\n');
  const { texts, lines, outcome } = open(t, {
    url: `${gateway.url}/send?from=Provincia`,
    headers: { Authorization: 'Bearer {secret}' },
    body: '{"to": "{to}", "digits": "{digits}", "text": "{text}"}',
    secretFile: join(folder, 'key'),
    accepted: 'queued',
  });
  t.true((await texts.send('t-1', request)).ok);
  await writeFile(join(folder, 'key'), 'second key\n');
  t.true((await texts.send('t-1', request)).ok);
  const [first, second] = gateway.taken;
  t.like(first, { method: 'POST', url: '/send?from=Provincia' });
  t.is(first?.headers.authorization, 'Bearer first key');
  t.is(first?.headers['content-type'], 'application/json');
  t.deepEqual(JSON.parse(first?.body ?? ''), {
    to: number,
    digits: number.slice(1),
    text: 'Provincia: Indennità "NASpI" https://totem.example.org/p/it/card/naspi',
  });
  t.is(second?.headers.authorization, 'Bearer second key');
  t.is(await outcome('sent'), 2);
  t.deepEqual(lines, []);
});

const failures: [name: string, why: string, changes: object, answer: (response: ServerResponse) => void][] = [
  ['answers 500', 'status', {}, (response) => response.writeHead(500).end('broken')],
  ['refuses with 200', 'answer', { accepted: '"ok":true' }, (response) => response.end('{"ok":false}')],
  ['answers garbage', 'unreachable', {}, (response) => response.socket?.end('\u0000\u0001 no HTTP at all')],
  ['never answers', 'late', { timeoutSeconds: 0.2 }, () => undefined],
  ['leads elsewhere', 'unreachable', {}, (response) => response.writeHead(302, { location: '/x' }).end()],
  [
    'never ends',
    'answer',
    { accepted: 'queued' },
    (response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    },
  ],
];
for (const [name, why, changes, answer] of failures) {
  test(`a gateway that ${name} has not sent it: said without the number, and counted`, async (t) => {
    const gateway = await startGateway(t, answer);
    const { texts, lines, outcome } = open(t, { url: `${gateway.url}/{to}`, body: '{to}', ...changes });
    const sent = await texts.send('t-1', request);
    t.is(sent.ok ? undefined : sent.error.code, 'unavailable');
    t.true(gateway.taken.length <= 1, 'it is tried once: nobody gets two');
    t.is(await outcome(why), 1);
    t.regex(lines.join(''), new RegExp(`"why":"${why}"`));
    t.false(lines.join('').includes(number.slice(3)));
  });
}

test('without the file of the secret, or anybody at the address, nothing is sent', async (t) => {
  const without = open(t, { url: 'http://127.0.0.1:1/', secretFile: '/nowhere/key' });
  t.false((await without.texts.send('t-1', request)).ok);
  t.is(await without.outcome('secret'), 1);
  const nobody = open(t, { url: 'http://127.0.0.1:1/{digits}' });
  t.false((await nobody.texts.send('t-1', request)).ok);
  t.is(await nobody.outcome('unreachable'), 1);
  t.false(nobody.lines.join('').includes(number.slice(3)));
});

test('a number, a totem and the institution have their limits, by the hour and the day', (t) => {
  const hour = 3_600_000;
  let now = 100 * 24 * hour;
  const { limits } = configurationOf({
    url: 'http://127.0.0.1:1/',
    limits: { numberPerDay: 2, totemPerHour: 3, totemPerDay: 4, perDay: 6 },
  });
  const may = createLimits(limits, () => now);
  const take = (totem: string, to: string) => may.take(totem, `+39333000000${to}`);
  t.deepEqual([take('a', '1'), take('a', '1'), take('a', '1')], [true, true, false], 'the number');
  t.deepEqual([take('a', '2'), take('a', '3')], [true, false], 'the hour of a totem');
  now += hour;
  t.deepEqual([take('a', '3'), take('a', '4')], [true, false], 'its day');
  t.deepEqual([take('b', '5'), take('b', '6'), take('b', '7')], [true, true, false], 'the day of all');
  may.giveBack('+393330000001');
  now += 24 * hour;
  t.deepEqual([take('a', '1'), take('a', '1'), take('a', '1')], [true, true, false], 'a new day');
  may.giveBack('+393330000001');
  t.true(take('a', '1'), 'what did not go may be tried again');
});

test('no text changes the shape of a request, whatever stands in it', (t) => {
  const configuration = configurationOf({
    url: 'http://127.0.0.1/send/{to}?text={text}',
    headers: { 'X-Key': 'k={secret}' },
    body: '{"to":"{to}","text":"{text}"}',
  });
  const form = { ...configuration, format: 'form' as const, body: 'to={to}&text={text}' };
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (text, secret) => {
      const values = { to: number, text, secret };
      const json = requestOf(configuration, values);
      t.deepEqual(JSON.parse(json.body ?? ''), { to: number, text });
      t.is(new URL(json.url).searchParams.get('text'), text);
      t.is(new URL(json.url).pathname, `/send/${encodeURIComponent(number)}`);
      t.regex(json.headers['x-key'] ?? '', /^k=[\x20-\x7e]*$/);
      const fields = new URLSearchParams(requestOf(form, values).body);
      t.deepEqual(
        [...fields],
        [
          ['to', number],
          ['text', text],
        ],
      );
    }),
    { numRuns: 200 },
  );
});

test('a title that was cut within a character is sent all the same', (t) => {
  const configuration = configurationOf({ url: 'http://127.0.0.1/{text}', body: '{text}', format: 'form' });
  const { url, body } = requestOf(configuration, { to: number, text: 'a\ud83d', secret: '' });
  t.is(body, 'a%EF%BF%BD');
  t.true(url.endsWith('/a%EF%BF%BD'));
});

test('numbers are read as people write them, and what can be none is refused', (t) => {
  for (const [typed, read] of [
    ['333 123 4567', '+393331234567'],
    ['+39 333-1234567', '+393331234567'],
    ['0039 (333) 123.4567', '+393331234567'],
    ['+49 171 1234567', '+491711234567'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['02 7740 1', undefined],
    ['333', undefined],
    ['+', undefined],
    ['', undefined],
    ['+0123456789', undefined],
    ['١٢٣٤٥٦٧٨٩', undefined],
  ] as const) {
    t.is(internationalNumber(typed), read, typed);
  }
  t.is(internationalNumber('0171 1234567', '49'), '+491711234567');
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const read = internationalNumber(typed);
      t.true(read === undefined || /^\+[1-9][0-9]{6,14}$/.test(read));
      if (read !== undefined) t.is(internationalNumber(read), read);
    }),
  );
});
