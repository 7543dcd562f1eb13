import test from 'ava';
import type { CallRequest, DeskRequest } from '../../../protocol/calls/index.ts';
import { until } from '../../harness/until.ts';
import { ask, desk, open } from './setting.ts';

test('a totem waits, is told its place, is answered, talks and is filed', async (t) => {
  const { calls, told, clock } = await open(t);
  const request = ask();
  const { call } = request;
  await calls.fromTotem('rho', request);
  const first = told('rho').at(-1);
  t.like(first, { type: 'standing', state: 'waiting', position: 1, wait: null, ice: [] });

  const anna = await desk(t, calls, 'anna');
  await anna.take({ type: 'presence', presence: 'available' });
  t.true(anna.told.some((each) => each.type === 'ring' && each.call === call));
  await until('the desk shows the call', () => anna.last()?.calls[0]?.state === 'ringing');
  t.like(anna.last()?.calls[0], { place: 'Atrio di rho', origin: 'totem', present: true, note: '' });

  clock.now += 30_000;
  await anna.take({ type: 'answer', call });
  const answered = told('rho').at(-1);
  t.like(answered, { type: 'standing', state: 'connecting', position: null });
  const server = answered?.type === 'standing' ? answered.ice[0] : undefined;
  t.is(server?.username, String(clock.now / 1000 + 4 * 3600), 'the password of the TURN server ends');
  t.regex(server?.credential ?? '', /^[A-Za-z0-9+/]{27}=$/);

  // Text passes from one side to the other, and to nobody else.
  await anna.take({ type: 'text', call, text: { line: 0, text: 'Buongiorno', final: true } });
  t.like(told('rho').at(-1), { type: 'text', from: 'operator' });
  await calls.fromTotem('rho', { type: 'text', call, text: { line: 0, text: 'Salve', final: true } });
  t.like(anna.told.at(-1), { type: 'text', from: 'citizen' });
  await calls.fromTotem('legnano', { type: 'text', call, text: { line: 0, text: 'Ehi', final: true } });
  t.like(told('legnano').at(-1), { type: 'refused', error: { code: 'not_found' } });

  await calls.fromTotem('rho', { type: 'media', call, flowing: true });
  await anna.take({ type: 'media', call, flowing: true });
  t.like(told('rho').at(-1), { type: 'standing', state: 'connected' });
  clock.now += 120_000;
  await anna.take({ type: 'leave', call });
  t.like(told('rho').at(-1), { type: 'ended', outcome: 'answered' });
  await anna.take({ type: 'file', call, tags: ['carta d identita'] });
  await until('the desk is free', () => anna.last()?.calls.length === 0);
  t.like(
    anna.last()?.queues.find(({ office }) => office === 'urp'),
    { offered: 1, answered: 1, abandoned: 0, serviceLevel: 1, meanWait: 30, available: 1 },
  );
});

test('a hostile description or candidate does not reach the other side', async (t) => {
  const { calls, told } = await open(t);
  const request = ask();
  await calls.fromTotem('rho', request);
  const anna = await desk(t, calls, 'anna');
  await anna.take({ type: 'presence', presence: 'available' });
  await anna.take({ type: 'answer', call: request.call });
  const before = anna.told.filter(({ type }) => type === 'signal').length;
  const send = (signal: Extract<CallRequest, { type: 'signal' }>['signal']) =>
    calls.fromTotem('rho', { type: 'signal', call: request.call, to: 'operator', signal });
  await send({ kind: 'offer', attempt: 0, sdp: 'v=0\r\nm=audio 9 RTP/AVP 0\r\n' });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'invalid', field: '/sdp' } });
  const candidate = (address: string) => `candidate:1 1 udp 2122260223 ${address} 50000 typ host`;
  const place = { attempt: 0, section: '0', sectionIndex: 0 };
  await send({ kind: 'candidate', candidate: candidate('255.255.255.255'), ...place });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'invalid', field: '/candidate' } });
  t.is(anna.told.filter(({ type }) => type === 'signal').length, before);
  await send({ kind: 'candidate', candidate: candidate('192.0.2.7'), ...place });
  t.like(anna.told.at(-1), { type: 'signal', from: 'citizen' });
  const again = { kind: 'again' as const, attempt: 0 };
  await anna.take({ type: 'signal', call: request.call, to: 'citizen', signal: again });
  t.like(told('rho').at(-1), { type: 'signal', from: 'operator', signal: again });
});

test('offices: one that is not there, one that is closed, one that closes over the queue', async (t) => {
  const { calls, told, hours, clock } = await open(t);
  await calls.fromTotem('rho', ask({ office: 'nessuno' }));
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'not_found' } });
  hours.set('urp', Date.parse('2026-11-26T08:00:00Z'));
  await calls.fromTotem('rho', ask());
  t.like(told('rho').at(-1), { type: 'closed', opens: '2026-11-26T08:00:00.000Z' });
  clock.now += 1000;
  hours.set('urp', undefined);
  const request = ask();
  await calls.fromTotem('rho', request);
  await calls.centre.take({ type: 'closed', office: 'urp', opens: null });
  t.like(told('rho').at(-1), { type: 'ended', outcome: 'closed' });
});

