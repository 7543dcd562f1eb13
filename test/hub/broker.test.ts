import { randomUUID } from 'node:crypto';
import test from 'ava';
import mqtt from 'mqtt';
import { maximumMessageBytes, topicOf } from '../../protocol/index.ts';
import { connectTotem, counted, helloOf, rawLink, startCore } from '../harness/core.ts';
import { until } from '../harness/until.ts';

const refusedTotal = 'totem_messages_refused_total';

test('a hello is answered with what the hub has committed and the newer desired state', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol(['stations']);
  await core.fleet.assignContent(['stations'], {
    release: '2026-11-01',
    manifest: { sha256: 'a'.repeat(64), size: 10 },
  });
  const client = await connectTotem(t, core, totem);
  const messages: { topic: string; text: string }[] = [];
  client.on('message', (topic, bytes) => messages.push({ topic, text: bytes.toString() }));
  await client.subscribeAsync(
    [topicOf(totem.id, 'welcome'), topicOf(totem.id, 'desired'), topicOf(totem.id, 'acknowledged')],
    { qos: 1 },
  );
  await client.publishAsync(topicOf(totem.id, 'hello'), JSON.stringify(helloOf()), { qos: 1 });
  const welcome = await until('the welcome', () => messages.find(({ topic }) => topic.endsWith('/welcome')));
  const said = JSON.parse(welcome.text);
  t.is(said.acknowledged, 0);
  t.is(said.desired.revision, 1);
  t.is(said.desired.content.release, '2026-11-01');
  t.true(core.fleet.get(totem.id)?.online);

  await core.fleet.change(totem.id, { configuration: { idleSeconds: 90 } });
  const desired = await until('the desired state', () =>
    messages.find(({ topic }) => topic.endsWith('/desired')),
  );
  t.like(JSON.parse(desired.text), { revision: 2, configuration: { idleSeconds: 90 } });

  await client.publishAsync(
    topicOf(totem.id, 'hello'),
    JSON.stringify(helloOf({ revision: 2, boot: randomUUID() })),
    { qos: 1 },
  );
  const second = await until('the second welcome', () => {
    const all = messages.filter(({ topic }) => topic.endsWith('/welcome'));
    return all[1];
  });
  t.is(JSON.parse(second.text).desired, null);
});

test('a subscriber that stops reading is cut off and holds up nobody', async (t) => {
  const core = await startCore(t);
  const stalled = await core.enrol();
  const lively = await core.enrol();
  const link = await rawLink(t, core, stalled);
  link.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: stalled.id,
    keepalive: 60,
  });
  await link.next('connack');
  link.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [{ topic: topicOf(stalled.id, 'command'), qos: 1 }],
  });
  await link.next('suback');
  link.socket.pause();

  const client = await connectTotem(t, core, lively);
  client.on('message', (_topic, bytes) => {
    const { id } = JSON.parse(bytes.toString());
    void client.publishAsync(topicOf(lively.id, 'result'), JSON.stringify({ id, ok: true, value: {} }));
  });
  await client.subscribeAsync(topicOf(lively.id, 'command'), { qos: 1 });

  // Until the kernel's buffers and the cap on the socket are full; the other totem answers all the while.
  const ends: Promise<{ ok: boolean }>[] = [];
  await until(
    'the stalled totem to be cut off',
    async () => {
      for (let sent = 0; sent < 2000; sent += 1) {
        ends.push(core.broker.command(stalled.id, 'tap', { x: 0.123_456_789, y: 0.987_654_321 }, 60_000));
      }
      t.true((await core.broker.command(lively.id, 'reload', {}, 20_000)).ok);
      return !core.broker.connected(stalled.id);
    },
    60_000,
  );
  for (const end of await Promise.all(ends)) t.false(end.ok);
  t.true((await counted(core.metrics, 'totem_connections_refused_total', { reason: 'stalled' })) >= 1);
});

