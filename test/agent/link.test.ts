import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { createFaults } from '../../agent/health/faults.ts';
import { backoff, createCommandDesk, type Link, openOutbox, startLink } from '../../agent/link/index.ts';
import { trustProblem } from '../../agent/link/trust.ts';
import {
  type Command,
  type DesiredState,
  Hello,
  type ReportedState,
  success,
  type TotemEvent,
  validatorOf,
} from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { newAuthority, startBroker, type TestBroker, totemTls } from '../harness/broker.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const readHello = validatorOf(Hello);
const reported: ReportedState = {
  revision: 3,
  content: { state: 'idle', active: null, previous: null, target: null, progress: 1, problem: null },
  keyRing: 0,
};
const started: TotemEvent = {
  kind: 'agent.started',
  at: '2026-11-23T10:00:00.000Z',
  version: '1',
  cleanStop: true,
};

interface Bench {
  link: Link;
  outbox: Awaited<ReturnType<typeof openOutbox>>;
  faults: ReturnType<typeof createFaults>;
  desired: DesiredState[];
  online: boolean[];
  taps: unknown[];
}

/** A link of the totem `t-1` to a broker, with certificates of an authority. */
async function connectTo(
  t: ExecutionContext,
  url: string,
  tls: { key: string; cert: string; ca: string },
): Promise<Bench> {
  const outbox = await openOutbox({ folder: await newAgentFolder(t), log });
  const nothing = () => undefined;
  const faults = createFaults(Date.now, { raised: nothing, cleared: nothing, changed: nothing });
  const desired: DesiredState[] = [];
  const online: boolean[] = [];
  const taps: unknown[] = [];
  const none = async () => success({});
  const desk = createCommandDesk(
    {
      tap: async (where) => {
        taps.push(where);
        return success({});
      },
      live: none,
      reload: none,
      screenshot: async () => success({ bytes: 1 }),
    },
    log,
  );
  const link = startLink({
    url,
    totem: 't-1',
    tls,
    boot: randomUUID(),
    version: '1.0.0',
    outbox,
    desk,
    reported: () => reported,
    onDesired: (state) => desired.push(state),
    onOnline: (state) => online.push(state),
    faults,
    log,
    now: Date.now,
    random: () => 0,
  });
  t.teardown(() => link.stop());
  return { link, outbox, faults, desired, online, taps };
}

async function linked(t: ExecutionContext): Promise<Bench & { broker: TestBroker }> {
  const authority = await newAuthority(t);
  const broker = await startBroker(t, authority);
  return { broker, ...(await connectTo(t, broker.url, await totemTls(authority, 't-1'))) };
}

const welcome = (acknowledged = 0, desired: DesiredState | null = null) => ({
  time: new Date().toISOString(),
  acknowledged,
  desired,
});

test('the wait before a reconnect grows, is spread, and never passes its ceiling', (t) => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const wait = backoff(attempt, random);
        const reached = Math.min(60_000, 1000 * 2 ** Math.min(attempt, 30));
        t.true(wait >= reached / 2 && wait <= reached);
        t.true(backoff(attempt + 1, random) >= wait);
      },
    ),
  );
});

test('hello, welcome, desired state, events one batch after the other, and goodbye', async (t) => {
  const { broker, link, outbox, desired, online } = await linked(t);
  for (let count = 0; count < 250; count += 1) void outbox.append(started);
  const [first] = await until('the hello', () => broker.on('hello').length > 0 && broker.on('hello'));
  const hello = readHello(first);
  t.true(hello.ok && hello.value.revision === 3 && hello.value.outbox === outbox.id);
  t.false(link.online());
  t.deepEqual(broker.on('events'), [], 'nothing is sent before the welcome');

  const wish: DesiredState = { revision: 4, content: null, keyRing: null, configuration: {} };
  await broker.say('t-1', 'welcome', welcome(0, wish));
  await until('the first batch', () => broker.on('events').length === 1);
  t.true(link.online());
  t.deepEqual(desired, [wish]);
  t.like(broker.on('events')[0], { first: 1, outbox: outbox.id });
  await broker.say('t-1', 'acknowledged', { outbox: outbox.id, sequence: 200 });
  await until('the second batch', () => broker.on('events').length === 2);
  t.like(broker.on('events')[1], { first: 201 });
  await broker.say('t-1', 'acknowledged', { outbox: outbox.id, sequence: 250 });
  await until('the outbox to be empty', () => outbox.pending === 0);
  await outbox.append(started);
  link.wake();
  await until('the new event', () => broker.on('events').length === 3);
  t.like(broker.on('events')[2], { first: 251 });

  link.report({ ...reported, revision: 4 });
  await until('the report', () => broker.on('reported').length === 1);
  await broker.say('t-1', 'desired', { ...wish, revision: 5 });
  await until('the desired state', () => desired.length === 2);
  await link.stop();
  await until('the goodbye', () => broker.on('presence').length > 0);
  t.like(broker.on('presence')[0], { online: false });
  t.deepEqual(online, [true, false]);
});

