import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { PortalDirectory } from '../../protocol/calls/index.ts';
import { LanguageTag } from '../../protocol/index.ts';
import { refuse, type Scope } from '../http/index.ts';
import { type Assets, preferredLanguage } from '../public/index.ts';
import { portalPage } from './page.ts';
import type { Script } from './script.ts';

export interface PortalRoutesOptions {
  publicUrl: string | null;
  directory(language: string | undefined): Promise<PortalDirectory | undefined>;
  assets: Assets;
  /** What the page has beside the style of the public pages. */
  style: Buffer;
  script(): Promise<Script | undefined>;
}

const closed = { additionalProperties: false } as const;
const PageAddress = Type.Object({ language: LanguageTag }, closed);
const AssetAddress = Type.Object(
  { version: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 60 }) },
  closed,
);
const asHtml = { content: { 'text/html': { schema: Type.String() } } } as const;
const open = { tags: ['portal'], security: [] };
const config = { rateLimit: { max: 300, timeWindow: 60_000 } };
const forGood = 'public, max-age=31536000, immutable';

/** The routes under `/portal`. They ask for nothing, set nothing and log nothing about who reads. */
export function portalRoutes(scope: Scope, options: PortalRoutesOptions): void {
  const { publicUrl, directory, assets, style, script } = options;
  const root = publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  const version = createHash('sha256').update(assets.version).update(style).digest('hex').slice(0, 16);
  const folder = `${root}/portal/assets/${version}`;

  const show = async (request: FastifyRequest, reply: FastifyReply, asked: string | undefined) => {
    const told = await directory(asked);
    const address = publicUrl ?? addressOf(request);
    reply.headers({
      'content-security-policy': policyFor(request),
      'permissions-policy': 'camera=(self), microphone=(self)',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    return reply
      .type('text/html; charset=utf-8')
      .send(portalPage({ directory: told, asked: asked ?? 'it', address, root, folder }));
  };

  scope.get(
    '/',
    {
      config,
      schema: {
        operationId: 'openPortalPage',
        summary: 'The call to a person in the reader’s language, and how to put it on a site',
        ...open,
        response: { 200: asHtml },
      },
    },
    async (request, reply) => {
      const known = await directory(undefined);
      reply.header('vary', 'accept-language');
      const header = request.headers['accept-language'];
      return show(request, reply, preferredLanguage(header, known?.languages ?? []) ?? known?.language);
    },
  );

  scope.get(
    '/:language',
    {
      config,
      schema: {
        operationId: 'getPortalPage',
        summary: 'The same in a language of the content',
        ...open,
        params: PageAddress,
        response: { 200: asHtml },
      },
    },
    async (request, reply) => show(request, reply, request.params.language),
  );

  scope.get(
    '/totem-call.js',
    {
      config: { rateLimit: { max: 1200, timeWindow: 60_000 } },
      schema: {
        operationId: 'getPortalScript',
        summary: 'The script that brings `<totem-call>` to a page of any site',
        ...open,
      },
    },
    async (request, reply) => {
      const built = await script();
      if (!built) refuse('unavailable', 'the pages are not built: run `npm run setup`');
      reply.headers({
        // A module of another site is read with CORS; nothing in it is anybody's own.
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=600',
        vary: 'accept-encoding',
        etag: built.etag,
      });
      if (request.headers['if-none-match']?.includes(built.etag)) return reply.code(304).send();
      const encoding = encodingFor(request.headers['accept-encoding']);
      if (encoding) reply.header('content-encoding', encoding);
      const bytes = encoding === 'br' ? built.brotli : encoding === 'gzip' ? built.gzip : built.plain;
      return reply.type('text/javascript; charset=utf-8').send(bytes);
    },
  );

  scope.get(
    '/assets/:version/:name',
    { config, schema: { hide: true, params: AssetAddress } },
    async (request, reply) => {
      const { name } = request.params;
      const own =
        name === 'portal.css' ? { type: 'text/css; charset=utf-8', bytes: style } : assets.get(name);
      const asset = request.params.version === version ? own : undefined;
      if (!asset) refuse('not_found', 'there is no such file');
      return reply.header('cache-control', forGood).type(asset.type).send(asset.bytes);
    },
  );
}

/** The address that the visitor used, where it can be one. */
function addressOf({ protocol, host }: FastifyRequest): string {
  const address = `${protocol}://${host}`;
  return URL.canParse(address) ? new URL(address).origin : `${protocol}://localhost`;
}

/** What the page may load: what our documentation asks of any site with the call on it, and its own style. */
function policyFor({ host, protocol }: FastifyRequest): string {
  // Older browsers do not count a WebSocket of the same host as 'self'.
  const socket = /^[\w.:[\]-]+$/.test(host) ? ` ${protocol === 'https' ? 'wss' : 'ws'}://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src 'self'${socket}`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The smallest encoding that the reader's browser takes (RFC 9110, 12.5.3). */
function encodingFor(header: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const taken = String(header ?? '')
    .split(',')
    .filter((each) => !/;\s*q=0(?:\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim());
  if (taken.includes('br')) return 'br';
  return taken.includes('gzip') ? 'gzip' : undefined;
}
