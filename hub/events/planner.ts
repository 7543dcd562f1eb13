import type { EventBatch, TotemEvent } from '../../protocol/index.ts';

/** An event with its place in the outbox. */
export interface NumberedEvent {
  sequence: number;
  event: TotemEvent;
}

/** What a batch comes to. */
export interface EventPlan {
  fresh: NumberedEvent[];
  /** The last sequence that is here or is known never to come, once `fresh` is stored. */
  acknowledged: number;
  /** Events of the batch that were here already. */
  repeated: number;
  /** Sequences that are passed over, because the outbox does not hold them any more. */
  lost: number;
  gap: boolean;
}

/**
 * What of a batch is new to an outbox of which everything up to `acknowledged` is settled. A batch that would
 * leave a gap is not taken, as what is missing would then never be asked for again, unless the batch says that
 * all that is missing is gone.
 */
export function newEvents(batch: EventBatch, acknowledged: number): EventPlan {
  const missing = Math.max(0, batch.first - 1 - acknowledged);
  if (missing > (batch.skipped ?? 0)) return { fresh: [], acknowledged, repeated: 0, lost: 0, gap: true };
  const here = acknowledged + missing;
  const repeated = Math.min(here + 1 - batch.first, batch.events.length);
  const fresh = batch.events
    .slice(repeated)
    .map((event, index) => ({ sequence: batch.first + repeated + index, event }));
  return { fresh, acknowledged: here + fresh.length, repeated, lost: missing, gap: false };
}
