import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { createEventStore } from '../../../hub/events/index.ts';
import { createMetrics } from '../../../hub/metrics/index.ts';
import { openReports } from '../../../hub/report/index.ts';
import { openStore } from '../../../hub/store/index.ts';
import type { TotemEvent } from '../../../protocol/index.ts';

const march = Date.parse('2026-03-10T09:30:00Z');
const day = 86_400_000;
const log = pino({ level: 'silent' });

async function scene(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-report-'));
  const store = await openStore(join(folder, 'hub.sqlite'));
  const clock = { now: march };
  const now = () => clock.now;
  const events = createEventStore({ store, metrics: createMetrics(), log, now });
  const places = { list: () => [], sites: () => [] };
  const open = () => openReports({ store, fleet: places, log, now });
  const outbox = randomUUID();
  let sent = 0;
  t.teardown(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return {
    store,
    clock,
    open,
    async send(list: TotemEvent[]) {
      await events.ingest('atrio', { outbox, first: sent + 1, events: list });
      sent += list.length;
    },
  };
}

function viewed(card: string, times: number, at = march): TotemEvent[] {
  const event: TotemEvent = { kind: 'card.viewed', at: new Date(at).toISOString(), card, language: 'it' };
  return Array.from({ length: times }, () => event);
}

async function cards(reports: ReturnType<typeof openReports>, days = {}) {
  const report = await reports.report(days);
  if (!report.ok) throw new Error(report.error.message);
  return report.value.viewed;
}

test('each event counts once, however often the hub starts again', async (t) => {
  const { send, open } = await scene(t);
  await send([
    ...viewed('carta', 6),
    { kind: 'service.closed', at: new Date(march).toISOString(), seconds: 3 },
  ]);
  const first = open();
  t.deepEqual(await cards(first), [{ name: 'carta', count: 6 }]);
  t.deepEqual(await cards(first), [{ name: 'carta', count: 6 }]);
  await first.stop();
  await send(viewed('carta', 3));
  const second = open();
  await Promise.all([second.tidy(), second.tidy()]);
  t.deepEqual(await cards(second), [{ name: 'carta', count: 9 }]);
  await second.stop();
});

test('usage events go after a month, their counts stay, and go after three years', async (t) => {
  const { store, clock, send, open } = await scene(t);
  const reports = open();
  await send([
    ...viewed('carta', 7),
    { kind: 'service.closed', at: new Date(march).toISOString(), seconds: 3 },
  ]);
  const kinds = async () => (await store.db.selectFrom('events').select('kind').distinct().execute()).length;
  await reports.tidy();
  t.is(await kinds(), 2);
  clock.now += 40 * day;
  await reports.tidy();
  t.is(await kinds(), 1, 'what is not of usage is kept');
  const days = { from: '2026-03-01', to: '2026-03-31' };
  t.deepEqual(await cards(reports, days), [{ name: 'carta', count: 7 }]);
  clock.now += 4 * 366 * day;
  await reports.tidy();
  t.deepEqual(await cards(reports, days), []);
  await reports.stop();
});

test('days that make no sense are refused with the field', async (t) => {
  const { open } = await scene(t);
  const reports = open();
  for (const query of [
    { from: '2026-03-10', to: '2026-03-01' },
    { from: '2020-01-01', to: '2026-03-01' },
    { from: '2026-02-31', to: '2026-02-01' },
  ]) {
    const answer = await reports.report(query);
    t.is(answer.ok ? '' : answer.error.field, '/from');
  }
  const nowhere = await reports.report({ site: 9 });
  t.is(nowhere.ok ? '' : nowhere.error.field, '/site');
  await reports.stop();
});
