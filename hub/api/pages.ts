import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { refuse } from '../http/index.ts';
import type { Scope } from './parts.ts';

// Scripts, styles, fonts and connections of our own origin only; pictures and sound also from the page itself.
const contentPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What no page of ours needs; a page that does says so itself. */
const permissions = 'camera=(), microphone=(), geolocation=(), display-capture=()';
const deskPermissions = 'camera=(self), microphone=(self), geolocation=(), display-capture=()';

/** Headers of every answer. */
export function protectAnswers(server: Scope): void {
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentPolicy,
      'permissions-policy': permissions,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
}

/** The dashboard's built files at `/`. An address without a file is a view of the page, which routes by itself. */
export async function servePages(server: Scope, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  server.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (page && built) return reply.sendFile('index.html', { maxAge: 0, immutable: false });
    if (page) refuse('unavailable', 'the pages are not built: run `npm run setup`');
    return refuse('not_found', 'there is no such resource');
  });
  if (!built) return;
  await server.register(fastifyStatic, {
    root: folder,
    // One route a file: whatever else is asked for under `/api` is the API's to refuse.
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cachedFor(folder, path));
    },
    cacheControl: false,
  });
}

/** The built files of the operators' desk at `/desk/`, the one page of the staff that may use camera and microphone. */
export async function serveDesk(server: Scope, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  server.get('/desk', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/desk/'));
  await server.register(fastifyStatic, {
    root: folder,
    prefix: '/desk/',
    decorateReply: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cachedFor(folder, path));
      reply.header('permissions-policy', deskPermissions);
    },
    cacheControl: false,
  });
}

/** Built files have the hash of what is in them in their names. */
function cachedFor(folder: string, path: string): string {
  return path.startsWith(join(folder, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