test('a broken connection is opened again and what was not acknowledged is sent again', async (t) => {
  const { broker, link, outbox, online } = await linked(t);
  await outbox.append(started);
  await until('the hello', () => broker.on('hello').length === 1);
  await broker.say('t-1', 'welcome', welcome());
  await until('the batch', () => broker.on('events').length === 1);
  broker.disconnect();
  await until('the next hello', () => broker.on('hello').length === 2);
  t.false(link.online());
  await broker.say('t-1', 'welcome', welcome());
  await until('the batch again', () => broker.on('events').length === 2);
  t.deepEqual(broker.on('events')[0], broker.on('events')[1]);
  t.deepEqual(online, [true, false, true]);
  t.is(broker.on('presence').filter((presence) => presence.online === false).length, 1, 'the last will');
});

test('malformed messages are refused, counted and told as a fault until a good one comes', async (t) => {
  const { broker, link, faults, desired } = await linked(t);
  await until('the hello', () => broker.on('hello').length === 1);
  const wrong = [
    '',
    '{',
    '[]',
    '{"time":"yesterday"}',
    JSON.stringify({ ...welcome(), more: 1 }),
    'x'.repeat(300_000),
  ];
  for (const message of wrong) await broker.say('t-1', 'welcome', message);
  await broker.say('t-1', 'desired', { revision: -1 });
  await until('all to be refused', () => link.refused() === wrong.length + 1);
  t.deepEqual(
    faults.list().map(({ code, part }) => `${code} ${part}`),
    ['link.message_refused welcome', 'link.message_refused desired'],
  );
  await broker.say('t-1', 'welcome', welcome());
  await until('to be online', () => link.online());
  t.deepEqual(
    faults.list().map(({ part }) => part),
    ['desired'],
  );
  t.deepEqual(desired, []);
});

test('a command is carried out once, expires by the hub’s clock, and is answered', async (t) => {
  const { broker, taps } = await linked(t);
  await until('the hello', () => broker.on('hello').length === 1);
  // The hub's clock is two hours ahead of the totem's.
  const hubTime = Date.now() + 7_200_000;
  const at = (milliseconds: number) => new Date(hubTime + milliseconds).toISOString();
  await broker.say('t-1', 'welcome', { ...welcome(), time: at(0) });
  const order = (id: string, expires: string, where: unknown): Command => ({
    id,
    name: 'tap',
    arguments: where,
    expires,
  });
  const [one, late, wrong] = [randomUUID(), randomUUID(), randomUUID()];
  const result = (id: string) => broker.on('result').find((answer) => answer.id === id);
  await broker.say('t-1', 'command', order(one, at(60_000), { x: 0.5, y: 0.5 }));
  await broker.say('t-1', 'command', order(one, at(60_000), { x: 0.5, y: 0.5 }));
  await broker.say('t-1', 'command', order(late, at(-60_000), { x: 0.1, y: 0.1 }));
  await broker.say('t-1', 'command', order(wrong, at(60_000), { x: 7 }));
  await until('the results', () => result(one) && result(late) && result(wrong) && true);
  t.true(result(one)?.ok);
  t.like(result(late), { ok: false, error: { code: 'expired' } });
  t.like(result(wrong), { ok: false, error: { code: 'invalid' } });
  t.deepEqual(taps, [{ x: 0.5, y: 0.5 }]);
});

test('a handler that throws is an answer with the code internal', async (t) => {
  const broken = async () => {
    throw new Error('broken');
  };
  const desk = createCommandDesk({ tap: broken, live: broken, reload: broken, screenshot: broken }, log);
  const id = randomUUID();
  const expires = new Date(2000).toISOString();
  const answer = await desk.take({ id, name: 'reload', arguments: {}, expires }, 1000);
  t.like(answer, { ok: false, error: { code: 'internal' } });
});

test('a hub of another authority, an expired hub, and a hub that refuses the totem are one fault each', async (t) => {
  const authority = await newAuthority(t);
  const other = await newAuthority(t);
  const past = await newAuthority(t, () => Date.now() - 500 * 86_400_000);
  const cases: [string, TestBroker, Awaited<ReturnType<typeof totemTls>>, RegExp][] = [
    ['other', await startBroker(t, other), await totemTls(authority, 't-1'), /hub's certificate is refused/],
    [
      'expired',
      await startBroker(t, past),
      await totemTls(past, 't-1'),
      /hub's certificate is refused.*expired/,
    ],
    [
      'unknown totem',
      await startBroker(t, authority, { ca: other.pem }),
      await totemTls(authority, 't-1'),
      /as soon as it has seen the certificate/,
    ],
    [
      'not authorized',
      await startBroker(t, authority, { refuse: true }),
      await totemTls(authority, 't-1'),
      /refuses this totem \(code 5\)/,
    ],
  ];
  for (const [what, broker, tls, message] of cases) {
    const { faults, link } = await connectTo(t, broker.url, tls);
    const [fault] = await until(what, () => faults.list().length > 0 && faults.list());
    t.is(fault?.code, 'link.certificate_refused', what);
    t.regex(fault?.message ?? '', message, what);
    await link.stop();
  }
});

test('a network that fails is not a matter of trust', (t) => {
  t.is(trustProblem(undefined), undefined);
  t.is(trustProblem(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })), undefined);
  t.is(trustProblem(Object.assign(new Error('unavailable'), { code: 3 })), undefined);
});
