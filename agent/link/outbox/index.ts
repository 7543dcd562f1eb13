import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import {
  type Acknowledged,
  type EventBatch,
  largestSequence,
  type TotemEvent,
} from '../../../protocol/index.ts';
import { type RecordedEvent, readSegment } from './segment.ts';
import {
  appendToSegment,
  isUsage,
  openStore,
  removeSegment,
  rewriteSegment,
  type Segment,
  startSegment,
  writeLabel,
} from './store.ts';

export { firstOf as segmentStart, readSegment } from './segment.ts';
export { isUsage } from './store.ts';

/** Events on disk until the hub has committed them. */
export interface Outbox {
  /** Made anew when the totem's disk was lost. */
  readonly id: string;
  /** Sequence number up to which the hub has committed everything, as far as is known here. */
  readonly acknowledged: number;
  readonly pending: number;
  /** Events given up for lack of room since the outbox was made. */
  readonly dropped: number;
  /** Resolves with the event's sequence number once it is on the disk; rejects where the disk refuses. */
  append(event: TotemEvent): Promise<number>;
  /**
   * The oldest events that are not acknowledged, without a gap between them; `null` if there are none. It says how
   * many before them are not here any more.
   */
  batch(): Promise<EventBatch | null>;
  /** Forgets what the hub has committed. Another outbox's or an older acknowledgement changes nothing. */
  acknowledge(acknowledged: Acknowledged): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export interface OutboxOptions {
  folder: string;
  log: Logger;
  /** Bytes on disk beyond which the oldest usage events are dropped, then the oldest of all. */
  maximumBytes?: number;
  segmentBytes?: number;
}

/** Limits of one batch: the protocol's, and half of the largest message. */
const maximumBatchEvents = 200;
const maximumBatchBytes = 128 * 1024;

export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const { folder, log, maximumBytes = 16 * 1024 * 1024, segmentBytes = 256 * 1024 } = options;
  const store = await openStore(folder, randomUUID);
  const { segments } = store;
  if (store.damagedLines > 0) log.warn({ lines: store.damagedLines }, 'torn lines left out of the outbox');
  let { label, labelled } = store;
  // Never more than the hub has: what it already has and comes again it recognises.
  let acknowledged = label.gap?.after ?? (segments[0]?.first ?? store.next) - 1;
  let next = Math.max(store.next, acknowledged + 1);
  let waiting: Waiting[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const current = async (): Promise<Segment> => {
    const open = segments.at(-1);
    if (open && !open.sealed && open.bytes < segmentBytes) return open;
    // A segment that holds nothing but a torn tail has the very name the next one would have.
    if (open?.first === next) {
      await rewriteSegment(open, []);
      return open;
    }
    const fresh = await startSegment(folder, next);
    segments.push(fresh);
    return fresh;
  };

  /** Writes everything that waits with one fsync, then lets each caller know. */
  const flush = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      if (!labelled) {
        await writeLabel(folder, label);
        labelled = true;
      }
      await makeRoom();
      const segment = await current();
      const recorded = group.map(({ event }, index) => ({ sequence: next + index, event }));
      await appendToSegment(segment, recorded);
      next += recorded.length;
      group.forEach(({ resolve }, index) => {
        resolve(recorded[index]?.sequence ?? 0);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  const makeRoom = async (): Promise<void> => {
    while (segments.reduce((sum, segment) => sum + segment.bytes, 0) > maximumBytes) {
      // The last segment is still being filled: it is never thinned.
      const full = segments.slice(0, -1);
      const victim = full.find((segment) => !segment.thinned);
      const oldest = full[0];
      if (victim) await thin(victim);
      else if (oldest) await give(oldest, []);
      else return;
    }
  };

  const thin = async (segment: Segment): Promise<void> => {
    const { events } = await readSegment(segment.path, segment.first);
    await give(
      segment,
      events.filter(({ event }) => !isUsage(event)),
    );
    segment.thinned = true;
  };

  /** Keeps only these events of a segment and counts the others as dropped. */
  const give = async (segment: Segment, kept: RecordedEvent[]): Promise<void> => {
    const keptSequences = new Set(kept.map(({ sequence }) => sequence));
    const lost = segment.sequences.filter(
      (sequence) => sequence > acknowledged && !keptSequences.has(sequence),
    );
    const last = lost.at(-1);
    if (last !== undefined) {
      const gap = { after: acknowledged, last: Math.max(last, label.gap?.last ?? 0) };
      const told = { ...label, dropped: label.dropped + lost.length, gap };
      await writeLabel(folder, told);
      label = told;
    }
    if (kept.length > 0) await rewriteSegment(segment, kept);
    else await forget(segment);
    if (lost.length > 0) {
      log.warn({ lost: lost.length, dropped: label.dropped }, 'events dropped: no room in the outbox');
    }
  };

  const forget = async (segment: Segment): Promise<void> => {
    await removeSegment(segment);
    segments.splice(segments.indexOf(segment), 1);
  };

  const readBatch = async (): Promise<EventBatch | null> => {
    const segment = segments.find(({ sequences }) => (sequences.at(-1) ?? 0) > acknowledged);
    if (!segment) return null;
    const { events } = await readSegment(segment.path, segment.first);
    const unsent = events.filter(({ sequence }) => sequence > acknowledged);
    const first = unsent[0];
    if (!first) return null;
    let bytes = 0;
    const batch: TotemEvent[] = [];
    for (const { sequence, event } of unsent) {
      bytes += JSON.stringify(event).length;
      const fits = batch.length < maximumBatchEvents && (batch.length === 0 || bytes <= maximumBatchBytes);
      if (!fits || sequence !== first.sequence + batch.length) break;
      batch.push(event);
    }
    const skipped = first.sequence - 1 - acknowledged;
    return {
      outbox: label.outbox,
      first: first.sequence,
      ...(skipped > 0 && { skipped }),
      events: batch,
    };
  };

  const settle = async (sequence: number): Promise<void> => {
    if (sequence <= acknowledged || sequence > largestSequence) return;
    acknowledged = sequence;
    // The hub knows numbers that this disk has lost: they must not be given to other events.
    if (sequence >= next) {
      next = sequence + 1;
      segments.push(await startSegment(folder, next));
    }
    const open = await current();
    for (const segment of segments.filter((one) => one !== open)) {
      if ((segment.sequences.at(-1) ?? 0) <= acknowledged) await forget(segment);
    }
    if (label.gap && label.gap.last <= acknowledged) {
      const { gap: _closed, ...told } = label;
      await writeLabel(folder, told);
      label = told;
    }
  };

  return {
    get id() {
      return label.outbox;
    },
    get acknowledged() {
      return acknowledged;
    },
    get pending() {
      return segments.reduce(
        (sum, { sequences }) => sum + sequences.filter((sequence) => sequence > acknowledged).length,
        0,
      );
    },
    get dropped() {
      return label.dropped;
    },
    append: (event) =>
      new Promise((resolve, reject) => {
        waiting.push({ event, resolve, reject });
        if (waiting.length === 1) void inTurn(flush);
      }),
    batch: () => inTurn(readBatch),
    acknowledge: (message) =>
      message.outbox === label.outbox ? inTurn(() => settle(message.sequence)) : Promise.resolve(),
    close: () => inTurn(() => Promise.resolve()),
  };
}

interface Waiting {
  event: TotemEvent;
  resolve(sequence: number): void;
  reject(reason: unknown): void;
}
