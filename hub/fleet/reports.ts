import type { Logger } from 'pino';
import type { TotemId } from '../../protocol/index.ts';
import type { Store } from '../store/index.ts';
import type { TotemRecord } from './records.ts';

const flushMs = 5000;
const rowsAtOnce = 100;

/** Stores what totems send often, some seconds late and many rows at a time. */
export interface Reports {
  changed(id: TotemId): void;
  /** Stores now. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What is lost when the hub dies in between is at most the last seconds of health: totems send it again with
 * their next heartbeat, and their reported state with their next hello.
 */
export function startReports(
  { db }: Store,
  record: (id: TotemId) => TotemRecord | undefined,
  log: Logger,
): Reports {
  const waiting = new Set<TotemId>();
  let running: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const rows = [...waiting].flatMap((id) => {
      const totem = record(id);
      return totem ? [rowOf(totem)] : [];
    });
    waiting.clear();
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      await db
        .insertInto('totem_reports')
        .values(rows.slice(from, from + rowsAtOnce))
        .onConflict((conflict) =>
          conflict.column('totem').doUpdateSet(({ ref }) => ({
            last_seen: ref('excluded.last_seen'),
            reported: ref('excluded.reported'),
            health: ref('excluded.health'),
            messages_refused: ref('excluded.messages_refused'),
          })),
        )
        .execute();
    }
  }

  function flush(): Promise<void> {
    running = running.then(write).catch((error) => log.error({ err: error }, 'reports could not be stored'));
    return running;
  }

  const timer = setInterval(() => {
    if (waiting.size > 0) void flush();
  }, flushMs);
  timer.unref();

  return {
    changed: (id) => void waiting.add(id),
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}

function rowOf(totem: TotemRecord) {
  return {
    totem: totem.id,
    last_seen: totem.lastSeen,
    reported: totem.reported && JSON.stringify(totem.reported),
    health: totem.health && JSON.stringify(totem.health),
    messages_refused: totem.messagesRefused,
  };
}
