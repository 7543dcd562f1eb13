import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import test from 'ava';
import { WebSocket } from 'ws';
import { type CallNotice, CallPictureStored } from '../../../protocol/calls/index.ts';
import { topicOf, validatorOf } from '../../../protocol/index.ts';
import { newOperator, signInAs, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { newToken } from '../../harness/hub.ts';
import { enrolTotem } from '../../harness/totem.ts';
import { until } from '../../harness/until.ts';
import { openSocket, parseNotice, refusedWith, statusOfAnnounced } from './sockets.ts';

const readStored = validatorOf(CallPictureStored);

test('a totem over MQTT and a desk over a WebSocket find each other', async (t) => {
  const hub = await startCallingHub(t);
  const token = await newOperator(hub, 'anna');
  const desk = openSocket(t, hub, '/calls/desk', { authorization: `Bearer ${token}` });
  await once(desk.socket, 'open');
  desk.send({ type: 'presence', presence: 'available' });
  await until('the desk is told how things stand', () => desk.of('desk').at(-1)?.presence === 'available');

  const totem = await enrolTotem(t, await newToken(hub, { name: 'Atrio' }));
  const client = await totem.connect(async () => ({ value: null }));
  const heard: CallNotice[] = [];
  client.on('message', (topic: string, payload: Buffer) => {
    if (topic !== topicOf(totem.totem, 'called')) return;
    const read = parseNotice(payload);
    if (read.ok) heard.push(read.value);
  });
  await client.subscribeAsync(topicOf(totem.totem, 'called'), { qos: 1 });
  const call = randomUUID();
  const say = (message: object) =>
    client.publishAsync(topicOf(totem.totem, 'call'), JSON.stringify(message), { qos: 1 });
  await say({ type: 'ask', call, wish });
  await until('the desk rings', () => desk.of('ring').length === 1);
  t.is(desk.of('desk').at(-1)?.calls[0]?.place ?? 'Atrio', 'Atrio');
  desk.send({ type: 'answer', call });
  await until('the totem hears of it', () =>
    heard.some((each) => each.type === 'standing' && each.state === 'connecting'),
  );
  desk.send({ type: 'text', call, text: { line: 0, text: 'Buongiorno', final: true } });
  await until('text comes to the totem', () => heard.some((each) => each.type === 'text'));

  // A page of a document: handed in by the operator, read by the totem at the gateway and by nobody else.
  const picture = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d494844520000001000000010', 'hex').copy(picture);
  const pictures = `${hub.urls.http}/api/v1/calls/${call}/pictures`;
  const handIn = (body: Buffer<ArrayBuffer>, type: string) =>
    fetch(pictures, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    });
  t.is((await handIn(Buffer.from('%PDF-1.7'), 'image/png')).status, 400);
  t.is((await handIn(picture, 'application/pdf')).status, 400);
  t.is(await statusOfAnnounced(pictures, token, 5 * 1024 * 1024), 413);
  const stored = readStored(await (await handIn(picture, 'image/png')).json());
  if (!stored.ok) return t.fail(stored.error.message);
  const { sha256 } = stored.value;
  const share = {
    kind: 'document',
    sha256,
    media: 'image/png',
    title: 'Modulo',
    pages: 1,
    page: 1,
    pointer: null,
  };
  desk.send({ type: 'show', call, share });
  await until('it is shown', () => heard.some((each) => each.type === 'share'));
  const address = `${hub.urls.gateway}/v1/calls/${call}/pictures/${sha256}`;
  const fetched = await totem.fetch(address);
  t.is(fetched.headers.get('content-type'), 'image/png');
  t.true(Buffer.from(await fetched.arrayBuffer()).equals(picture));
  const other = await enrolTotem(t, await newToken(hub, { name: 'Altrove' }));
  t.is((await other.fetch(address)).status, 404);
  t.is((await fetch(`${pictures}/${sha256}`)).status, 401);
  t.is((await fetch(`${pictures}/${sha256}?visit=${randomUUID()}`)).status, 404);
  const seen = await fetch(`${pictures}/${sha256}`, { headers: { authorization: `Bearer ${token}` } });
  t.is(seen.status, 200);
  t.is(seen.headers.get('cache-control'), 'no-store');

  // Nonsense is refused by the field, and the socket stays.
  desk.send({ type: 'answer', call: 'no id' });
  await until('it is refused', () => desk.of('refused').some(({ error }) => error.field === '/call'));
  desk.socket.send('no JSON');
  await until('so is this', () => desk.of('refused').length === 2);
  t.is(desk.socket.readyState, WebSocket.OPEN);

  client.end(true);
  await until(
    'the desk sees that the citizen is gone',
    () => desk.of('desk').at(-1)?.calls[0]?.present === false,
  );
  desk.send({ type: 'leave', call });
  await until('the call is over', () => desk.of('desk').at(-1)?.calls.length === 0);
});

test('doors: who may open a desk, which sites may have the portal’s call', async (t) => {
  const hub = await startCallingHub(t, 'portalOrigins: ["https://www.example.org"]');
  t.is(await refusedWith(openSocket(t, hub, '/calls/desk').socket), 401);
  const admin = await signInAs(hub, 'admin', hub.password);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  t.is(await refusedWith(openSocket(t, hub, '/calls/desk', bearer(admin)).socket), 403);
  const anna = await newOperator(hub, 'anna');
  const cookie = { cookie: `totem_session=${anna}`, origin: 'https://evil.example' };
  t.is(await refusedWith(openSocket(t, hub, '/calls/desk', cookie).socket), 403);

  const visit = `/calls/visit?visit=${randomUUID()}`;
  t.is(await refusedWith(openSocket(t, hub, visit, { origin: 'https://evil.example' }).socket), 403);
  t.is(await refusedWith(openSocket(t, hub, '/calls/visit?visit=x').socket), 400);
  const visitor = openSocket(t, hub, visit, { origin: 'https://www.example.org' });
  await once(visitor.socket, 'open');
  const call = randomUUID();
  visitor.send({ type: 'ask', call, wish: { ...wish, office: 'nessuno' } });
  await until('there is no such office', () =>
    visitor.of('refused').some(({ error }) => error.code === 'not_found'),
  );
  visitor.send({ type: 'ask', call, wish });
  await until('the visitor waits', () => visitor.of('standing').at(-1)?.state === 'waiting');

  // The tab is loaded again and goes on with its call.
  visitor.socket.close();
  const again = openSocket(t, hub, visit, { origin: 'https://www.example.org' });
  await once(again.socket, 'open');
  again.send({ type: 'resume', call });
  await until('it waits on', () => again.of('standing').at(-1)?.state === 'waiting');
});