test('a hub that starts again finds who waits, who talks and whose desk rang', async (t) => {
  const setting = await open(t);
  const { told } = setting;
  const talking = ask();
  const ringing = ask();
  await setting.calls.fromTotem('rho', talking);
  const anna = await desk(t, setting.calls, 'anna');
  await anna.take({ type: 'presence', presence: 'available' });
  await anna.take({ type: 'answer', call: talking.call });
  await anna.take({ type: 'media', call: talking.call, flowing: true });
  await setting.calls.fromTotem('rho', { type: 'media', call: talking.call, flowing: true });
  await setting.calls.fromTotem('legnano', ringing);
  const bruno = await desk(t, setting.calls, 'bruno');
  await bruno.take({ type: 'presence', presence: 'available' });
  t.is(setting.calls.centre.view().calls.get(ringing.call)?.state, 'ringing');

  await setting.again();
  t.is(setting.calls.centre.view().calls.get(talking.call)?.state, 'interrupted');
  t.is(setting.calls.centre.view().calls.get(ringing.call)?.state, 'waiting');
  setting.calls.totemLink('rho', true);
  setting.calls.totemLink('legnano', true);
  await setting.calls.fromTotem('rho', { type: 'resume', call: talking.call });
  const back = await desk(t, setting.calls, 'anna');
  await until(
    'who talked talks on',
    () => setting.calls.centre.view().calls.get(talking.call)?.state === 'connected',
  );
  t.like(told('rho').at(-1), { type: 'standing', state: 'connected' });
  await back.take({ type: 'leave', call: talking.call });
  await back.take({ type: 'presence', presence: 'available' });
  t.true(back.told.some((each) => each.type === 'ring' && each.call === ringing.call));
});

test('an operator who signs in elsewhere closes the first desk, and skills stay', async (t) => {
  const setting = await open(t);
  const first = await desk(t, setting.calls, 'anna');
  const skills = {
    offices: ['urp', 'lavoro'],
    languages: ['it', 'en'],
    signLanguage: true,
    subjects: [],
    modes: ['video' as const],
  };
  await first.take({ type: 'skills', skills });
  const second = await desk(t, setting.calls, 'anna');
  t.true(first.isClosed());
  t.true(first.told.some(({ type }) => type === 'replaced'));
  await first.closed();
  await until('the second desk is told', () => second.last() !== undefined);
  t.deepEqual(second.last()?.skills, skills);
  t.is(setting.calls.centre.view().desks.get('anna')?.present, true, 'the first one’s end changes nothing');
  const refused: DeskRequest = ask();
  await second.take(refused);
  t.like(second.told.at(-1), { type: 'refused', error: { code: 'forbidden' } });
});

test('a desk that is loaded again rings on, for the time that is left; so does one that is asked in', async (t) => {
  const { calls, clock } = await open(t);
  const anna = await desk(t, calls, 'anna');
  await anna.take({ type: 'presence', presence: 'available' });
  const request = ask();
  const { call } = request;
  await calls.fromTotem('rho', request);
  t.like(
    anna.told.find(({ type }) => type === 'ring'),
    { call, as: 'operator', seconds: 20 },
  );
  clock.now += 5500;
  await anna.closed();
  const again = await desk(t, calls, 'anna');
  t.like(
    again.told.find(({ type }) => type === 'ring'),
    { call, as: 'operator', seconds: 15 },
  );
  await again.take({ type: 'answer', call });
  t.is(calls.centre.view().calls.get(call)?.state, 'connecting');
  const talks = await desk(t, calls, 'anna');
  t.is(
    talks.told.find(({ type }) => type === 'ring'),
    undefined,
    'who has answered is not rung up',
  );

  const bea = await desk(t, calls, 'bea');
  await bea.take({ type: 'presence', presence: 'available' });
  await talks.take({ type: 'invite', call, operator: 'bea', listens: false });
  const back = await desk(t, calls, 'bea');
  t.like(
    back.told.find(({ type }) => type === 'ring'),
    { call, as: 'guest-1' },
  );
});

test('who waits is told when the place changes', async (t) => {
  const { calls, told, clock } = await open(t);
  const first = ask();
  await calls.fromTotem('rho', first);
  clock.now += 1000;
  await calls.fromTotem('legnano', ask());
  t.like(told('legnano').at(-1), { type: 'standing', position: 1, wait: null });
  const anna = await desk(t, calls, 'anna');
  t.is(anna.told.filter(({ type }) => type === 'ring').length, 0, 'nobody is available yet');
  await anna.take({ type: 'presence', presence: 'available' });
  await anna.take({ type: 'answer', call: first.call });
  const place = told('legnano').at(-1);
  t.like(place, { type: 'standing', state: 'waiting', position: 1 });
  t.deepEqual(place?.type === 'standing' ? place.wait : null, { from: 1, to: 6 });
});
