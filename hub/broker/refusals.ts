import type { Logger } from 'pino';
import type { TotemId, UpwardChannel } from '../../protocol/index.ts';
import type { FleetIntake } from '../fleet/index.ts';
import type { Metrics } from '../metrics/index.ts';

/** Counts what was refused, and logs it without its content. */
export interface Refusals {
  message(totem: TotemId, channel: UpwardChannel | 'none', reason: string, field?: string): void;
  connection(reason: string, totem?: string): void;
}

// A line a second at most for one totem: who floods the hub must not fill its disk with log lines.
const quietMs = 1000;

export function refusalsOf(
  fleet: Pick<FleetIntake, 'refused'>,
  metrics: Pick<Metrics, 'messagesRefused' | 'connectionsRefused'>,
  log: Logger,
  now: () => number,
): Refusals & { forget(totem: TotemId): void } {
  const lastLine = new Map<TotemId, number>();
  return {
    message(totem, channel, reason, field) {
      metrics.messagesRefused.inc({ channel, reason });
      fleet.refused(totem);
      const moment = now();
      if (moment - (lastLine.get(totem) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
      lastLine.set(totem, moment);
      log.warn({ totem, channel, reason, field }, 'message refused');
    },
    connection(reason, totem) {
      metrics.connectionsRefused.inc({ reason });
      log.debug({ totem, reason }, 'connection refused');
    },
    forget: (totem) => void lastLine.delete(totem),
  };
}
