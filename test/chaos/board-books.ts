import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Totem, validatorOf } from '../../protocol/index.ts';
import { tapBytes } from '../harness/evdev.ts';
import type { TestHub } from '../harness/hub.ts';
import { until } from '../harness/until.ts';
import { deviceOf, type Scene } from './board-misdeeds.ts';
import type { Outcome } from './report.ts';
import type { Victim } from './totem.ts';

const readVerdict = validatorOf(Totem);

/** Puts everything right, and counts what is not well within two minutes. */
export async function settle(
  { plugs, panel, victim }: Scene,
  hub: TestHub,
): Promise<Pick<Outcome, 'lost' | 'notes'>> {
  const notes: string[] = [];
  for (const [name, plug] of plugs) await plug.plug(deviceOf(name));
  panel.close();
  const before = victim.touches();
  let now: Totem | undefined;
  const well = await holds(async () => {
    panel.write(tapBytes(500, 500));
    now = await totemAt(hub, victim);
    const { health } = now;
    return (
      now.online &&
      health?.sensors.every(({ state }) => state === 'ready') === true &&
      health.faults.every(({ code }) => !/^(sensor|touch)\./.test(code)) &&
      victim.touches() > before + 1
    );
  });
  const ready = now?.health?.sensors.filter(({ state }) => state === 'ready').length ?? 0;
  const faults = now?.health?.faults.filter(({ code }) => /^(sensor|touch)\./.test(code)) ?? [];
  if (!well)
    notes.push(`at the end: ${ready} sensors ready, faults ${faults.map(({ code }) => code).join(', ')}`);
  const quiet = await holds(async () => (await totemAt(hub, victim)).health?.eventsPending === 0);
  if (!quiet) notes.push('events still wait at the totem');
  await victim.stop();
  const { missing, unacknowledged, raised, stored } = booksOf(hub, victim.agent().totem ?? '');
  notes.push(`${stored} events stored, of which ${raised} of sensors raised a fault`);
  return {
    notes,
    lost: {
      sensors_not_ready: plugs.size - ready,
      faults_not_cleared: faults.length,
      touches_not_told: victim.touches() > before + 1 ? 0 : 1,
      events_missing: missing,
      events_unacknowledged: unacknowledged,
      events_still_waiting: quiet ? 0 : 1,
      faults_never_raised: raised > 0 ? 0 : 1,
    },
  };
}

export async function holds(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await until('all to be well', () => ask().catch(() => false), 120_000);
  } catch {
    return false;
  }
}

/** What the hub knows of the totem. */
export async function totemAt(hub: TestHub, victim: Victim): Promise<Totem> {
  const answer = await hub.api(`/totems/${victim.agent().totem}`);
  const totem = readVerdict(await answer.json());
  if (!totem.ok) throw new Error(totem.error.message);
  return totem.value;
}

/** What the hub's store has of the events: every number once, up to the one it acknowledged. */
function booksOf(hub: TestHub, totem: string) {
  const db = new Database(join(hub.data, 'hub.sqlite'), { readonly: true });
  try {
    const count = (sql: string): number => Number(db.prepare(sql).pluck().get(totem) ?? 0);
    const stored = count('select count(*) from events where totem = ?');
    const last = count(
      'select sum(last) from (select max(sequence) last from events where totem = ? group by outbox)',
    );
    const acknowledged = count('select sum(acknowledged) from outboxes where totem = ?');
    const raised = count(
      `select count(*) from events where totem = ? and kind = 'fault.raised' and body like '%"sensor.%'`,
    );
    return { stored, raised, missing: last - stored, unacknowledged: Math.abs(last - acknowledged) };
  } finally {
    db.close();
  }
}
