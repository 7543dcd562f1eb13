import { once } from 'node:events';
import { connect } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import test from 'ava';
import Type, { type Static } from 'typebox';
import { fetch, type RequestInit } from 'undici';
import { maximumFileBytes, validatorOf } from '../../protocol/index.ts';
import { refusedWith } from '../harness/answer.ts';
import { startHub, type TestHub } from '../harness/hub.ts';

const Operation = Type.Object({
  operationId: Type.String(),
  summary: Type.String(),
  tags: Type.Array(Type.String(), { minItems: 1 }),
  security: Type.Optional(Type.Array(Type.Unknown())),
  parameters: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        in: Type.Enum(['path', 'query']),
        required: Type.Optional(Type.Boolean()),
        schema: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
  ),
  requestBody: Type.Optional(Type.Object({ content: Type.Record(Type.String(), Type.Unknown()) })),
  responses: Type.Record(
    Type.String(),
    Type.Object({
      description: Type.String(),
      content: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
});
const OpenApi = Type.Object({
  openapi: Type.Literal('3.1.0'),
  info: Type.Object({ title: Type.String(), version: Type.String() }),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Operation)),
});
const readDocument = validatorOf(OpenApi);

/** Every route under `/api/v1`, whether it takes a body, and whether it is open to all. */
const routes: readonly [method: string, path: string, body?: 'body' | undefined, open?: 'open'][] = [
  ['post', '/session', 'body', 'open'],
  ['get', '/session'],
  ['delete', '/session'],
  ['get', '/totems'],
  ['get', '/totems/{id}'],
  ['patch', '/totems/{id}', 'body'],
  ['delete', '/totems/{id}'],
  ['post', '/totems/{id}/commands', 'body'],
  ['get', '/totems/{id}/screenshot'],
  ['get', '/totems/{id}/live'],
  ['get', '/totems/{id}/events'],
  ['get', '/events'],
  ['get', '/report'],
  ['get', '/report.csv'],
  ['get', '/calls/offices', undefined, 'open'],
  ['get', '/calls/cards/{card}', undefined, 'open'],
  ['get', '/calls/catalogue'],
  ['post', '/calls/{call}/pictures', 'body'],
  ['get', '/calls/{call}/pictures/{sha256}', undefined, 'open'],
  ['get', '/calls/report'],
  ['get', '/calls/report.csv'],
  ['get', '/calls/recordings'],
  ['get', '/calls/recordings/{call}'],
  ['delete', '/calls/recordings/{call}'],
  ['get', '/calls/recordings/{call}/sound/{take}'],
  ['post', '/calls/{call}/recording/sound', 'body'],
  ['get', '/sites'],
  ['post', '/sites', 'body'],
  ['post', '/enrolment-tokens', 'body'],
  ['get', '/enrolment-tokens'],
  ['delete', '/enrolment-tokens/{id}'],
  ['get', '/users'],
  ['post', '/users', 'body'],
  ['put', '/users/{name}/password', 'body'],
  ['put', '/users/{name}/offices', 'body'],
  ['delete', '/users/{name}'],
  ['post', '/content/missing', 'body'],
  ['put', '/artifacts/{sha256}', 'body'],
  ['post', '/content/releases', 'body'],
  ['get', '/content/releases'],
  ['get', '/content/releases/{release}'],
  ['post', '/content/assignments', 'body'],
  ['get', '/content/keyring'],
  ['put', '/content/keyring', 'body'],
  ['post', '/firmware', 'body'],
  ['get', '/firmware'],
  ['get', '/firmware/{sha256}'],
  ['get', '/firmware-authorities'],
  ['post', '/firmware-authorities', 'body'],
  ['delete', '/firmware-authorities/{fingerprint}'],
  ['post', '/rollouts', 'body'],
  ['get', '/rollouts'],
  ['get', '/rollouts/{id}'],
  ['post', '/rollouts/{id}/actions', 'body'],
  ['get', '/audit'],
  ['post', '/totems/{id}/service-code', 'body'],
  ['post', '/service-keys', 'body'],
  ['post', '/totems/{id}/service-key/rotation'],
  ['get', '/totems/{id}/service-log'],
  ['get', '/stream'],
];

