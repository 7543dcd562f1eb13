import type { FastifyBaseLogger } from 'fastify';
import type { Logger } from 'pino';

/** The hub's log for Fastify, which would otherwise write two lines a request and one a listener. */
export function quietLog(log: Logger): FastifyBaseLogger {
  return log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level });
}
