import Type from 'typebox';
import { Totem, TotemChange, TotemId, TotemList } from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

export const TotemAddress = Type.Object({ id: TotemId }, { additionalProperties: false });

/** The registry: what each totem should be and what it says it is. */
export const totemsResource: Resource = (scope, { fleet }) => {
  scope.get(
    '/totems',
    {
      schema: {
        operationId: 'listTotems',
        summary: 'All totems that are not revoked',
        tags: ['totems'],
        response: { 200: TotemList, ...problems },
      },
    },
    async () => ({ totems: fleet.list() }),
  );

  scope.get(
    '/totems/:id',
    {
      schema: {
        operationId: 'getTotem',
        summary: 'One totem',
        tags: ['totems'],
        params: TotemAddress,
        response: { 200: Totem, ...problems },
      },
    },
    async (request) => fleet.get(request.params.id) ?? refuse('not_found', 'there is no such totem'),
  );

  scope.patch(
    '/totems/:id',
    {
      schema: {
        operationId: 'changeTotem',
        summary: 'Rename a totem, move it, change its groups or configuration',
        tags: ['totems'],
        params: TotemAddress,
        body: TotemChange,
        response: { 200: Totem, ...problems },
      },
    },
    async (request) => unwrap(await fleet.change(request.params.id, request.body)),
  );

  scope.delete(
    '/totems/:id',
    {
      schema: {
        operationId: 'revokeTotem',
        summary: 'End a totem’s certificate and take it out of the fleet',
        tags: ['totems'],
        params: TotemAddress,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      unwrap(await fleet.revoke(request.params.id));
      return reply.code(204).send(null);
    },
  );
};
