import Type from 'typebox';
import {
  AuditList,
  Rollout,
  RolloutAction,
  RolloutDetail,
  RolloutList,
  RolloutRequest,
} from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

const RolloutAddress = Type.Object({ id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
const AuditQuery = Type.Object(
  {
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  },
  { additionalProperties: false },
);
// The ids of 20,000 totems.
const requestBytes = 1024 * 1024;

/** Content and firmware on their way to totems, phase by phase; and who did what. */
export const rolloutsResource: Resource = (scope, { rollouts, audit }) => {
  scope.post(
    '/rollouts',
    {
      bodyLimit: requestBytes,
      schema: {
        operationId: 'startRollout',
        summary: 'Start a rollout; its totems are resolved now',
        tags: ['rollouts'],
        body: RolloutRequest,
        response: { 201: Rollout, ...problems },
      },
    },
    async ({ body, session }, reply) =>
      reply.code(201).send(unwrap(await rollouts.create(body, session?.name ?? ''))),
  );

  scope.get(
    '/rollouts',
    {
      schema: {
        operationId: 'listRollouts',
        summary: 'The rollouts, newest first',
        tags: ['rollouts'],
        response: { 200: RolloutList, ...problems },
      },
    },
    async () => ({ rollouts: rollouts.list() }),
  );

  scope.get(
    '/rollouts/:id',
    {
      schema: {
        operationId: 'getRollout',
        summary: 'One rollout with each of its totems',
        tags: ['rollouts'],
        params: RolloutAddress,
        response: { 200: RolloutDetail, ...problems },
      },
    },
    async ({ params }) => rollouts.detail(params.id) ?? refuse('not_found', 'there is no such rollout'),
  );

  scope.post(
    '/rollouts/:id/actions',
    {
      schema: {
        operationId: 'changeRollout',
        summary: 'Pause, resume or abort a rollout',
        tags: ['rollouts'],
        params: RolloutAddress,
        body: RolloutAction,
        response: { 200: Rollout, ...problems },
      },
    },
    async ({ params, body, session }) => unwrap(await rollouts.act(params.id, body, session?.name ?? '')),
  );

  scope.get(
    '/audit',
    {
      schema: {
        operationId: 'listAudit',
        summary: 'Who did what, newest first; of one subject, such as `rollout 3`, where it is named',
        tags: ['hub'],
        querystring: AuditQuery,
        response: { 200: AuditList, ...problems },
      },
    },
    async ({ query }) => ({ entries: await audit.list(query) }),
  );
};
