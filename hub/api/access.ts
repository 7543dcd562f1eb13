import type { FastifyRequest } from 'fastify';
import type { UserRole } from '../../protocol/index.ts';
import { refuse } from '../http/index.ts';
import type { Identity, SessionView } from '../identity/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; `null` on open routes. */
    session: SessionView | null;
    /** The bearer token of that session. */
    sessionToken: string;
  }
  interface FastifyContextConfig {
    /** Answers without a session. */
    open?: boolean;
    /** Who may use the route; admins alone where nothing is said. */
    roles?: readonly UserRole[];
  }
}

export const sessionCookie = 'totem_session';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The hook before every request of the API: a session by cookie or by `Authorization: Bearer`, and for unsafe
 * methods with a cookie the proof that our own page sent them.
 */
export function accessHook(identity: Pick<Identity, 'session'>) {
  return async (request: FastifyRequest): Promise<void> => {
    if (bearerOf(request) === undefined && !safeMethods.has(request.method) && isForeign(request)) {
      refuse('forbidden', 'the request comes from another site; programs sign in with a bearer token');
    }
    if (request.routeOptions.config.open) return;
    await sessionOf(identity, request, request.routeOptions.config.roles ?? ['admin']);
  };
}

/** Who is signed in; refuses whoever is not, or has none of these roles. An open route may ask for it, too. */
export async function sessionOf(
  identity: Pick<Identity, 'session'>,
  request: FastifyRequest,
  roles: readonly UserRole[],
): Promise<SessionView> {
  const token = bearerOf(request) ?? request.cookies[sessionCookie];
  const session = token === undefined ? undefined : await identity.session(token);
  if (token === undefined || session === undefined) refuse('unauthenticated', 'sign in first');
  if (!roles.includes(session.role)) refuse('forbidden', `this is not for the role ${session.role}`);
  request.session = session;
  request.sessionToken = token;
  return session;
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Whether a browser says that another site made this request: `Sec-Fetch-Site` (W3C Fetch Metadata), else
 * `Origin` against `Host` (RFC 6454). A request that says neither but carries our cookie is no browser of today.
 */
export function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return request.cookies[sessionCookie] !== undefined;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
