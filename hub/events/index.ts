import type { Logger } from 'pino';
import {
  type Acknowledged,
  type EventBatch,
  type StoredEvent,
  TotemEvent as TotemEventSchema,
  type TotemId,
  usageKinds,
} from '../../protocol/index.ts';
import { createListeners } from '../listeners.ts';
import type { Metrics } from '../metrics/index.ts';
import { jsonColumn, type Store } from '../store/index.ts';
import { type Committed, commitBatches, outboxPosition, resumeOutbox } from './commit.ts';
import type { EventStore } from './types.ts';

export { type Audit, createAudit } from './audit.ts';
export type * from './types.ts';

export interface EventsOptions {
  store: Store;
  metrics: Pick<Metrics, 'eventsStored' | 'eventsRepeated' | 'eventsDropped'>;
  log: Logger;
  now: () => number;
}

interface Waiting {
  totem: TotemId;
  batch: EventBatch;
  resolve: (acknowledged: Acknowledged) => void;
  reject: (error: unknown) => void;
}

const bodyColumn = jsonColumn('events.body', TotemEventSchema);
// Some 10,000 events of one commit at most: the loop is not held longer than some tens of milliseconds.
const batchesAtOnce = 50;

/**
 * Batches that arrive while one commit is under way share the next one: a disk that syncs a hundred times a
 * second still takes thousands of batches.
 */
export function createEventStore(options: EventsOptions): EventStore {
  const { store, metrics, log, now } = options;
  const stored = createListeners<StoredEvent>();
  let waiting: Waiting[] = [];
  let committing = false;

  async function commitAll(): Promise<void> {
    if (committing) return;
    committing = true;
    while (waiting.length > 0) {
      const taken = waiting.slice(0, batchesAtOnce);
      waiting = waiting.slice(batchesAtOnce);
      try {
        const done = await commitBatches(store, taken, new Date(now()).toISOString());
        for (const [index, entry] of taken.entries()) settle(entry, done[index]);
      } catch (error) {
        log.error({ err: error }, 'events could not be stored');
        for (const entry of taken) entry.reject(error);
      }
    }
    committing = false;
  }

  function settle(entry: Waiting, done: Committed | undefined): void {
    if (!done) {
      entry.reject(new Error('the batch was not committed'));
      return;
    }
    metrics.eventsStored.inc(done.events.length);
    metrics.eventsRepeated.inc(done.repeated);
    metrics.eventsDropped.inc(done.lost);
    if (done.lost > 0) log.warn({ totem: entry.totem, lost: done.lost }, 'a totem had to drop events');
    if (done.gap) log.warn({ totem: entry.totem, first: entry.batch.first }, 'events left a gap');
    entry.resolve({ outbox: entry.batch.outbox, sequence: done.acknowledged });
    for (const event of done.events) stored.tell(event);
  }

  return {
    ingest: (totem, batch) =>
      new Promise((resolve, reject) => {
        waiting.push({ totem, batch, resolve, reject });
        void commitAll();
      }),

    async resume(totem, outbox, acknowledged) {
      const position = await outboxPosition(store.db, totem, outbox);
      if (position >= acknowledged) return position;
      log.warn({ totem, here: position, totemSays: acknowledged }, 'events are missing from the store');
      await resumeOutbox(store, totem, outbox, acknowledged);
      return acknowledged;
    },

    async list({ totem, limit, usage = true }) {
      let query = store.db.selectFrom('events').selectAll().orderBy('id', 'desc').limit(limit);
      if (totem !== undefined) query = query.where('totem', '=', totem);
      if (!usage) query = query.where('kind', 'not in', [...usageKinds]);
      return (await query.execute()).map((row) => ({
        id: row.id,
        totem: row.totem,
        sequence: row.sequence,
        received: row.received,
        event: bodyColumn(row.body),
      }));
    },

    onEvent: stored.add,
  };
}
