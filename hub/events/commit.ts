import type { Kysely } from 'kysely';
import type { EventBatch, StoredEvent, TotemId } from '../../protocol/index.ts';
import type { Store, Tables } from '../store/index.ts';
import { newEvents } from './planner.ts';

/** What one batch came to. */
export interface Committed {
  acknowledged: number;
  events: StoredEvent[];
  repeated: number;
  lost: number;
  gap: boolean;
}

/** Stores several batches with one commit. All of it is on disk when the promise resolves, or none of it. */
export function commitBatches(
  { db }: Store,
  batches: readonly { totem: TotemId; batch: EventBatch }[],
  received: string,
): Promise<Committed[]> {
  return db.transaction().execute(async (trx) => {
    const done: Committed[] = [];
    for (const { totem, batch } of batches) done.push(await commitOne(trx, totem, batch, received));
    return done;
  });
}

async function commitOne(
  db: Kysely<Tables>,
  totem: TotemId,
  batch: EventBatch,
  received: string,
): Promise<Committed> {
  const plan = newEvents(batch, await outboxPosition(db, totem, batch.outbox));
  const { acknowledged, repeated, lost, gap } = plan;
  if (plan.fresh.length === 0) return { acknowledged, events: [], repeated, lost, gap };
  const rows = await db
    .insertInto('events')
    .values(
      plan.fresh.map(({ sequence, event }) => ({
        totem,
        outbox: batch.outbox,
        sequence,
        received,
        kind: event.kind,
        at: event.at,
        body: JSON.stringify(event),
      })),
    )
    .returning(['id', 'sequence'])
    .execute();
  await setPosition(db, totem, batch.outbox, acknowledged, lost);
  const ids = new Map(rows.map((row) => [row.sequence, row.id]));
  const events = plan.fresh.flatMap(({ sequence, event }) => {
    const id = ids.get(sequence);
    return id === undefined ? [] : [{ id, totem, sequence, received, event }];
  });
  return { acknowledged, events, repeated, lost, gap };
}

/** The last sequence up to which everything is here or lost for good; 0 for an outbox that is new. */
export async function outboxPosition(db: Kysely<Tables>, totem: TotemId, outbox: string): Promise<number> {
  const row = await db
    .selectFrom('outboxes')
    .select('acknowledged')
    .where('totem', '=', totem)
    .where('outbox', '=', outbox)
    .executeTakeFirst();
  return row?.acknowledged ?? 0;
}

/** Moves an outbox forward to what the totem was told before; never back. */
export async function resumeOutbox(
  { db }: Store,
  totem: TotemId,
  outbox: string,
  acknowledged: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if ((await outboxPosition(trx, totem, outbox)) < acknowledged) {
      await setPosition(trx, totem, outbox, acknowledged, 0);
    }
  });
}

async function setPosition(
  db: Kysely<Tables>,
  totem: TotemId,
  outbox: string,
  acknowledged: number,
  lost: number,
): Promise<void> {
  await db
    .insertInto('outboxes')
    .values({ totem, outbox, acknowledged, dropped: lost })
    .onConflict((conflict) =>
      conflict
        .columns(['totem', 'outbox'])
        .doUpdateSet((row) => ({ acknowledged, dropped: row('outboxes.dropped', '+', lost) })),
    )
    .execute();
}