test('a denied subscription delivers nothing, not even after a reconnect', async (t) => {
  const core = await startCore(t);
  const curious = await core.enrol();
  const other = await core.enrol();
  const heard: string[] = [];
  const topics = [
    topicOf(curious.id, 'desired'),
    topicOf(other.id, 'desired'),
    'totem/+/desired',
    '#',
    `totem/${other.id}/+`,
    topicOf(curious.id, 'health'),
  ];
  const first = await rawLink(t, core, curious);
  first.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: false,
    clientId: curious.id,
    keepalive: 60,
  });
  await first.next('connack');
  first.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: topics.map((topic) => ({ topic, qos: 1 as const })),
  });
  t.like(await first.next('suback'), { granted: [1, 128, 128, 128, 128, 128] });
  first.socket.destroy();
  await until('the first connection to end', () => !core.broker.connected(curious.id));

  const second = await connectTotem(t, core, curious, { clean: false, resubscribe: false });
  second.on('message', (topic) => heard.push(topic));
  await second.subscribeAsync(topicOf(curious.id, 'desired'), { qos: 1 });
  const neighbour = await connectTotem(t, core, other);
  const neighbourHeard: string[] = [];
  neighbour.on('message', (topic) => neighbourHeard.push(topic));
  await neighbour.subscribeAsync(topicOf(other.id, 'desired'), { qos: 1 });

  core.broker.publishDesired(other.id);
  await until('the neighbour to hear', () => neighbourHeard.length > 0);
  core.broker.publishDesired(curious.id);
  await until('its own message', () => heard.length > 0);
  t.deepEqual(heard, [topicOf(curious.id, 'desired')]);
  t.is(await counted(core.metrics, refusedTotal, { reason: 'subscription' }), 5);
});

test('a forbidden topic ends the connection, is counted and changes nothing', async (t) => {
  const core = await startCore(t);
  const hostile = await core.enrol();
  const victim = await core.enrol();
  const topics = [
    topicOf(victim.id, 'presence'),
    topicOf(victim.id, 'command'),
    topicOf(hostile.id, 'command'),
    `totem/${hostile.id}/health/more`,
    'somewhere/else',
    '$SYS/broker/heartbeat',
  ];
  const listener = await connectTotem(t, core, victim);
  const heard: string[] = [];
  listener.on('message', (topic) => heard.push(topic));
  await listener.subscribeAsync(topicOf(victim.id, 'command'), { qos: 1 });
  for (const topic of topics) {
    const client = await connectTotem(t, core, hostile);
    client.publish(topic, JSON.stringify({ online: false, boot: randomUUID() }), { qos: 0, retain: true });
    await until(`${topic} to end the connection`, () => !client.connected);
  }
  t.is(await counted(core.metrics, refusedTotal, { reason: 'forbidden' }), topics.length);
  t.is(core.fleet.get(hostile.id)?.messagesRefused, topics.length);
  t.true(core.fleet.get(victim.id)?.online);
  t.is(core.fleet.get(victim.id)?.messagesRefused, 0);
  core.broker.publishDesired(victim.id);
  t.deepEqual(heard, []);
});

test('the client id must be the name in the certificate', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const other = await core.enrol();
  for (const clientId of [other.id, 'admin', `${totem.id}x`, '__proto__']) {
    await t.throwsAsync(connectTotem(t, core, totem, { clientId }));
  }
  t.false(core.broker.connected(other.id));
  t.is(await counted(core.metrics, 'totem_connections_refused_total', { reason: 'name_mismatch' }), 4);
});

test('a revoked totem is cut off and does not come back', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const client = await connectTotem(t, core, totem);
  const revoked = await core.fleet.revoke(totem.id);
  t.true(revoked.ok);
  await until('the connection to end', () => !client.connected);
  await t.throwsAsync(connectTotem(t, core, totem));
  t.deepEqual(core.fleet.list(), []);
  t.is(await counted(core.metrics, 'totem_connections_refused_total', { reason: 'revoked' }), 1);
});

