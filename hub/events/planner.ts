import type { EventBatch, TotemEvent } from '../../protocol/index.ts';

/** An event with its place in the outbox. */
export interface NumberedEvent {
  sequence: number;
  event: TotemEvent;
}

/**
 * What of a batch is new to an outbox of which everything up to `acknowledged` is here. A batch that would leave
 * a gap is not taken, as what is missing would then never be asked for again.
 */
export function newEvents(
  batch: EventBatch,
  acknowledged: number,
): { fresh: NumberedEvent[]; acknowledged: number; repeated: number; gap: boolean } {
  if (batch.first > acknowledged + 1) return { fresh: [], acknowledged, repeated: 0, gap: true };
  const repeated = Math.min(acknowledged + 1 - batch.first, batch.events.length);
  const fresh = batch.events
    .slice(repeated)
    .map((event, index) => ({ sequence: batch.first + repeated + index, event }));
  return { fresh, acknowledged: acknowledged + fresh.length, repeated, gap: false };
}
