import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { createFaults } from '../../agent/health/faults.ts';
import { createCommandDesk, openOutbox, startLink } from '../../agent/link/index.ts';
import { failure, type TotemEvent } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { type Core, counted, type Enrolled, helloOf, startCore } from '../harness/core.ts';
import { until } from '../harness/until.ts';

type Outbox = Awaited<ReturnType<typeof openOutbox>>;

const log = pino({ level: 'silent' });
const bounds = { segmentBytes: 1500, maximumBytes: 8000 };
const at = '2026-11-23T10:00:00.000Z';
const played = (number: number): TotemEvent => ({
  kind: 'playlist.played',
  at,
  media: `media/${number}.jpg`,
  seconds: 1,
});
const activated = (number: number): TotemEvent => ({ kind: 'content.activated', at, release: `r-${number}` });

/** The agent's own link between an outbox and a hub. */
function linkTo(t: ExecutionContext, core: Core, totem: Enrolled, outbox: Outbox) {
  const nothing = () => undefined;
  const no = async () => failure('unavailable', 'no screen here');
  const link = startLink({
    url: core.broker.url,
    totem: totem.id,
    tls: totem,
    boot: randomUUID(),
    version: '1.0.0',
    outbox,
    desk: createCommandDesk({ tap: no, live: no, reload: no, screenshot: no }, log),
    reported: () => helloOf().reported,
    onDesired: nothing,
    onOnline: nothing,
    faults: createFaults(Date.now, { raised: nothing, cleared: nothing, changed: nothing }),
    log,
    now: Date.now,
    random: () => 0,
  });
  t.teardown(() => link.stop());
  return link;
}

/** Every event has its sequence in its name; the ones of the hub, oldest first. */
async function storedSequences(t: ExecutionContext, core: Core, totem: Enrolled): Promise<number[]> {
  const list = await core.events.list({ totem: totem.id, limit: 10_000 });
  return list.reverse().map(({ sequence, event }) => {
    const name = 'media' in event ? event.media : 'release' in event ? event.release : '';
    t.is(name.replace(/[^0-9]/g, ''), String(sequence));
    return sequence;
  });
}

/** Adds events up to a number; every tenth is no usage and is kept. */
async function fill(outbox: Outbox, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    await outbox.append(number % 10 === 0 ? activated(number) : played(number));
  }
}

async function settled(t: ExecutionContext, core: Core, totem: Enrolled, outbox: Outbox, last: number) {
  await until('everything to be acknowledged', () => outbox.acknowledged === last && outbox.pending === 0);
  const stored = await storedSequences(t, core, totem);
  t.deepEqual(
    stored,
    [...new Set(stored)].sort((one, other) => one - other),
  );
  for (let number = 10; number <= last; number += 10) t.true(stored.includes(number), `${number}`);
  const [book] = await core.store.db.selectFrom('outboxes').selectAll().execute();
  t.like(book, { outbox: outbox.id, acknowledged: last, dropped: last - stored.length });
  t.is(await counted(core.metrics, 'totem_events_dropped_total'), last - stored.length);
  return last - stored.length;
}

for (const restarted of [false, true]) {
  test(`a totem that dropped events while it was away goes on${restarted ? ' after a restart' : ''}`, async (t) => {
    const core = await startCore(t);
    const totem = await core.enrol();
    const folder = await newAgentFolder(t);
    const first = await openOutbox({ folder, log, ...bounds });
    const link = linkTo(t, core, totem, first);
    await fill(first, 1, 15);
    link.wake();
    await until('the first events to be acknowledged', () => first.acknowledged === 15);
    await link.stop();

    await fill(first, 16, 300);
    t.true(first.dropped > 0);
    await first.close();
    const outbox = restarted ? await openOutbox({ folder, log, ...bounds }) : first;
    const again = linkTo(t, core, totem, outbox);
    t.is(await settled(t, core, totem, outbox, 300), first.dropped);

    await fill(outbox, 301, 320);
    again.wake();
    await settled(t, core, totem, outbox, 320);
  });
}

test('acknowledgements that are lost make nothing come twice and no loss count twice', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const outbox = await openOutbox({ folder: await newAgentFolder(t), log, ...bounds });
  await fill(outbox, 1, 200);
  t.true(outbox.dropped > 0);
  let cuts = 0;
  // Heard after the commit and before the acknowledgement is on its way: the connection is gone by then.
  core.events.onEvent(() => {
    if (cuts >= 3) return;
    cuts += 1;
    core.broker.disconnect(totem.id);
  });
  linkTo(t, core, totem, outbox);
  t.is(await settled(t, core, totem, outbox, 200), outbox.dropped);
  t.is(cuts, 3);
  t.is(await counted(core.metrics, 'totem_events_repeated_total'), 0, 'the hello said where to go on');
});

test('a hub whose acknowledgement was lost with its process is not told of the loss twice', async (t) => {
  const core = await startCore(t);
  const totem = await core.enrol();
  const folder = await newAgentFolder(t);
  const outbox = await openOutbox({ folder, log, ...bounds });
  await fill(outbox, 1, 200);
  const batch = await outbox.batch();
  if (!batch) throw new Error('nothing to send');
  const acknowledged = await core.events.ingest(totem.id, batch);
  await core.stop();

  const later = await startCore(t, { folder: core.folder });
  t.deepEqual(await later.events.ingest(totem.id, batch), acknowledged);
  const again = await openOutbox({ folder, log, ...bounds });
  linkTo(t, later, totem, again);
  await until('everything to be acknowledged', () => again.acknowledged === 200 && again.pending === 0);
  const stored = await storedSequences(t, later, totem);
  const [book] = await later.store.db.selectFrom('outboxes').selectAll().execute();
  t.like(book, { acknowledged: 200, dropped: 200 - stored.length });
  t.is(outbox.dropped, 200 - stored.length);
});