test('another authority and a certificate past its end are refused', async (t) => {
  const core = await startCore(t);
  const good = await core.enrol();
  const foreign = await startCore(t);
  const stranger = await foreign.enrol();
  await t.throwsAsync(connectTotem(t, core, { ...stranger, ca: good.ca }));

  let moment = Date.now() - 6 * 365 * 86_400_000;
  const past = await startCore(t, { now: () => moment });
  const old = await past.enrol();
  moment = Date.now();
  await past.stop();
  const today = await startCore(t, { folder: past.folder });
  t.false(today.identity.isRevoked(old.id));
  await t.throwsAsync(connectTotem(t, today, old));

  await t.throwsAsync(
    mqtt.connectAsync(core.broker.url, { ca: good.ca, clientId: good.id, reconnectPeriod: 0 }, false),
    undefined,
    'no certificate at all',
  );
  t.true((await counted(core.metrics, 'totem_connections_refused_total', { reason: 'certificate' })) >= 2);
});

test('wrong and too large messages are refused and counted, and the connection lives on', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const client = await connectTotem(t, core, totem);
  const bad: [Parameters<typeof topicOf>[1], string][] = [
    ['health', '{'],
    ['health', '{}'],
    ['health', JSON.stringify({ at: 'never' })],
    ['reported', JSON.stringify({ ...helloOf().reported, surprise: 1 })],
    ['presence', '[]'],
    ['hello', JSON.stringify({ ...helloOf(), protocol: 2 })],
    ['events', JSON.stringify({ outbox: randomUUID(), first: 0, events: [] })],
    ['result', JSON.stringify({ id: randomUUID(), ok: true })],
    ['health', 'x'.repeat(maximumMessageBytes + 1)],
    ['health', '\u0000\u0001'],
  ];
  for (const [channel, text] of bad) await client.publishAsync(topicOf(totem.id, channel), text, { qos: 1 });
  await client.publishAsync(topicOf(totem.id, 'reported'), JSON.stringify(helloOf().reported), { qos: 1 });
  await until('the good message to be taken', () => core.fleet.get(totem.id)?.reported);
  t.true(client.connected);
  t.is(core.fleet.get(totem.id)?.messagesRefused, bad.length);
  t.is(await counted(core.metrics, refusedTotal), bad.length);
  t.is(await counted(core.metrics, refusedTotal, { reason: 'too_large' }), 1);
  t.is(core.fleet.get(totem.id)?.health, null);
});

test('a packet that announces far too much is cut off before its bytes arrive', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const link = await rawLink(t, core, totem);
  link.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: totem.id,
    keepalive: 60,
  });
  await link.next('connack');
  // PUBLISH with a remaining length of 268,435,455 bytes.
  link.socket.write(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f, 0, 1, 97]));
  await until('the connection to end', link.closed);
  t.is(await counted(core.metrics, refusedTotal, { reason: 'too_large' }), 1);
  t.is(core.fleet.get(totem.id)?.messagesRefused, 1);
});

test('bytes that are no MQTT end the connection and nothing else', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const other = await connectTotem(t, core, await core.enrol());
  const connect = {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: totem.id,
    keepalive: 60,
  } as const;
  const rubbish = [
    Buffer.from([0x00, 0x00]),
    Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    Buffer.from([0x36, 0x02, 0x00, 0x00]),
    Buffer.from([0x82, 0x00]),
    Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n'),
  ];
  for (const bytes of rubbish) {
    const link = await rawLink(t, core, totem);
    link.send(connect);
    await link.next('connack');
    link.socket.write(bytes);
    await until(`${bytes.toString('hex')} to end the connection`, link.closed);
  }
  const early = await rawLink(t, core, totem);
  early.socket.write(Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  await until('an early request to be ended', early.closed);
  t.is(core.fleet.get(totem.id)?.messagesRefused, rubbish.length + 1);
  t.true(other.connected);
});

