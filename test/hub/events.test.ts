import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { newEvents } from '../../hub/events/planner.ts';
import { Acknowledged, type EventBatch, jsonValidatorOf, topicOf } from '../../protocol/index.ts';
import { connectTotem, counted, helloOf, startCore } from '../harness/core.ts';
import { until } from '../harness/until.ts';

const at = '2026-11-20T10:00:00.000Z';
const readAcknowledged = jsonValidatorOf(Acknowledged, 1024);

/** Events whose card is their sequence, so that a mixed-up or repeated one shows. */
function batchOf(outbox: string, first: number, count: number, skipped?: number): EventBatch {
  const events = Array.from({ length: count }, (_, index) => ({
    kind: 'card.viewed' as const,
    at,
    card: `card-${first + index}`,
    language: 'it',
  }));
  return { outbox, first, events, ...(skipped !== undefined && { skipped }) };
}

async function storedCards(core: Awaited<ReturnType<typeof startCore>>, totem: string): Promise<string[]> {
  const list = await core.events.list({ totem, limit: 10_000 });
  return list.map(({ event }) => (event.kind === 'card.viewed' ? event.card : event.kind)).reverse();
}

const cards = (last: number) => Array.from({ length: last }, (_, index) => `card-${index + 1}`);

test('whatever is sent again, late or in parts, each event is planned once and in order', (t) => {
  const batches = fc.array(
    fc.record({ first: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 1, max: 20 }) }),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(batches, (sent) => {
      let acknowledged = 0;
      const kept: number[] = [];
      for (const { first, count } of sent) {
        const plan = newEvents(batchOf('x', first, count), acknowledged);
        if (plan.gap !== first > acknowledged + 1) return false;
        if (plan.acknowledged < acknowledged) return false;
        for (const { sequence, event } of plan.fresh) {
          if (event.kind !== 'card.viewed' || event.card !== `card-${sequence}`) return false;
          kept.push(sequence);
        }
        acknowledged = plan.acknowledged;
      }
      return kept.every((sequence, index) => sequence === index + 1) && kept.length === acknowledged;
    }),
  );
  t.deepEqual(newEvents(batchOf('x', 1, 3), 3), {
    fresh: [],
    acknowledged: 3,
    repeated: 3,
    lost: 0,
    gap: false,
  });
});

/** What may befall an outbox and its batches, in any order. */
const outboxStep = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    kind: fc.constant('drop' as const),
    from: fc.integer({ min: 1, max: 80 }),
    count: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('send' as const),
    size: fc.integer({ min: 1, max: 8 }),
    heard: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('again' as const), which: fc.nat(30) }),
  /** The outbox knows after a restart only of what it noted when it last dropped something. */
  fc.record({ kind: fc.constant('restart' as const) }),
);

test('whatever an outbox drops, every event it kept comes once, and every number is stored or lost', (t) => {
  fc.assert(
    fc.property(fc.array(outboxStep, { maxLength: 80 }), (steps) => {
      const held = new Set<number>();
      let last = 0;
      let known = 0;
      let noted = 0;
      let acknowledged = 0;
      let lost = 0;
      const stored: number[] = [];
      const sent: EventBatch[] = [];
      const take = (batch: EventBatch) => {
        const plan = newEvents(batch, acknowledged);
        t.false(plan.gap);
        t.true(plan.acknowledged >= acknowledged);
        stored.push(...plan.fresh.map(({ sequence }) => sequence));
        lost += plan.lost;
        acknowledged = plan.acknowledged;
      };
      const send = (size: number, heard: boolean) => {
        const first = [...held].find((sequence) => sequence > known);
        if (first === undefined) return false;
        let count = 1;
        while (count < size && held.has(first + count)) count += 1;
        const batch = batchOf('x', first, count, first - 1 - known);
        sent.push(batch);
        take(batch);
        if (heard) known = acknowledged;
        return true;
      };
      for (const step of steps) {
        if (step.kind === 'append') for (let each = 0; each < step.count; each += 1) held.add(++last);
        else if (step.kind === 'drop') {
          noted = known;
          for (let each = 0; each < step.count; each += 1) held.delete(step.from + each);
        } else if (step.kind === 'send') send(step.size, step.heard);
        else if (step.kind === 'restart') known = noted;
        else {
          const old = sent[step.which % Math.max(1, sent.length)];
          if (old) take(old);
        }
      }
      while (send(8, true));
      t.deepEqual(
        stored,
        [...new Set(stored)].sort((one, other) => one - other),
      );
      const all = new Set(stored);
      for (const sequence of held) t.true(all.has(sequence));
      t.is(stored.length + lost, acknowledged);
    }),
  );
});

