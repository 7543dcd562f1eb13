import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import {
  type Hello,
  jsonValidatorOf,
  maximumMessageBytes,
  ServiceCodeAnswer,
  ServiceKey,
  ServiceKeysAnswer,
  ServiceLog,
  topicOf,
  validatorOf,
} from '../../protocol/index.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';
import { helloOf } from '../harness/core.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { enrolTotem, type RawTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const readKey = jsonValidatorOf(ServiceKey, maximumMessageBytes);
const readCode = validatorOf(ServiceCodeAnswer);
const readKeys = validatorOf(ServiceKeysAnswer);
const readLog = validatorOf(ServiceLog);

/** A totem on the wire that notes the keys it is sent and says hello with what it is told to have. */
async function listening(t: ExecutionContext, raw: RawTotem) {
  const client = await raw.connect(async () => ({ value: {} }));
  const keys: ServiceKey[] = [];
  client.on('message', (topic, bytes) => {
    const key = topic === topicOf(raw.totem, 'service') ? readKey(bytes) : undefined;
    if (key?.ok) keys.push(key.value);
    else if (key) t.fail(key.error.message);
  });
  await client.subscribeAsync([topicOf(raw.totem, 'service'), topicOf(raw.totem, 'welcome')], { qos: 1 });
  let welcomes = 0;
  client.on('message', (topic) => {
    if (topic === topicOf(raw.totem, 'welcome')) welcomes += 1;
  });
  const hello = async (change: Partial<Hello>) => {
    const before = welcomes;
    await client.publishAsync(topicOf(raw.totem, 'hello'), JSON.stringify(helloOf(change)), { qos: 1 });
    await until('the welcome', () => welcomes > before);
  };
  return { keys, hello };
}

async function post(hub: TestHub, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await hub.api(path, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

function readOf<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { message: string } },
): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('a totem gets its secret when it is enrolled, or at its next hello; codes are those of that secret', async (t) => {
  const hub = await startHub(t);
  const raw = await enrolTotem(t, await newToken(hub, { name: 'Ingresso' }));
  const key = raw.service ?? t.fail('no secret came with the enrolment');
  if (!key) return;
  t.is(key.generation, 1);

  // One that was enrolled by a hub without service codes says that it has none.
  const totem = await listening(t, raw);
  await totem.hello({});
  t.deepEqual(totem.keys, [], 'an agent that knows of no service keys is sent none');
  await totem.hello({ service: 0 });
  await until('the secret', () => totem.keys.length === 1);
  t.deepEqual(totem.keys[0], key);
  await totem.hello({ service: 1 });

  const made = await post(hub, `/totems/${raw.totem}/service-code`, { counter: 483_920 });
  t.is(made.status, 200);
  t.deepEqual(readOf(readCode(made.body)), {
    totem: raw.totem,
    counter: 483_920,
    generation: 1,
    code: serviceCodeOf(key.secret, 483_920),
  });
  const taken = await post(hub, '/service-keys', {});
  t.deepEqual(readOf(readKeys(taken.body)).keys, [
    { totem: raw.totem, name: 'Ingresso', generation: 1, secret: key.secret },
  ]);

  // Rotation reaches the totem at once; until it says that it has the new secret, codes are for the old one.
  t.deepEqual((await post(hub, `/totems/${raw.totem}/service-key/rotation`)).body, {
    totem: raw.totem,
    generation: 2,
  });
  await until('the new secret', () => totem.keys.length === 2);
  const next = totem.keys[1] ?? key;
  t.is(next.generation, 2);
  t.not(next.secret, key.secret);
  const codeNow = async () =>
    readOf(readCode((await post(hub, `/totems/${raw.totem}/service-code`, { counter: 7 })).body));
  t.deepEqual(await codeNow(), {
    totem: raw.totem,
    counter: 7,
    generation: 1,
    code: serviceCodeOf(key.secret, 7),
  });
  const both = readOf(readKeys((await post(hub, '/service-keys', { totems: [raw.totem] })).body));
  t.deepEqual(
    both.keys.map(({ generation }) => generation),
    [1, 2],
  );
  await totem.hello({ service: 2 });
  await until('codes for the new secret', async () => (await codeNow()).generation === 2);
  const old = await post(hub, `/totems/${raw.totem}/service-code`, { counter: 7, generation: 1 });
  t.is(readOf(readCode(old.body)).code, serviceCodeOf(key.secret, 7));
  const future = await post(hub, `/totems/${raw.totem}/service-code`, { counter: 7, generation: 3 });
  t.is(future.status, 400);

  // All of it is noted, newest first, with names.
  const log = readOf(readLog(await (await hub.api(`/totems/${raw.totem}/service-log`)).json())).entries;
  t.true(log.every(({ user }) => user === 'admin'));
  t.deepEqual(log.at(-1), { ...log.at(-1), action: 'code', counter: 483_920 });
  t.is(log.filter(({ action }) => action === 'key').length, 2);
  t.is(log.filter(({ action }) => action === 'rotation').length, 1);

  // And no secret is anywhere but where it belongs.
  const secrets = [key.secret, next.secret];
  for (const line of hub.log) t.false(secrets.some((secret) => line.includes(secret)));
  const registry = JSON.stringify(await (await hub.api(`/totems/${raw.totem}`)).json());
  t.false(secrets.some((secret) => registry.includes(secret)));
  for (const name of await readdir(hub.data)) {
    if (!name.startsWith('hub.sqlite')) continue;
    const store = await readFile(join(hub.data, name), 'latin1');
    t.false(
      secrets.some((secret) => store.includes(secret)),
      `${name} holds no secret`,
    );
  }
  t.is((await stat(join(hub.data, 'identity', 'service.json'))).mode & 0o777, 0o600);

  // A hub that starts again makes the same codes.
  await hub.stop();
  const again = await startHub(t, { data: hub.data });
  const same = await post(again, `/totems/${raw.totem}/service-code`, { counter: 7 });
  t.is(readOf(readCode(same.body)).code, serviceCodeOf(next.secret, 7));
});

test('whoever is not signed in gets neither code nor key; wrong requests name the field', async (t) => {
  const hub = await startHub(t);
  const { totem } = await enrolTotem(t, await newToken(hub));
  for (const [path, body] of [
    [`/totems/${totem}/service-code`, { counter: 1 }],
    ['/service-keys', {}],
    [`/totems/${totem}/service-key/rotation`, undefined],
  ] as const) {
    const response = await fetch(`${hub.urls.http}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer nobody' },
      ...(body && { body: JSON.stringify(body) }),
    });
    t.is(response.status, 401, path);
  }
  const wrong = await post(hub, `/totems/${totem}/service-code`, { counter: -1 });
  t.is(wrong.status, 400);
  t.like(wrong.body, { error: { code: 'invalid', field: '/counter' } });
  t.is((await post(hub, '/totems/t-nobody/service-code', { counter: 1 })).status, 404);
  t.is((await post(hub, '/service-keys', { totems: ['t-nobody'] })).status, 404);
  t.is((await post(hub, '/totems/t-nobody/service-key/rotation')).status, 404);
});
