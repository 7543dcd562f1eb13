import { randomUUID } from 'node:crypto';
import test from 'ava';
import { Agent, fetch } from 'undici';
import { decodeToken } from '../../protocol/index.ts';
import { refusedWith } from '../harness/answer.ts';
import { newToken, startHub } from '../harness/hub.ts';
import { metricOf } from '../harness/metric.ts';
import { enrolTotem, newRequest } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

/** The smallest thing that begins and ends as a JPEG does. */
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

function secretOf(token: string): string {
  const decoded = decodeToken(token);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.secret;
}

test('a token enrols one totem; spent, revoked, expired and unknown ones enrol none', async (t) => {
  const hub = await startHub(t);
  const open = new Agent({ connect: { rejectUnauthorized: false } });
  t.teardown(() => open.destroy());
  const enrol = (body: unknown) =>
    fetch(`${hub.urls.gateway}/v1/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      dispatcher: open,
    });
  const { request } = await newRequest();
  const other = await newRequest();

  const secret = secretOf(await newToken(hub));
  const first = await enrol({ secret, request });
  t.is(first.status, 200);
  const lost = await enrol({ secret, request });
  t.deepEqual(await lost.json(), await first.json(), 'an answer that was lost can be asked for again');
  await refusedWith(t, await enrol({ secret, request: other.request }), 'token_spent');

  const made = await hub.api('/enrolment-tokens', { method: 'POST', body: '{}' });
  t.is(made.status, 201);
  const list = await (await hub.api('/enrolment-tokens')).text();
  t.false(list.includes(secret));
  const revoked = await newToken(hub);
  const newest = /"id":(\d+)/.exec(await (await hub.api('/enrolment-tokens')).text())?.[1];
  t.is((await hub.api(`/enrolment-tokens/${newest}`, { method: 'DELETE' })).status, 204);
  await refusedWith(t, await enrol({ secret: secretOf(revoked), request }), 'token_spent');

  const brief = await newToken(hub, { seconds: 1 });
  await until('the token to expire', async () =>
    (await (await hub.api('/enrolment-tokens')).text()).includes('"state":"expired"'),
  );
  await refusedWith(t, await enrol({ secret: secretOf(brief), request }), 'token_spent');
  t.true((await enrol({ secret: 'A'.repeat(43), request })).status >= 400);

  await refusedWith(t, await enrol({ secret, request, extra: 1 }), 'invalid', '/extra');
  await refusedWith(t, await enrol({ secret }), 'invalid', '/request');
  await refusedWith(
    t,
    await enrol({ secret: secretOf(await newToken(hub)), request: 'x' }),
    'invalid',
    '/request',
  );
  await refusedWith(t, await enrol('{"secret":'), 'invalid');
  await refusedWith(t, await enrol({ secret, request: 'x'.repeat(40_000) }), 'too_large');
  t.true((await metricOf(hub, 'totem_gateway_refused_total')) >= 8);
});

test('pictures and frames need a certificate of an admitted totem and someone who waits for them', async (t) => {
  const hub = await startHub(t);
  const totem = await enrolTotem(t, await newToken(hub));
  const stranger = new Agent({ connect: { ca: totem.authority } });
  t.teardown(() => stranger.destroy());
  const headers = { 'content-type': 'image/jpeg' };
  const picture = `${hub.urls.gateway}/v1/pictures/${randomUUID()}`;
  const frames = `${hub.urls.gateway}/v1/frames`;

  const none = await fetch(frames, { method: 'POST', headers, body: jpeg, dispatcher: stranger });
  await refusedWith(t, none, 'unauthenticated');
  await refusedWith(t, await totem.fetch(picture, { method: 'PUT', headers, body: jpeg }), 'not_found');
  await refusedWith(t, await totem.fetch(frames, { method: 'POST', headers, body: jpeg }), 'conflict');
  await refusedWith(t, await totem.fetch(frames, { method: 'POST', headers, body: 'GIF89a' }), 'invalid');
  const text = { 'content-type': 'text/plain' };
  await refusedWith(t, await totem.fetch(frames, { method: 'POST', headers: text, body: 'x' }), 'invalid');
  const large = Buffer.alloc(1024 * 1024 + 1, 0xff);
  await refusedWith(t, await totem.fetch(frames, { method: 'POST', headers, body: large }), 'too_large');
  const trick = `${hub.urls.gateway}/v1/pictures/..%2f..%2fx`;
  await refusedWith(
    t,
    await totem.fetch(trick, { method: 'PUT', headers, body: jpeg }),
    'invalid',
    '/commandId',
  );
  await refusedWith(t, await totem.fetch(`${hub.urls.gateway}/v1/other`), 'not_found');

  const gone = await hub.api(`/totems/${totem.totem}`, { method: 'DELETE' });
  t.is(gone.status, 204);
  await refusedWith(t, await totem.fetch(frames, { method: 'POST', headers, body: jpeg }), 'forbidden');
});

test('a picture that a command asked for reaches who asked, and only from the totem that was asked', async (t) => {
  const hub = await startHub(t);
  const asked = await enrolTotem(t, await newToken(hub));
  const other = await enrolTotem(t, await newToken(hub));
  const put = (totem: typeof asked, id: string, body: Buffer) =>
    totem.fetch(`${totem.gateway}/v1/pictures/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body,
    });
  const shot = Buffer.concat([jpeg.subarray(0, 3), Buffer.alloc(300_000, 7), jpeg.subarray(2)]);
  const statuses: number[] = [];
  const client = await asked.connect(async (name, { id }) => {
    if (name !== 'screenshot') return { error: { code: 'session_active', message: 'a citizen is here' } };
    statuses.push((await put(other, id, jpeg)).status, (await put(asked, id, shot)).status);
    return { value: { bytes: shot.length } };
  });
  await until('the totem to be connected', () => client.connected);

  const answer = await hub.api(`/totems/${asked.totem}/screenshot`);
  t.is(answer.status, 200);
  t.is(answer.headers.get('content-type'), 'image/jpeg');
  t.true(Buffer.from(await answer.arrayBuffer()).equals(shot));
  t.deepEqual(statuses, [404, 204]);

  const command = (id: string, body: unknown) =>
    hub.api(`/totems/${id}/commands`, { method: 'POST', body: JSON.stringify(body) });
  const tap = await command(asked.totem, { name: 'tap', arguments: { x: 0.5, y: 0.5 } });
  t.is(tap.status, 200);
  t.like(await tap.json(), { ok: false, error: { code: 'session_active' } });
  await refusedWith(t, await command(asked.totem, { name: 'tap', arguments: { x: 2, y: 0 } }), 'invalid');
  await refusedWith(t, await command(asked.totem, { name: 'dance' }), 'invalid', '/name');
  await refusedWith(t, await command(other.totem, { name: 'reload' }), 'offline');
  await refusedWith(t, await hub.api(`/totems/${other.totem}/screenshot`), 'offline');
  await refusedWith(t, await hub.api('/totems/nobody/screenshot'), 'not_found');
});
