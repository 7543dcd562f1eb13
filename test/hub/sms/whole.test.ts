import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { pino } from 'pino';
import { openGateway } from '../../../agent/remote/index.ts';
import { openTakeAway } from '../../../agent/takeaway/index.ts';
import { type AgentMessage, type PublicServices, topicOf } from '../../../protocol/index.ts';
import { refusedWith } from '../../harness/answer.ts';
import { writeContent } from '../../harness/content.ts';
import { helloOf } from '../../harness/core.ts';
import { newToken } from '../../harness/hub.ts';
import { metricOf } from '../../harness/metric.ts';
import { enrolTotem } from '../../harness/totem.ts';
import { until } from '../../harness/until.ts';
import { startPublicHub } from '../public/hub.ts';

const national = '3339876543';

test('a link goes to a phone through totem, hub and gateway, and the number stays nowhere', async (t) => {
  const texts: string[] = [];
  let status = 200;
  const gateway = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    texts.push(Buffer.concat(pieces).toString());
    response.writeHead(status).end();
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  t.teardown(() => gateway.close());
  const address = gateway.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { hub, publish } = await startPublicHub(t, {
    textMessages: {
      url: `http://127.0.0.1:${port}/`,
      body: '{"to":"{to}","text":"{text}"}',
      limits: { numberPerDay: 2 },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'totem-texts-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeContent(join(folder, 'content'));
  await publish(join(folder, 'content'), 'r1', ['monza']);

  // The hub tells the totem what it offers, and whose edition its links are of.
  const totem = await enrolTotem(t, await newToken(hub, { groups: ['monza'] }));
  const client = await totem.connect(async () => ({ value: {} }));
  const told: string[] = [];
  client.on('message', (topic, payload) => {
    if (topic === topicOf(totem.totem, 'public')) told.push(payload.toString());
  });
  await client.subscribeAsync(topicOf(totem.totem, 'public'), { qos: 1 });
  await client.publishAsync(topicOf(totem.totem, 'hello'), JSON.stringify(helloOf()), { qos: 1 });
  await until('the offer', () => told.length > 0);
  const services: PublicServices = { url: 'https://totem.example.org', group: 'monza', texts: true };
  t.deepEqual(JSON.parse(told[0] ?? ''), services);

  // The totem's side, as its page speaks with it.
  const said: AgentMessage[] = [];
  const hubGateway = openGateway(totem.gateway, {
    key: totem.key,
    cert: totem.certificate,
    ca: totem.authority,
  });
  t.teardown(hubGateway.close);
  const lines: string[] = [];
  const data = join(folder, 'totem');
  const takeAway = await openTakeAway({
    folder: data,
    deliver: hubGateway.sendText,
    send: (message) => said.push(message),
    log: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }),
  });
  takeAway.offered(services);
  t.deepEqual(said.pop(), { type: 'public_services', services });
  let asked = 0;
  const send = async (place: { id: string; number?: string }) => {
    asked += 1;
    const request = asked;
    const message = {
      kind: 'card' as const,
      language: 'it',
      number: `+39${national}`,
      consent: true as const,
      ...place,
    };
    takeAway.heard({ type: 'text_message', request, message }, 1);
    const answer = await until('the outcome', () =>
      said.find((each) => each.type === 'text_message_result' && each.request === request),
    );
    return answer.type === 'text_message_result' ? answer.outcome : undefined;
  };
  t.is(await send({ id: 'centro-impiego' }), 'sent');
  t.deepEqual(JSON.parse(texts[0] ?? ''), {
    to: `+39${national}`,
    text: 'Servizi della Provincia: Iscriversi al centro per l’impiego https://totem.example.org/p/it/card/centro-impiego?g=monza',
  });
  t.is(await send({ id: 'nessuna' }), 'failed', 'no words of a totem’s own are sent');
  status = 500;
  t.is(await send({ id: 'centro-impiego' }), 'failed');
  status = 200;
  t.is(await send({ id: 'centro-impiego' }), 'sent');
  t.is(await send({ id: 'centro-impiego' }), 'limited');
  t.is(await send({ id: 'centro-impiego', number: '+390000' }), 'refused');
  t.is(texts.length, 3);
  await takeAway.stop();

  // Refusals name the field, never what stood in it.
  const post = (body: object) =>
    totem.fetch(`${hub.urls.gateway}/v1/text-messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const whole = {
    kind: 'card',
    id: 'centro-impiego',
    language: 'it',
    number: `+39${national}`,
    consent: true,
  };
  const refused = await post({ ...whole, consent: false });
  await refusedWith(t, refused, 'invalid', '/consent');
  await refusedWith(t, await post({ ...whole, number: national }), 'invalid', '/number');
  await refusedWith(t, await post({ ...whole, text: national }), 'invalid', '/text');
  const stranger = await fetch(`${hub.urls.http}/v1/text-messages`, { method: 'POST' });
  t.is(stranger.status, 404, 'no browser reaches it');
  t.is(await metricOf(hub, 'totem_text_messages_total{outcome="sent"}'), 2);

  const figures = await (await fetch(`${hub.urls.http}/metrics`)).text();
  await client.endAsync();
  await hub.stop();
  const files = [...(await contentsOf(hub.data)), ...(await contentsOf(data))];
  t.true(files.some(({ path }) => path.endsWith('hub.sqlite')));
  t.true(files.some(({ path }) => path.endsWith('state.json')));
  const everything = [
    ...files,
    { path: 'log', bytes: Buffer.from([...hub.log, ...lines, figures].join('\n')) },
  ];
  for (const { path, bytes } of everything) t.false(bytes.includes(national), path);

  // What the hub offers is known before it is heard of again.
  const later = await openTakeAway({
    folder: data,
    deliver: null,
    send: () => undefined,
    log: pino({ level: 'silent' }),
  });
  t.deepEqual(later.greeting(), { type: 'public_services', services });
  await later.stop();
});

async function contentsOf(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, bytes: await readFile(path) };
      }),
  );
}
