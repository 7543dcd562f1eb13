import Type from 'typebox';
import { EventList } from '../../../protocol/index.ts';
import { problems, type Resource } from '../parts.ts';
import { TotemAddress } from './totems.ts';

const EventQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
    /** Whether what tells of usage is among them; there is much of it, and the report has it. */
    usage: Type.Boolean({ default: true }),
  },
  { additionalProperties: false },
);

/** What happened on the totems, newest first. */
export const eventsResource: Resource = (scope, { events }) => {
  scope.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        summary: 'Events of all totems',
        tags: ['events'],
        querystring: EventQuery,
        response: { 200: EventList, ...problems },
      },
    },
    async (request) => ({ events: await events.list(request.query) }),
  );

  scope.get(
    '/totems/:id/events',
    {
      schema: {
        operationId: 'listTotemEvents',
        summary: 'Events of one totem, also after it was revoked',
        tags: ['events'],
        params: TotemAddress,
        querystring: EventQuery,
        response: { 200: EventList, ...problems },
      },
    },
    async (request) => ({
      events: await events.list({ totem: request.params.id, ...request.query }),
    }),
  );
};
