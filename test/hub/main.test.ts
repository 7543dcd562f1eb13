import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import mqtt, { type MqttClient } from 'mqtt';
import { fetch } from 'undici';
import {
  Acknowledged,
  EventList,
  jsonValidatorOf,
  maximumMessageBytes,
  TotemList,
  topicOf,
  validatorOf,
  Welcome,
} from '../../protocol/index.ts';
import { helloOf } from '../harness/core.ts';
import { launchHub, newDataFolder, newToken, startHub, type TestHub } from '../harness/hub.ts';
import { enrolTotem, type RawTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

// One after the other: each starts processes of its own, and kills them.
const readAcknowledged = jsonValidatorOf(Acknowledged, maximumMessageBytes);
const readWelcome = jsonValidatorOf(Welcome, maximumMessageBytes);
const readEvents = validatorOf(EventList);
const readTotems = validatorOf(TotemList);

async function totemsOf(hub: TestHub) {
  const list = readTotems(await (await hub.api('/totems')).json());
  if (!list.ok) throw new Error(list.error.message);
  return list.value.totems;
}

test.serial(
  'one command starts everything, a totem enrols and connects, and SIGTERM ends it in good order',
  async (t) => {
    const hub = await startHub(t);
    t.is((await fetch(`${hub.urls.http}/healthz`)).status, 200);
    t.is((await fetch(`${hub.urls.http}/readyz`)).status, 200);
    t.is((await fetch(`${hub.urls.http}/api/v1/totems`)).status, 401);
    const totem = await enrolTotem(t, await newToken(hub, { name: 'Entrance', groups: ['stations'] }));
    t.is(totem.mqtt, hub.urls.mqtt);
    t.is(totem.artifacts, hub.urls.artifacts);
    const client = await totem.connect(async () => ({ value: {} }));
    const online = await until('the totem to be online', async () =>
      (await totemsOf(hub)).find((one) => one.online),
    );
    t.like(online, { id: totem.totem, name: 'Entrance', groups: ['stations'] });
    t.is(
      (await hub.api(`/totems/${totem.totem}/commands`, { method: 'POST', body: '{"name":"reload"}' }))
        .status,
      200,
    );
    const metrics = await (await fetch(`${hub.urls.http}/metrics`)).text();
    t.regex(metrics, /^totem_totems_online 1$/m);
    t.is(await hub.stop(), 0);
    await until('the totem to notice', () => !client.connected);
  },
);

test.serial('a revoked totem is cut off through the API', async (t) => {
  const hub = await startHub(t);
  const totem = await enrolTotem(t, await newToken(hub));
  const client = await totem.connect(async () => ({ value: {} }));
  client.options.reconnectPeriod = 0;
  t.true((await hub.api(`/totems/${totem.totem}`, { method: 'DELETE' })).ok);
  await until('the connection to end', () => !client.connected);
  t.deepEqual(await totemsOf(hub), []);
  t.is(
    (await totem.fetch(`${totem.artifacts}/v1/artifacts/${'a'.repeat(64)}`).catch(() => null))?.status ?? 403,
    403,
  );
});

test.serial('a restart keeps totems and sign-in, and SIGINT ends it too', async (t) => {
  const first = await startHub(t);
  const totem = await enrolTotem(t, await newToken(first));
  t.is(await first.kill('SIGINT'), 0);
  const second = await startHub(t, { data: first.data, environment: first.ports });
  t.deepEqual(
    (await totemsOf(second)).map(({ id }) => id),
    [totem.totem],
  );
  const client = await totem.connect(async () => ({ value: {} }));
  t.true(client.connected);
});

test.serial(
  'without a given password the first admin gets one in a file that only its owner reads',
  async (t) => {
    const hub = await startHub(t, { environment: { TOTEM_ADMIN_PASSWORD: '' } });
    const path = join(hub.data, 'first-sign-in.txt');
    t.is((await stat(path)).mode & 0o777, 0o600);
    const password = /^password: (.+)$/m.exec(await readFile(path, 'utf8'))?.[1] ?? '';
    const response = await fetch(`${hub.urls.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password }),
    });
    t.is(response.status, 200);
    t.false(hub.log.some((line) => line.includes(password)));
    t.true(hub.log.some((line) => line.includes(path) && line.includes('hub ready')));
  },
);

async function failedStart(
  t: ExecutionContext,
  options: { yaml?: string; environment?: Record<string, string>; data?: string },
): Promise<{ code: number | null; errors: string }> {
  const data = options.data ?? (await newDataFolder(t));
  const { child, errors } = await launchHub(t, { ...options, data });
  if (child.exitCode === null) await once(child, 'close');
  return { code: child.exitCode, errors: errors() };
}

test.serial('a taken port is named together with the setting that changes it', async (t) => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') return t.fail('no address');
  const port = String(address.port);
  for (const name of ['http', 'mqtt', 'gateway', 'artifacts']) {
    const variable = `TOTEM_${name.toUpperCase()}_PORT`;
    const { code, errors } = await failedStart(t, { environment: { [variable]: port } });
    t.is(code, 1);
    const lines = errors.split('\n').filter((line) => line.startsWith('totem-hub: '));
    t.is(lines.length, 1, errors);
    for (const part of [port, `ports.${name}`, variable]) t.true(lines[0]?.includes(part), errors);
  }
});

test.serial('a wrong configuration is refused naming file and key', async (t) => {
  const cases = [
    { yaml: 'version: 1\nsurprise: 1\n', names: ['hub.yaml', '/surprise'] },
    { yaml: 'ports: {mqtt: 70000}\n', names: ['hub.yaml', '/ports/mqtt'] },
    { yaml: 'hostnames: [\n', names: ['hub.yaml'] },
    { yaml: '- a list\n', names: ['hub.yaml'] },
    { environment: { TOTEM_MQTT_PORT: 'many' }, names: ['TOTEM_MQTT_PORT'] },
  ];
  for (const { names, ...options } of cases) {
    const { code, errors } = await failedStart(t, options);
    t.is(code, 1);
    for (const name of names) t.true(errors.includes(name), errors);
  }
});

test.serial('a second hub on the same folder is refused, and after kill -9 the folder is free', async (t) => {
  const hub = await startHub(t);
  const { code, errors } = await failedStart(t, { data: hub.data });
  t.is(code, 1);
  t.true(errors.includes(hub.data), errors);
  t.is((await fetch(`${hub.urls.http}/healthz`)).status, 200);
  t.is(await hub.kill('SIGKILL'), 'SIGKILL');
  const again = await startHub(t, { data: hub.data });
  t.is((await fetch(`${again.urls.http}/readyz`)).status, 200);
});

const at = '2026-11-20T10:00:00.000Z';

function batchText(outbox: string, first: number, count: number): string {
  const events = Array.from({ length: count }, (_, index) => ({
    kind: 'card.viewed',
    at,
    card: `card-${first + index}`,
    language: 'it',
  }));
  return JSON.stringify({ outbox, first, events });
}

/** Sequences in the order in which they were stored. */
async function storedSequences(hub: TestHub, totem: string): Promise<number[]> {
  const list = readEvents(await (await hub.api(`/totems/${totem}/events?limit=1000`)).json());
  if (!list.ok) throw new Error(list.error.message);
  return list.value.events.map(({ sequence }) => sequence).reverse();
}

/** Connects once, says hello and gives what the hub says it has. */
async function greet(
  t: ExecutionContext,
  totem: RawTotem,
  outbox: string,
  acknowledged: number,
): Promise<{
  client: MqttClient;
  acknowledged: number;
  onAcknowledged(listener: (sequence: number) => void): void;
}> {
  const client = await mqtt.connectAsync(totem.mqtt, {
    ca: totem.authority,
    key: totem.key,
    cert: totem.certificate,
    clientId: totem.totem,
    reconnectPeriod: 0,
  });
  t.teardown(() => client.endAsync(true));
  client.on('error', () => undefined);
  let welcome: number | undefined;
  const listeners: ((sequence: number) => void)[] = [];
  client.on('message', (topic, bytes) => {
    if (topic.endsWith('/welcome')) {
      const message = readWelcome(bytes);
      if (message.ok) welcome = message.value.acknowledged;
    } else {
      const message = readAcknowledged(bytes);
      if (message.ok) for (const listener of listeners) listener(message.value.sequence);
    }
  });
  await client.subscribeAsync([topicOf(totem.totem, 'welcome'), topicOf(totem.totem, 'acknowledged')], {
    qos: 1,
  });
  const hello = helloOf({ outbox, acknowledged });
  await client.publishAsync(topicOf(totem.totem, 'hello'), JSON.stringify(hello), { qos: 1 });
  return {
    client,
    acknowledged: await until('the welcome', () => welcome),
    onAcknowledged: (listener) => void listeners.push(listener),
  };
}

test.serial(
  'killed with -9 after the commit and before the acknowledgement arrives, a hub neither loses nor doubles',
  async (t) => {
    const first = await startHub(t);
    const totem = await enrolTotem(t, await newToken(first));
    const outbox = randomUUID();
    const link = await greet(t, totem, outbox, 0);
    let heard = 0;
    link.onAcknowledged(() => {
      heard += 1;
    });
    link.client.publish(topicOf(totem.totem, 'events'), batchText(outbox, 1, 50), { qos: 1 });
    // From here on the totem hears nothing more, as if the answer were lost on the way.
    link.client.stream.pause();
    await until('the commit', async () => (await storedSequences(first, totem.totem)).length === 50);
    t.is(heard, 0);
    await first.kill('SIGKILL');
    link.client.stream.destroy();

    const second = await startHub(t, { data: first.data, environment: first.ports });
    const again = await greet(t, totem, outbox, 0);
    t.is(again.acknowledged, 50);
    const acknowledged: number[] = [];
    again.onAcknowledged((sequence) => acknowledged.push(sequence));
    // An agent that did not heed the welcome would send all of it again.
    again.client.publish(topicOf(totem.totem, 'events'), batchText(outbox, 1, 60), { qos: 1 });
    await until('the acknowledgement', () => acknowledged.at(-1) === 60);
    t.deepEqual(
      await storedSequences(second, totem.totem),
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  },
);

test.serial(
  'killed with -9 again and again while events stream in, a hub keeps each one exactly once',
  async (t) => {
    let hub = await startHub(t);
    const totem = await enrolTotem(t, await newToken(hub));
    const outbox = randomUUID();
    let known = 0;
    let sent = 0;
    for (const killAfter of [1, 9, 3, 17]) {
      const link = await greet(t, totem, outbox, known);
      t.true(link.acknowledged >= known, 'an acknowledged event must never be lost');
      let answers = 0;
      link.onAcknowledged((sequence) => {
        known = Math.max(known, sequence);
        answers += 1;
      });
      sent = link.acknowledged + 200;
      for (let from = link.acknowledged + 1; from <= sent; from += 2) {
        link.client.publish(topicOf(totem.totem, 'events'), batchText(outbox, from, 2), { qos: 1 });
      }
      await until('some acknowledgements', () => answers >= killAfter);
      await hub.kill('SIGKILL');
      link.client.stream.destroy();
      hub = await startHub(t, { data: hub.data, environment: hub.ports });
    }
    const link = await greet(t, totem, outbox, known);
    t.true(link.acknowledged >= known);
    link.onAcknowledged((sequence) => {
      known = Math.max(known, sequence);
    });
    for (let from = Math.max(1, link.acknowledged - 9); from <= sent; from += 2) {
      link.client.publish(topicOf(totem.totem, 'events'), batchText(outbox, from, 2), { qos: 1 });
    }
    await until('the last acknowledgement', () => known >= sent);
    const stored = await storedSequences(hub, totem.totem);
    t.deepEqual(
      stored,
      stored.map((_, index) => index + 1),
    );
    t.is(stored.length, known);
  },
);
