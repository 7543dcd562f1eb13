import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { boundedSender } from '../../hub/api/streams/bounded.ts';
import { type EventBatch, streamEvents, topicOf, validatorOf } from '../../protocol/index.ts';
import { refusedWith } from '../harness/answer.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { metricOf } from '../harness/metric.ts';
import { enrolTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const readTotem = validatorOf(streamEvents.totem);

/** A reader of an endless answer that decides itself when it reads. */
async function openStream(t: ExecutionContext, hub: TestHub, path: string) {
  const signedIn = await fetch(`${hub.urls.http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password: hub.password }),
  });
  const token = /totem_session=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1];
  const { hostname, port, host } = new URL(hub.urls.http);
  const socket: Socket = connect(Number(port), hostname);
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  // HTTP/1.0, so that the bytes come without chunks between them.
  socket.write(`GET /api/v1${path} HTTP/1.0\r\nHost: ${host}\r\nCookie: totem_session=${token}\r\n\r\n`);
  const pieces: Buffer[] = [];
  socket.on('error', () => undefined);
  return {
    socket,
    read: () => socket.on('data', (piece: Buffer) => pieces.push(piece)),
    received: () => Buffer.concat(pieces),
  };
}

/** Data of the Server-Sent Events with this name. */
function dataOf(bytes: Buffer, name: string): unknown[] {
  const blocks = bytes.toString().split('\n\n').slice(0, -1);
  const mine = blocks.filter((block) => block.includes(`event: ${name}\n`));
  return mine.map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 6)));
}

test('the stream tells a changed totem whole, and that one was removed', async (t) => {
  const hub = await startHub(t);
  const totem = await enrolTotem(t, await newToken(hub));
  const stream = await openStream(t, hub, '/stream');
  stream.read();
  await until('the stream to begin', () => stream.received().includes('retry:'));
  t.regex(stream.received().toString(), /content-type: text\/event-stream/i);

  const change = { method: 'PATCH', body: JSON.stringify({ name: 'Atrio', groups: ['municipi'] }) };
  t.is((await hub.api(`/totems/${totem.totem}`, change)).status, 200);
  const told = await until('the change', () =>
    dataOf(stream.received(), 'totem')
      .map(readTotem)
      .find((read) => read.ok && read.value.name === 'Atrio'),
  );
  t.like(told, { ok: true, value: { id: totem.totem, groups: ['municipi'] } });

  t.is((await hub.api(`/totems/${totem.totem}`, { method: 'DELETE' })).status, 204);
  await until('the removal', () => dataOf(stream.received(), 'removed').length === 1);
  t.deepEqual(dataOf(stream.received(), 'removed'), [{ id: totem.totem }]);

  const closed = once(stream.socket, 'close');
  t.is(await hub.stop(), 0);
  await closed;
});

test('a reader of the stream that reads nothing is cut, and the hub goes on', async (t) => {
  const hub = await startHub(t);
  const totem = await enrolTotem(t, await newToken(hub));
  const client = await totem.connect(async () => ({ value: {} }));
  const slow = await openStream(t, hub, '/stream');
  await until('the stream to be open', async () => (await metricOf(hub, 'totem_streams_open')) === 1);
  slow.socket.pause();

  const outbox = '7b0c1d9e-3f0a-4a53-9a0e-0d5b8d2a6c11';
  const event = {
    kind: 'card.viewed',
    at: '2026-11-23T10:00:00Z',
    card: 'x'.repeat(80),
    language: 'it',
  } as const;
  let first = 1;
  await until(
    'the slow reader to be cut',
    async () => {
      const batch: EventBatch = { outbox, first, events: Array.from({ length: 200 }, () => event) };
      first += 200;
      await client.publishAsync(topicOf(totem.totem, 'events'), JSON.stringify(batch), { qos: 1 });
      return (await metricOf(hub, 'totem_streams_cut_total')) === 1;
    },
    90_000,
  );
  t.is(await metricOf(hub, 'totem_streams_open'), 0);
  t.is((await hub.api('/events?limit=5')).status, 200);
});

test('what a slow reader has not read is merged by what it is about, up to a bound', (t) => {
  const written: string[] = [];
  let room = 1;
  let drained = () => {};
  let overflows = 0;
  const sink = {
    write: (text: string) => {
      written.push(text);
      room -= 1;
      return room > 0;
    },
    on: (_event: 'drain', listener: () => void) => {
      drained = listener;
    },
  };
  const sender = boundedSender(sink, 2, () => {
    overflows += 1;
  });
  for (const text of ['a1', 'a2', 'b1', 'a3']) sender.send(text.slice(0, 1), () => text);
  t.deepEqual(written, ['a1']);
  room = 5;
  drained();
  t.deepEqual(written, ['a1', 'a3', 'b1']);
  sender.send('c', () => 'c1');
  room = 0;
  for (const key of ['d', 'e', 'f', 'g', 'h', 'i']) sender.send(key, () => key);
  t.is(overflows, 1);
  drained();
  t.deepEqual(written, ['a1', 'a3', 'b1', 'c1', 'd']);
});

test('the live view films while someone looks, skips frames for who is slow, and stops', async (t) => {
  const hub = await startHub(t);
  const totem = await enrolTotem(t, await newToken(hub));
  await refusedWith(t, await hub.api(`/totems/${totem.totem}/live`), 'offline');
  const orders: unknown[] = [];
  await totem.connect(async (name, command) => {
    if (name === 'live') orders.push(command.arguments);
    return { value: {} };
  });
  const size = 700_000;
  const frame = Buffer.alloc(size, 1);
  frame.set([0xff, 0xd8, 0xff], 0);
  const post = () =>
    totem.fetch(`${totem.gateway}/v1/frames`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg' },
      body: frame,
    });

  const quick = await openStream(t, hub, `/totems/${totem.totem}/live?attempt=1`);
  quick.read();
  const slow = await openStream(t, hub, `/totems/${totem.totem}/live`);
  slow.socket.pause();
  await until('both to look', async () => (await metricOf(hub, 'totem_streams_open{kind="live"}')) === 2);
  t.is(orders.length, 1);
  t.like(orders, [{ framesPerSecond: 4 }]);

  let posted = 0;
  await until(
    'frames to be skipped for the slow viewer',
    async () => {
      t.is((await post()).status, 204);
      posted += 1;
      return (await metricOf(hub, 'totem_live_frames_skipped_total')) >= 5;
    },
    60_000,
  );
  await until('a whole frame for the quick viewer', () => quick.received().includes(frame));
  t.regex(quick.received().toString('latin1'), /multipart\/x-mixed-replace; boundary=totem-frame/);

  slow.read();
  slow.socket.resume();
  await until('the slow viewer to have caught up', () => slow.received().includes(frame));
  t.true(slow.received().length < posted * size);

  quick.socket.destroy();
  slow.socket.destroy();
  await until('the order to stop', () => orders.length >= 2);
  t.like(orders.at(-1), { seconds: 0 });
  await refusedWith(t, await post(), 'conflict');
});