async function documentOf(hub: TestHub): Promise<Static<typeof OpenApi>> {
  const document = await (await fetch(`${hub.urls.http}/api/v1/openapi.json`)).json();
  const read = readDocument(document);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

test('the OpenAPI document covers every route with its schemas, and no route answers without a session', async (t) => {
  const hub = await startHub(t);
  const { paths } = await documentOf(hub);
  const described = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json')
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`));
  t.deepEqual(described.sort(), routes.map(([method, path]) => `${method} /api/v1${path}`).sort());

  const ajv = new Ajv2020({ strict: false, validateFormats: false, discriminator: true });
  addFormats.default(ajv);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  t.is(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  for (const [method, path, body, open] of routes) {
    const name = `${method} ${path}`;
    const operation = paths[`/api/v1${path}`]?.[method];
    if (!operation) throw new Error(`${name} is not described`);
    const { parameters = [], requestBody, responses, security } = operation;
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = parameters.filter((parameter) => parameter.in === 'path');
    t.deepEqual(
      declared.map((parameter) => parameter.name),
      named,
      name,
    );
    t.true(
      declared.every(({ required }) => required === true),
      name,
    );
    t.is(requestBody !== undefined, body === 'body', name);
    const statuses = Object.keys(responses);
    t.true(
      statuses.some((status) => status.startsWith('2')),
      name,
    );
    t.true(
      ['4XX', '5XX'].every((status) => statuses.includes(status)),
      `${name}: ${statuses}`,
    );
    t.deepEqual(security, open === 'open' ? [] : undefined, name);
    for (const { schema } of parameters) t.notThrows(() => ajv.compile(schema), name);
    for (const { content = {} } of [...Object.values(responses), ...(requestBody ? [requestBody] : [])]) {
      for (const media of Object.values(content)) t.notThrows(() => ajv.compile(schemaOf(media)), name);
    }
  }

  for (const [method, path, , open] of routes) {
    if (open) continue;
    const url = `${hub.urls.http}/api/v1${path.replace(/\{\w+\}/g, 'x')}`;
    await refusedWith(t, await fetch(url, { method: method.toUpperCase() }), 'unauthenticated');
    const wrong = { authorization: `Bearer ${'A'.repeat(43)}` };
    await refusedWith(
      t,
      await fetch(url, { method: method.toUpperCase(), headers: wrong }),
      'unauthenticated',
    );
  }
  await refusedWith(t, await fetch(`${hub.urls.http}/api/v1/other`), 'unauthenticated');
  await refusedWith(t, await hub.api('/other'), 'not_found');
});

function schemaOf(media: unknown): object {
  if (typeof media === 'object' && media !== null && 'schema' in media) {
    if (typeof media.schema === 'object' && media.schema !== null) return media.schema;
  }
  throw new Error('a body without a schema');
}

test('a cookie counts only for requests of our own pages; signing out ends the session', async (t) => {
  const hub = await startHub(t);
  const { host } = new URL(hub.urls.http);
  const at = (path: string, init: RequestInit = {}) => fetch(`${hub.urls.http}/api/v1${path}`, init);
  const json = { 'content-type': 'application/json' };
  const credentials = JSON.stringify({ name: 'admin', password: hub.password });
  const sign = (headers: Record<string, string>, body = credentials) =>
    at('/session', { method: 'POST', headers: { ...json, ...headers }, body });

  await refusedWith(t, await sign({}, JSON.stringify({ name: 'admin', password: 'x' })), 'unauthenticated');
  await refusedWith(t, await sign({}, JSON.stringify({ name: 'nobody', password: 'x' })), 'unauthenticated');
  await refusedWith(t, await sign({ origin: 'https://elsewhere.example' }), 'forbidden');
  const signedIn = await sign({ origin: hub.urls.http });
  t.is(signedIn.status, 200);
  const set = signedIn.headers.get('set-cookie') ?? '';
  for (const attribute of [/HttpOnly/, /SameSite=Strict/, /Path=\//, /Expires=/]) t.regex(set, attribute);
  const cookie = set.split(';')[0] ?? '';

  const who = await at('/session', { headers: { cookie } });
  const body = await who.text();
  t.like(JSON.parse(body), { name: 'admin', role: 'admin' });
  t.false(body.includes(cookie.split('=')[1] ?? '-'));

  const add = (headers: Record<string, string>, name = 'URP') =>
    at('/sites', {
      method: 'POST',
      headers: { ...json, cookie, ...headers },
      body: JSON.stringify({ name }),
    });
  await refusedWith(t, await add({}), 'forbidden');
  await refusedWith(t, await add({ origin: 'https://elsewhere.example' }), 'forbidden');
  await refusedWith(t, await add({ origin: 'null' }), 'forbidden');
  await refusedWith(t, await add({ origin: `http://${host}.elsewhere.example` }), 'forbidden');
  await refusedWith(t, await add({ origin: hub.urls.http, 'sec-fetch-site': 'cross-site' }), 'forbidden');
  t.is((await add({ origin: hub.urls.http })).status, 201);
  t.is((await add({ 'sec-fetch-site': 'same-origin' }, 'Atrio')).status, 201);
  const kept = await (await hub.api('/sites')).text();
  t.regex(kept, /"URP"/);
  t.regex(kept, /"Atrio"/);

  const out = await at('/session', { method: 'DELETE', headers: { cookie, origin: hub.urls.http } });
  t.is(out.status, 204);
  await refusedWith(t, await at('/session', { headers: { cookie } }), 'unauthenticated');
});

test('after ten tries in a minute nobody can try again', async (t) => {
  const hub = await startHub(t);
  const attempt = () =>
    fetch(`${hub.urls.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password: 'guess' }),
    });
  for (let count = 0; count < 10; count += 1) await refusedWith(t, await attempt(), 'unauthenticated');
  await refusedWith(t, await attempt(), 'too_many_requests');
});

test('bodies and parameters that break their schema are refused with the field, and change nothing', async (t) => {
  const hub = await startHub(t);
  const post = (path: string, body: string) => hub.api(path, { method: 'POST', body });
  await refusedWith(t, await post('/sites', '{"name":"URP","colour":"red"}'), 'invalid', '/colour');
  await refusedWith(t, await post('/sites', '{}'), 'invalid', '/name');
  await refusedWith(t, await post('/sites', '{"name":7}'), 'invalid', '/name');
  await refusedWith(t, await post('/sites', '{"name":'), 'invalid');
  await refusedWith(t, await post('/sites', '{"__proto__":{"name":"x"},"name":"y"}'), 'invalid');
  await refusedWith(t, await post('/sites', ''), 'invalid');
  await refusedWith(t, await post('/sites', JSON.stringify({ name: 'x'.repeat(2_000_000) })), 'too_large');
  const xml = { method: 'POST', body: '<a/>', headers: { 'content-type': 'application/xml' } };
  await refusedWith(t, await hub.api('/sites', xml), 'invalid', '/content-type');
  await refusedWith(t, await post('/enrolment-tokens', '{"groups":["A B"]}'), 'invalid', '/groups/0');
  await refusedWith(t, await post('/enrolment-tokens', '{"site":99}'), 'invalid', '/site');
  await refusedWith(t, await hub.api('/events?limit=0'), 'invalid', '/limit');
  await refusedWith(t, await hub.api('/events?limit=ten'), 'invalid', '/limit');
  await refusedWith(t, await hub.api('/events?limit=1&limit=2'), 'invalid', '/limit');
  await refusedWith(t, await hub.api('/events?since=1'), 'invalid', '/since');
  await refusedWith(t, await hub.api('/totems/..%2f..%2fetc'), 'invalid', '/id');
  await refusedWith(t, await hub.api('/totems/nobody'), 'not_found');
  const rename = { method: 'PATCH', body: '{"name":"x"}' };
  await refusedWith(t, await hub.api('/totems/nobody', rename), 'not_found');
  await refusedWith(t, await hub.api('/totems/nobody', { method: 'DELETE' }), 'not_found');
  await refusedWith(t, await hub.api('/enrolment-tokens/77', { method: 'DELETE' }), 'not_found');
  t.deepEqual(await (await hub.api('/sites')).json(), { sites: [] });
  t.deepEqual(await (await hub.api('/events')).json(), { events: [] });
  t.deepEqual(await (await hub.api('/content/keyring')).json(), { revision: 0, keys: [], envelope: null });
});

test('an upload announced as larger than a file may be is refused before it is sent', async (t) => {
  const hub = await startHub(t, { yaml: `firmware: {maximumBytes: ${maximumFileBytes}}\n` });
  const signedIn = await fetch(`${hub.urls.http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password: hub.password }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
  const { hostname, port, host } = new URL(hub.urls.http);
  const socket = connect(Number(port), hostname);
  t.teardown(() => socket.destroy());
  socket.write(
    `PUT /api/v1/artifacts/${'0'.repeat(64)} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n` +
      `Origin: ${hub.urls.http}\r\nContent-Type: application/octet-stream\r\n` +
      `Content-Length: ${maximumFileBytes + 1}\r\n\r\n`,
  );
  const [answer] = await once(socket, 'data');
  t.regex(String(answer), /^HTTP\/1\.1 413 /);
});

test('probes, figures and pages answer without a session, under a policy for our own origin only', async (t) => {
  const hub = await startHub(t);
  for (const path of ['/healthz', '/readyz']) {
    const probe = await fetch(hub.urls.http + path);
    t.is(probe.status, 200);
    t.deepEqual(await probe.json(), { status: 'ok', failing: [] });
  }
  const metrics = await fetch(`${hub.urls.http}/metrics`);
  t.regex(metrics.headers.get('content-type') ?? '', /^text\/plain/);
  t.regex(await metrics.text(), /^totem_totems_online 0$/m);

  const page = await fetch(`${hub.urls.http}/`, { headers: { accept: 'text/html' } });
  const policy = page.headers.get('content-security-policy') ?? '';
  t.regex(policy, /default-src 'self';/);
  t.regex(policy, /img-src 'self' data: blob:;/);
  t.notRegex(policy, /unsafe|https?:|\*/);
  t.is(page.headers.get('x-content-type-options'), 'nosniff');
  await page.text();
  for (const path of [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../../package.json',
  ]) {
    const answer = await fetch(hub.urls.http + path);
    t.true(answer.status >= 400, path);
    t.false((await answer.text()).includes('dependencies'));
  }
});
