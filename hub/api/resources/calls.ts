import Type from 'typebox';
import { CallRequest, DeskRequest } from '../../../protocol/calls/index.ts';
import { jsonValidatorOf, type Problem } from '../../../protocol/index.ts';
import { refuse } from '../../http/index.ts';
import { isForeign } from '../access.ts';
import type { Resource } from '../parts.ts';
import { openSocket } from '../streams/socket.ts';

const maximumBytes = 64 * 1024;
const parseDesk = jsonValidatorOf(DeskRequest, maximumBytes);
const parseVisitor = jsonValidatorOf(CallRequest, maximumBytes);

const VisitQuery = Type.Object({
  /** Secret of one browser tab, made by it: with the same one it goes on with its call. */
  visit: Type.String({ format: 'uuid' }),
});

/** A new visitor's connections in a minute, from one address. */
const visitsAMinute = 30;

/**
 * Calls over WebSockets: the desk of an operator, and visitors of the portal. What is refused is answered with
 * a `refused` message that names no call where it names none.
 */
export const callsResource: Resource = (scope, { calls, identity, portalOrigins }) => {
  scope.get(
    '/calls/desk',
    {
      websocket: true,
      config: { roles: ['operator', 'supervisor'] },
      schema: { operationId: 'openDesk', summary: 'The desk of an operator (WebSocket)', tags: ['calls'] },
      preValidation: async (request) => {
        if (isForeign(request)) refuse('forbidden', 'the request comes from another site');
      },
    },
    async (websocket, request) => {
      const { session, sessionToken } = request;
      if (!session) return websocket.close();
      // Messages that come before the desk is open wait in order behind it.
      const opening = Promise.resolve().then(() =>
        calls.desks.open(
          { name: session.name, supervisor: session.role === 'supervisor', offices: session.offices },
          { send: (message) => socket.send(message), close: () => socket.close() },
        ),
      );
      const socket = openSocket(websocket, {
        parse: parseDesk,
        allowed: async () => (await identity.session(sessionToken)) !== undefined,
        onRefused: (error) => socket.send({ type: 'refused', call: null, error }),
        onMessage: async (message) => (await opening).take(message),
        onClose: () => void opening.then((desk) => desk.closed()),
      });
      await opening;
    },
  );

  scope.get(
    '/calls/visit',
    {
      websocket: true,
      config: { open: true, rateLimit: { max: visitsAMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'openVisit',
        summary: 'A visitor of the portal (WebSocket)',
        tags: ['calls'],
        security: [],
        querystring: VisitQuery,
      },
      preValidation: async (request) => {
        const { origin } = request.headers;
        if (isForeign(request) && !portalOrigins.includes(origin ?? '')) {
          refuse('forbidden', 'this site is not in calls.portalOrigins of hub.yaml');
        }
      },
    },
    (websocket, request) => {
      const refused = (error: Problem) => socket.send({ type: 'refused', call: null, error });
      const visitor = calls.visitor(request.query.visit, { send: (notice) => socket.send(notice) });
      const socket = openSocket(websocket, {
        parse: parseVisitor,
        allowed: async () => true,
        onRefused: refused,
        onMessage: (message) => visitor.take(message),
        onClose: () => visitor.closed(),
      });
    },
  );
};
