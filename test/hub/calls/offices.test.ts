import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import test from 'ava';
import type { CallRequest } from '../../../protocol/calls/index.ts';
import { User, validatorOf } from '../../../protocol/index.ts';
import { newOperator, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { until } from '../../harness/until.ts';
import { ask, desk, open } from './setting.ts';
import { openSocket } from './sockets.ts';

const parseUser = validatorOf(User);
const skills = {
  offices: ['urp', 'lavoro'],
  languages: ['it'],
  signLanguage: false,
  subjects: [],
  modes: ['video' as const],
};
const ringUp = (office: string): Extract<CallRequest, { type: 'appointment' }> => ({
  type: 'appointment',
  call: randomUUID(),
  request: {
    office,
    subject: null,
    language: 'it',
    phone: '+39021234567',
    when: 'any',
    consent: 'Il numero serve a richiamarmi.',
  },
});

test('an operator has the offices that an admin allows, whatever they said before or say now', async (t) => {
  const { calls, hours } = await open(t);
  hours.set('lavoro', undefined);
  const free = await desk(t, calls, 'anna');
  await free.take({ type: 'skills', skills });
  await until('nothing holds anna back', () => free.last()?.skills.offices.length === 2);
  t.is(free.last()?.allowed, undefined);
  await free.signOut();
  await calls.fromTotem('rho', ringUp('urp'));
  await calls.fromTotem('rho', ringUp('lavoro'));

  const anna = await desk(t, calls, 'anna', false, ['urp']);
  await until('the desk is told', () => anna.last() !== undefined);
  t.deepEqual(anna.last()?.skills.offices, ['urp']);
  t.deepEqual(anna.last()?.allowed, ['urp']);
  const requests = () =>
    anna.told.flatMap((each) => (each.type === 'requests' ? [each.requests] : [])).at(-1);
  t.deepEqual(
    requests()?.map(({ office }) => office),
    ['urp'],
  );
  await anna.take({ type: 'skills', skills });
  t.like(anna.told.filter(({ type }) => type === 'refused').at(-1), {
    error: { code: 'forbidden', field: '/skills/offices/1' },
  });
  t.deepEqual(calls.centre.view().desks.get('anna')?.skills.offices, ['urp']);

  const foreign = ask({ office: 'lavoro' });
  await calls.fromTotem('rho', foreign);
  await anna.take({ type: 'pick', call: foreign.call });
  t.like(anna.told.at(-1), { type: 'refused', call: foreign.call, error: { code: 'forbidden' } });
  t.is(calls.centre.view().calls.get(foreign.call)?.state, 'waiting');

  // The bounds fall: what was said before holds again.
  await calls.desks.allow('anna', null);
  t.deepEqual(calls.centre.view().desks.get('anna')?.skills.offices, ['urp', 'lavoro']);
  t.deepEqual(
    requests()?.map(({ office }) => office),
    ['urp', 'lavoro'],
  );
});

test('bounds that are drawn while a desk is open hold at once; who talks goes on', async (t) => {
  const { calls, hours } = await open(t);
  hours.set('lavoro', undefined);
  const anna = await desk(t, calls, 'anna');
  await anna.take({ type: 'skills', skills });
  await anna.take({ type: 'presence', presence: 'available' });
  const first = ask({ office: 'lavoro' });
  await calls.fromTotem('rho', first);
  t.is(calls.centre.view().calls.get(first.call)?.state, 'ringing');
  await calls.desks.allow('anna', ['urp']);
  t.is(calls.centre.view().calls.get(first.call)?.state, 'waiting');
  t.true(anna.told.some(({ type }) => type === 'hush'));
  await until('the call is not shown any more', () => anna.last()?.calls.length === 0);

  await calls.desks.allow('anna', null);
  await anna.take({ type: 'pick', call: first.call });
  await calls.desks.allow('anna', ['urp']);
  t.is(calls.centre.view().calls.get(first.call)?.state, 'connecting');
  // Whoever is not at a desk has nothing that could be narrowed.
  await calls.desks.allow('nobody', ['urp']);
  t.false(calls.centre.view().desks.has('nobody'));
});

test('a supervisor with bounds sees and hears only these offices', async (t) => {
  const { calls, hours } = await open(t);
  hours.set('lavoro', undefined);
  const anna = await desk(t, calls, 'anna');
  await anna.take({ type: 'skills', skills });
  const sara = await desk(t, calls, 'sara', true, ['urp']);
  const request = ask({ office: 'lavoro' });
  const { call } = request;
  await calls.fromTotem('rho', request);
  await anna.take({ type: 'pick', call });
  await until('anna sees it', () => anna.last()?.calls[0]?.state === 'connecting');
  t.deepEqual(sara.last()?.calls, []);
  await sara.take({ type: 'invite', call, operator: 'sara', listens: true });
  t.like(sara.told.at(-1), { type: 'refused', call, error: { code: 'forbidden' } });
  // Asked in by the call's operator, a colleague of another office is a guest like any other.
  await sara.take({ type: 'presence', presence: 'available' });
  await anna.take({ type: 'invite', call, operator: 'sara', listens: false });
  t.true(sara.told.some((each) => each.type === 'ring' && each.call === call));
});

test('over the hub: offices are given with the user, changed at an open desk, and bound recordings too', async (t) => {
  const hub = await startCallingHub(t, 'recording: {offices: [urp]}');
  const post = (body: object) => hub.api('/users', { method: 'POST', body: JSON.stringify(body) });
  const password = 'a long enough password';
  const admin = await post({ name: 'capo', role: 'admin', password, offices: ['urp'] });
  t.is(admin.status, 409);
  t.like(await admin.json(), { error: { code: 'conflict', field: '/offices' } });
  const wrong = await post({ name: 'bea', role: 'operator', password, offices: ['No Office'] });
  t.like(await wrong.json(), { error: { code: 'invalid', field: '/offices/0' } });
  const made = await post({ name: 'sara', role: 'supervisor', password, offices: ['lavoro'] });
  t.is(made.status, 201);
  t.like(parseUser(await made.json()), { value: { name: 'sara', offices: ['lavoro'] } });
  const [anna, sara] = [await newOperator(hub, 'anna'), await newOperator(hub, 'sara', 'supervisor')];
  const allow = (name: string, offices: string[] | null) =>
    hub.api(`/users/${name}/offices`, { method: 'PUT', body: JSON.stringify({ offices }) });
  t.is((await allow('nobody', null)).status, 404);
  t.is((await allow('admin', ['urp'])).status, 409);
  t.is((await allow('anna', [])).status, 400);
  t.is((await allow('anna', ['urp'])).status, 200);

  const office = openSocket(t, hub, '/calls/desk', { authorization: `Bearer ${anna}` });
  const visitor = openSocket(t, hub, `/calls/visit?visit=${randomUUID()}`);
  await Promise.all([once(office.socket, 'open'), once(visitor.socket, 'open')]);
  office.send({ type: 'skills', skills });
  await until('another office is refused', () =>
    office.of('refused').some(({ error }) => error.field === '/skills/offices/1'),
  );
  const call = randomUUID();
  visitor.send({ type: 'ask', call, wish: { ...wish, mode: 'text' } });
  await until('somebody waits', () => office.of('desk').at(-1)?.calls.length === 1);
  office.send({ type: 'pick', call });
  for (const each of [office, visitor]) each.send({ type: 'media', call, flowing: true });
  await until('they talk', () => visitor.of('standing').at(-1)?.state === 'connected');
  office.send({ type: 'record', call, on: true });
  await until('it is asked', () => visitor.of('standing').at(-1)?.recording?.state === 'asked');
  visitor.send({ type: 'consent', call, given: true });
  await until('it is recorded', () => office.of('standing').at(-1)?.recording?.state === 'on');
  visitor.send({ type: 'text', call, text: { line: 0, text: 'Buongiorno', final: true } });

  const recordings = async (path = '', method = 'GET') => {
    const address = `${hub.urls.http}/api/v1/calls/recordings${path}`;
    return fetch(address, { method, headers: { authorization: `Bearer ${sara}` } });
  };
  await allow('sara', ['urp', 'lavoro']);
  await until('there is a recording', async () => (await recordings(`/${call}`)).status === 200);
  await allow('sara', ['lavoro']);
  t.deepEqual(await (await recordings()).json(), { recordings: [] });
  t.is((await recordings(`/${call}`)).status, 404);
  t.is((await recordings(`/${call}`, 'DELETE')).status, 404);
  await allow('sara', null);
  t.is((await recordings(`/${call}`, 'DELETE')).status, 204);

  await allow('anna', ['lavoro']);
  await until('the open desk is told', () => office.of('desk').at(-1)?.allowed?.[0] === 'lavoro');
  t.is(office.of('desk').at(-1)?.calls.length, 1, 'who talks goes on');
});
