import type { FastifyRequest } from 'fastify';
import { TextMessageRequest, type TotemId } from '../../protocol/index.ts';
import { refuse, type Scope, unwrap } from '../http/index.ts';
import type { TextMessages } from '../sms/index.ts';

/**
 * `POST /v1/text-messages`: a citizen at this totem wants a link on the phone. It is answered once the message was
 * handed over, or was not; nothing of it is kept or logged.
 */
export function textMessageRoute(
  scope: Pick<Scope, 'post'>,
  texts: Pick<TextMessages, 'send'> | null,
  admitted: (request: FastifyRequest) => Promise<void>,
  peer: (request: FastifyRequest) => TotemId,
): void {
  scope.post(
    '/v1/text-messages',
    { schema: { body: TextMessageRequest }, bodyLimit: 4096, onRequest: admitted },
    async (request, reply) => {
      if (!texts) refuse('unsupported', 'this hub sends no text messages');
      unwrap(await texts.send(peer(request), request.body));
      return reply.code(204).send();
    },
  );
}
