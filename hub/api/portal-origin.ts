import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../http/index.ts';
import { isForeign } from './access.ts';

/**
 * Lets pages of the sites in `calls.portalOrigins` read an answer, without cookies (Fetch standard, CORS). Another
 * site is refused, and may read why: whoever put the call on it sees what is missing.
 */
export function admitPortal(
  request: FastifyRequest,
  reply: FastifyReply,
  portalOrigins: readonly string[],
): void {
  const { origin } = request.headers;
  reply.header('vary', 'origin');
  if (origin === undefined || !isForeign(request)) return;
  reply.headers({ 'access-control-allow-origin': origin, 'cross-origin-resource-policy': 'cross-origin' });
  if (!portalOrigins.includes(origin)) {
    refuse('forbidden', 'this site is not in calls.portalOrigins of hub.yaml');
  }
}
