import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  ServiceCodeAnswer,
  ServiceCodeRequest,
  ServiceKeyRotated,
  ServiceKeysAnswer,
  ServiceKeysRequest,
  ServiceLog,
} from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';
import { TotemAddress } from './totems.ts';

/** Whose work it is to open a totem's service menu. Other roles, should there be any, are refused. */
const technicians: ReadonlySet<string> = new Set(['admin', 'technician']);

const LogQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }) },
  { additionalProperties: false },
);

/** Codes and keys of the totems' service menus. Whatever is told here is noted with the user's name. */
export const serviceResource: Resource = (scope, { fleet, service }) => {
  scope.post(
    '/totems/:id/service-code',
    {
      schema: {
        operationId: 'makeServiceCode',
        summary: 'The code that opens a totem’s service menu, for the counter on its screen',
        tags: ['service'],
        params: TotemAddress,
        body: ServiceCodeRequest,
        response: { 200: ServiceCodeAnswer, ...problems },
      },
    },
    async (request, reply) => {
      const user = technicianOf(request);
      const { id } = request.params;
      if (!fleet.get(id)) refuse('not_found', 'there is no such totem');
      reply.header('cache-control', 'no-store');
      return unwrap(await service.code(id, request.body, user));
    },
  );

  scope.post(
    '/service-keys',
    {
      schema: {
        operationId: 'takeServiceKeys',
        summary: 'The keys themselves, to make codes where there is no network',
        tags: ['service'],
        body: ServiceKeysRequest,
        response: { 200: ServiceKeysAnswer, ...problems },
      },
    },
    async (request, reply) => {
      const user = technicianOf(request);
      const wanted = request.body.totems;
      const totems = wanted
        ? wanted.map((id) => fleet.get(id) ?? refuse('not_found', `there is no totem ${id}`))
        : fleet.list();
      reply.header('cache-control', 'no-store');
      return await service.keys(totems, user);
    },
  );

  scope.post(
    '/totems/:id/service-key/rotation',
    {
      schema: {
        operationId: 'rotateServiceKey',
        summary: 'Give a totem another key: codes and keys that were given out are worth nothing any more',
        tags: ['service'],
        params: TotemAddress,
        response: { 200: ServiceKeyRotated, ...problems },
      },
    },
    async (request) => {
      const { session, params } = request;
      if (session?.role !== 'admin') refuse('forbidden', 'only an admin replaces keys');
      if (!fleet.get(params.id)) refuse('not_found', 'there is no such totem');
      const { generation } = await service.rotate(params.id, session.name);
      return { totem: params.id, generation };
    },
  );

  scope.get(
    '/totems/:id/service-log',
    {
      schema: {
        operationId: 'listServiceLog',
        summary: 'Who asked for a code or key of this totem, newest first',
        tags: ['service'],
        params: TotemAddress,
        querystring: LogQuery,
        response: { 200: ServiceLog, ...problems },
      },
    },
    async (request) => {
      technicianOf(request);
      return { entries: await service.log(request.params.id, request.query.limit) };
    },
  );
};

function technicianOf({ session }: Pick<FastifyRequest, 'session'>): string {
  if (session && technicians.has(session.role)) return session.name;
  return refuse('forbidden', 'only admins and technicians open service menus');
}
