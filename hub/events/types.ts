import type { Acknowledged, EventBatch, StoredEvent, TotemId } from '../../protocol/index.ts';

/** Events of totems: each is stored once, and acknowledged only after it is on disk. */
export interface EventStore {
  /**
   * Stores what is new in the batch and resolves, after the commit, with the last sequence that is here without
   * a gap. A batch that leaves a gap is not taken: the answer says where to go on from. Where the batch says that
   * the totem does not hold what is missing any more, it is counted as dropped and the answer passes over it.
   */
  ingest(totem: TotemId, batch: EventBatch): Promise<Acknowledged>;
  /**
   * What a totem says on connecting: it holds everything after `acknowledged`. Where the hub remembers less
   * (its store was restored from a backup) the hub goes on from the totem's number.
   */
  resume(totem: TotemId, outbox: string, acknowledged: number): Promise<number>;
  /** Newest first; without what tells of usage where that is not wanted. */
  list(query: { totem?: TotemId; limit: number; usage?: boolean }): Promise<StoredEvent[]>;
  onEvent(listener: (event: StoredEvent) => void): () => void;
}
