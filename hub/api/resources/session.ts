import Type from 'typebox';
import { CurrentSession, SignedIn, SignInRequest, userRoles } from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { sessionCookie } from '../access.ts';
import { problems, type Resource } from '../parts.ts';

const attemptsAMinute = 10;

/** Signing in and out. The token goes to programs in the body and to browsers as a cookie no script can read. */
export const sessionResource: Resource = (scope, { identity, secureCookies }) => {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: secureCookies } as const;

  scope.post(
    '/session',
    {
      config: { open: true, rateLimit: { max: attemptsAMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'signIn',
        summary: 'Sign in',
        tags: ['session'],
        security: [],
        body: SignInRequest,
        response: { 200: SignedIn, ...problems },
      },
    },
    async (request, reply) => {
      const signedIn = unwrap(await identity.signIn(request.body.name, request.body.password));
      reply.setCookie(sessionCookie, signedIn.token, { ...cookie, expires: new Date(signedIn.expires) });
      return signedIn;
    },
  );

  scope.get(
    '/session',
    {
      config: { roles: userRoles },
      schema: {
        operationId: 'getSession',
        summary: 'Who is signed in',
        tags: ['session'],
        response: { 200: CurrentSession, ...problems },
      },
    },
    async ({ session }) => session ?? refuse('unauthenticated', 'sign in first'),
  );

  scope.delete(
    '/session',
    {
      config: { roles: userRoles },
      schema: {
        operationId: 'signOut',
        summary: 'Sign out',
        tags: ['session'],
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await identity.signOut(request.sessionToken);
      return reply.clearCookie(sessionCookie, cookie).code(204).send(null);
    },
  );
};
