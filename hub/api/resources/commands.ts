import { CommandRequest, CommandResult } from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';
import { TotemAddress } from './totems.ts';

const answerMs = 15_000;

/** Commands are carried out now or never. A totem that refuses answers 200 with `ok: false` and its reason. */
export const commandsResource: Resource = (scope, { fleet, broker, pictures }) => {
  scope.post(
    '/totems/:id/commands',
    {
      schema: {
        operationId: 'sendCommand',
        summary: 'Send a command and wait for its result',
        tags: ['totems'],
        params: TotemAddress,
        body: CommandRequest,
        response: { 200: CommandResult, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (!fleet.get(id)) refuse('not_found', 'there is no such totem');
      const { name, arguments: given = {} } = request.body;
      const result = unwrap(await broker.command(id, name, given, answerMs));
      // Whoever wants the picture asks for it by the screenshot's own address.
      pictures.take(result.id);
      return result;
    },
  );
};
