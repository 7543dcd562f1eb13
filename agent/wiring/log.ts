import { type Logger, pino } from 'pino';
import { createLogRing, type LogRing } from '../local/index.ts';

/** The agent's log: to standard output, where the journal takes it, and to memory, for `totem local logs`. */
export function openLog(level: string): { log: Logger; logs: LogRing } {
  const logs = createLogRing();
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream([
      { level: 'trace', stream: pino.destination(1) },
      { level: 'trace', stream: logs },
    ]),
  );
  return { log, logs };
}
