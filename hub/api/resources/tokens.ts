import Type from 'typebox';
import { EnrolmentTokenList, EnrolmentTokenMade, EnrolmentTokenRequest } from '../../../protocol/index.ts';
import { unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

const TokenAddress = Type.Object({ id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });

/** One-time tokens by which new totems join. A token's text is told only when it is made. */
export const tokensResource: Resource = (scope, { identity, gatewayUrl }) => {
  scope.post(
    '/enrolment-tokens',
    {
      schema: {
        operationId: 'newEnrolmentToken',
        summary: 'Make a one-time enrolment token',
        tags: ['enrolment'],
        body: EnrolmentTokenRequest,
        response: { 201: EnrolmentTokenMade, ...problems },
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await identity.newToken(request.body, gatewayUrl))),
  );

  scope.get(
    '/enrolment-tokens',
    {
      schema: {
        operationId: 'listEnrolmentTokens',
        summary: 'All tokens and what became of them',
        tags: ['enrolment'],
        response: { 200: EnrolmentTokenList, ...problems },
      },
    },
    async () => ({ tokens: await identity.listTokens() }),
  );

  scope.delete(
    '/enrolment-tokens/:id',
    {
      schema: {
        operationId: 'revokeEnrolmentToken',
        summary: 'Revoke a token that was not used',
        tags: ['enrolment'],
        params: TokenAddress,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      unwrap(await identity.revokeToken(request.params.id));
      return reply.code(204).send(null);
    },
  );
};