test('a retained message is not retained and quality 2 is not taken', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const client = await connectTotem(t, core, totem);
  await client.publishAsync(topicOf(totem.id, 'reported'), JSON.stringify(helloOf().reported), {
    qos: 1,
    retain: true,
  });
  await until('the message to be taken', () => core.fleet.get(totem.id)?.reported);
  client.publish(topicOf(totem.id, 'reported'), JSON.stringify(helloOf().reported), { qos: 2 });
  await until('quality 2 to end the connection', () => !client.connected);
  t.is(await counted(core.metrics, refusedTotal, { reason: 'quality' }), 1);
});

test('commands are answered, expire, and are never queued', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  t.like(await core.broker.command(totem.id, 'reload', {}, 1000), { ok: false, error: { code: 'offline' } });

  const client = await connectTotem(t, core, totem);
  const asked: { id: string; name: string }[] = [];
  client.on('message', (_topic, bytes) => asked.push(JSON.parse(bytes.toString())));
  await client.subscribeAsync(topicOf(totem.id, 'command'), { qos: 1 });
  t.like(await core.broker.command(totem.id, 'tap', { x: 2, y: 0 }, 1000), {
    ok: false,
    error: { code: 'invalid' },
  });
  t.like(await core.broker.command(totem.id, 'reload', {}, 50), { ok: false, error: { code: 'expired' } });

  const shot = core.broker.command(totem.id, 'screenshot', {}, 20_000);
  const command = await until('the command', () => asked.find(({ name }) => name === 'screenshot'));
  t.deepEqual(core.broker.pendingCommand(command.id), { totem: totem.id, name: 'screenshot' });
  await client.publishAsync(
    topicOf(totem.id, 'result'),
    JSON.stringify({ id: command.id, ok: true, value: { bytes: 7 } }),
    { qos: 1 },
  );
  t.like(await shot, { ok: true, value: { ok: true, value: { bytes: 7 } } });
  t.is(core.broker.pendingCommand(command.id), undefined);

  const lost = core.broker.command(totem.id, 'reload', {}, 60_000);
  await until('the last command', () => asked.filter(({ name }) => name === 'reload').length === 2);
  client.stream.destroy();
  t.like(await lost, { ok: false, error: { code: 'offline' } });
});

test('the last will of a connection that was taken over does not make its successor offline', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const will = {
    topic: topicOf(totem.id, 'presence'),
    payload: Buffer.from(JSON.stringify({ online: false, boot: randomUUID() })),
    qos: 1 as const,
    retain: false,
  };
  const first = await connectTotem(t, core, totem, { will });
  const second = await connectTotem(t, core, totem, { will });
  await until('the first to be ended', () => !first.connected);
  await second.publishAsync(topicOf(totem.id, 'reported'), JSON.stringify(helloOf().reported), { qos: 1 });
  await until('its message to be taken', () => core.fleet.get(totem.id)?.reported);
  t.true(core.fleet.get(totem.id)?.online);
  second.stream.destroy();
  await until('the totem to be offline', () => core.fleet.get(totem.id)?.online === false);
  t.false(core.broker.connected(totem.id));
});

test('a totem that floods the hub is slowed down and nobody else is', async (t) => {
  const core = await startCore(t);
  const flooding = await connectTotem(t, core, await core.enrol());
  const steady = await core.enrol();
  const client = await connectTotem(t, core, steady);
  for (let sent = 0; sent < 5000; sent += 1)
    flooding.publish(`totem/${flooding.options.clientId}/health`, '{}');
  await until('the flood to be slowed', () =>
    counted(core.metrics, 'totem_messages_slowed_total').then((n) => n > 0),
  );
  await client.publishAsync(topicOf(steady.id, 'reported'), JSON.stringify(helloOf().reported), { qos: 1 });
  await until('the other message to be taken', () => core.fleet.get(steady.id)?.reported);
  t.true((await counted(core.metrics, refusedTotal)) < 5000);
  t.true(flooding.connected);
});