test('a gap of which a batch says too little is refused, and one of which it says more than enough is not', (t) => {
  t.like(newEvents(batchOf('x', 10, 2, 5), 3), { fresh: [], acknowledged: 3, lost: 0, gap: true });
  t.like(newEvents(batchOf('x', 10, 2, 6), 3), { acknowledged: 11, lost: 6, gap: false });
  t.like(newEvents(batchOf('x', 10, 2, 9), 3), { acknowledged: 11, lost: 6, gap: false });
  t.like(newEvents(batchOf('x', 10, 2, 9), 10), { acknowledged: 11, repeated: 1, lost: 0, gap: false });
  t.like(newEvents(batchOf('x', 10, 2, 9), 40), { acknowledged: 40, repeated: 2, lost: 0, gap: false });
});

test('events are stored once and acknowledged without a gap', async (t) => {
  const core = await startCore(t);
  const outbox = randomUUID();
  const heard: number[] = [];
  core.events.onEvent((event) => heard.push(event.sequence));
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 1, 3)), { outbox, sequence: 3 });
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 2, 4)), { outbox, sequence: 5 });
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 9, 1)), { outbox, sequence: 5 });
  t.deepEqual(await core.events.ingest('t-b', batchOf(outbox, 1, 1)), { outbox, sequence: 1 });
  const newDisk = randomUUID();
  t.deepEqual(await core.events.ingest('t-a', batchOf(newDisk, 1, 1)), { outbox: newDisk, sequence: 1 });
  t.deepEqual(await storedCards(core, 't-a'), [...cards(5), 'card-1']);
  t.deepEqual(heard, [1, 2, 3, 4, 5, 1, 1]);
  t.is(await counted(core.metrics, 'totem_events_stored_total'), 7);
  t.is(await counted(core.metrics, 'totem_events_repeated_total'), 2);
  t.is((await core.events.list({ limit: 2 })).length, 2);
});

test('events that a totem had to drop are counted once, and the rest goes on', async (t) => {
  const core = await startCore(t);
  const outbox = randomUUID();
  await core.events.ingest('t-a', batchOf(outbox, 1, 2));
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 8, 2)), { outbox, sequence: 2 });
  for (let again = 0; again < 2; again += 1) {
    t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 8, 2, 5)), { outbox, sequence: 9 });
  }
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 11, 1, 1)), { outbox, sequence: 11 });
  t.deepEqual(await storedCards(core, 't-a'), ['card-1', 'card-2', 'card-8', 'card-9', 'card-11']);
  t.is(await counted(core.metrics, 'totem_events_dropped_total'), 6);
  t.deepEqual(await core.store.db.selectFrom('outboxes').selectAll().execute(), [
    { totem: 't-a', outbox, acknowledged: 11, dropped: 6 },
  ]);
});

test('many batches at once, repeated and out of turn, lose and double nothing', async (t) => {
  const core = await startCore(t);
  const outbox = randomUUID();
  const sends: Promise<unknown>[] = [];
  for (let first = 1; first <= 400; first += 10) {
    for (const totem of ['t-a', 't-b', 't-c']) {
      sends.push(core.events.ingest(totem, batchOf(outbox, first, 10)));
      sends.push(core.events.ingest(totem, batchOf(outbox, Math.max(1, first - 5), 10)));
    }
  }
  await Promise.all(sends);
  for (const totem of ['t-a', 't-b', 't-c']) t.deepEqual(await storedCards(core, totem), cards(400));
});

test('an outbox of which the totem was told more than the store holds goes on from there', async (t) => {
  const core = await startCore(t);
  const outbox = randomUUID();
  t.is(await core.events.resume('t-a', outbox, 0), 0);
  await core.events.ingest('t-a', batchOf(outbox, 1, 4));
  t.is(await core.events.resume('t-a', outbox, 2), 4);
  t.is(await core.events.resume('t-a', outbox, 20), 20);
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 21, 1)), { outbox, sequence: 21 });
  t.deepEqual(await core.events.ingest('t-a', batchOf(outbox, 5, 3)), { outbox, sequence: 21 });
});

async function outboxTotem(t: ExecutionContext) {
  const core = await startCore(t);
  const totem = await core.enrol();
  const client = await connectTotem(t, core, totem);
  const acknowledged: number[] = [];
  client.on('message', (topic, bytes) => {
    if (!topic.endsWith('/acknowledged')) return;
    const message = readAcknowledged(bytes);
    if (message.ok) acknowledged.push(message.value.sequence);
  });
  await client.subscribeAsync(topicOf(totem.id, 'acknowledged'), { qos: 1 });
  return { core, totem, client, acknowledged };
}

test('over MQTT a batch is acknowledged once it is in the store', async (t) => {
  const { core, totem, client, acknowledged } = await outboxTotem(t);
  const { outbox } = helloOf();
  for (let first = 1; first <= 1000; first += 100) {
    void client.publishAsync(topicOf(totem.id, 'events'), JSON.stringify(batchOf(outbox, first, 100)), {
      qos: 1,
    });
  }
  await until('the last acknowledgement', () => acknowledged.at(-1) === 1000);
  t.deepEqual(
    acknowledged,
    [...acknowledged].sort((one, other) => one - other),
  );
  t.deepEqual(await storedCards(core, totem.id), cards(1000));
});
