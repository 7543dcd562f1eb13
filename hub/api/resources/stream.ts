import Type from 'typebox';
import { streamEvents } from '../../../protocol/index.ts';
import { problems, type Resource } from '../parts.ts';
import { sendEvents } from '../streams/events.ts';

const StreamedEvent = Type.Union(
  Object.entries(streamEvents).map(([name, data]) =>
    Type.Object({ event: Type.Literal(name), data }, { additionalProperties: false }),
  ),
);

/** What changes, as it changes. */
export const streamResource: Resource = (scope, options) => {
  scope.get(
    '/stream',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'watchFleet',
        summary: 'Server-Sent Events; after a reconnect read the lists again',
        tags: ['hub'],
        response: { 200: { content: { 'text/event-stream': { schema: StreamedEvent } } }, ...problems },
      },
    },
    async (request, reply) => {
      sendEvents(request, reply, options);
      return reply;
    },
  );
};
