import Type from 'typebox';
import {
  PasswordRequest,
  User,
  UserList,
  UserName,
  UserOfficesRequest,
  UserRequest,
} from '../../../protocol/index.ts';
import { unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

const params = Type.Object({ name: UserName });

/** Who may sign in. */
export const usersResource: Resource = (scope, { identity, calls, audit }) => {
  scope.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'All users',
        tags: ['users'],
        response: { 200: UserList, ...problems },
      },
    },
    async () => ({ users: await identity.listUsers() }),
  );

  scope.post(
    '/users',
    {
      schema: {
        operationId: 'addUser',
        summary: 'Add a user',
        tags: ['users'],
        body: UserRequest,
        response: { 201: User, ...problems },
      },
    },
    async (request, reply) => {
      const user = unwrap(await identity.addUser(request.body));
      await audit.record(request.session?.name ?? '', 'user added', user.name, user.role);
      return reply.code(201).send(user);
    },
  );

  scope.put(
    '/users/:name/password',
    {
      schema: {
        operationId: 'changePassword',
        summary: 'Give a user a new password, and sign them out everywhere',
        tags: ['users'],
        params,
        body: PasswordRequest,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      unwrap(await identity.changePassword(name, request.body.password));
      await audit.record(request.session?.name ?? '', 'password changed', name);
      return reply.code(204).send(null);
    },
  );

  scope.put(
    '/users/:name/offices',
    {
      schema: {
        operationId: 'allowOffices',
        summary:
          'Say for which offices somebody may be at the desk, which holds at once; null for every office',
        tags: ['users'],
        params,
        body: UserOfficesRequest,
        response: { 200: User, ...problems },
      },
    },
    async (request) => {
      const { offices } = request.body;
      const user = unwrap(await identity.allowOffices(request.params.name, offices));
      await calls.desks.allow(user.name, offices);
      const who = request.session?.name ?? '';
      await audit.record(who, 'offices allowed', user.name, offices?.join(' ') ?? 'all');
      return user;
    },
  );

  scope.delete(
    '/users/:name',
    {
      schema: {
        operationId: 'removeUser',
        summary: 'Remove a user, who is signed out everywhere',
        tags: ['users'],
        params,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      unwrap(await identity.removeUser(name));
      await audit.record(request.session?.name ?? '', 'user removed', name);
      return reply.code(204).send(null);
    },
  );
};
