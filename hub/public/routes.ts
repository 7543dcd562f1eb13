import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { ContentId } from '../../protocol/content/shapes.ts';
import { GroupName, LanguageTag, type PublicKind, publicKinds } from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import { Refusal, type Scope } from '../http/index.ts';
import type { Assets } from './assets.ts';
import type { Edition, Library } from './library.ts';
import {
  bareDocument,
  cardPage,
  document,
  eventPage,
  gonePage,
  homePage,
  missingPage,
  newsPage,
  officePage,
  type Page,
  pictureEnding,
  pictureTypes,
  type View,
} from './pages/index.ts';
import { preferredLanguage, wordsIn } from './words.ts';

export interface RouteOptions {
  /** Address under which the pages are reached. */
  publicUrl: string;
  library: Library;
  artifacts: Pick<ArtifactStore, 'path' | 'size'>;
  assets: Assets;
  now: () => number;
}

/** Requests a minute from one address: a town hall's wireless network is one address for everybody in it. */
const pagesAMinute = 300;
const filesAMinute = 1200;

const closed = { additionalProperties: false } as const;
const Edited = Type.Object({ g: Type.Optional(GroupName) }, closed);
const HomeAddress = Type.Object({ language: LanguageTag }, closed);
const PlaceAddress = Type.Object(
  { language: LanguageTag, kind: Type.Enum([...publicKinds]), id: ContentId },
  closed,
);
const MediaAddress = Type.Object({ name: Type.String({ pattern: '^[0-9a-f]{64}\\.[a-z]{3,4}$' }) }, closed);
const AssetAddress = Type.Object(
  { version: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 60 }) },
  closed,
);
const asHtml = { content: { 'text/html': { schema: Type.String() } } } as const;
const answers = { 200: asHtml, '4xx': asHtml, '5xx': asHtml } as const;
const open = { tags: ['public'], security: [] };

/** Nothing but our own style, fonts and pictures; no script, no form, no frame. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A drawing is opened by itself too, where a script in it would run. */
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const forGood = 'public, max-age=31536000, immutable';

const makers: Record<PublicKind, (view: View, id: string) => Page | undefined> = {
  card: cardPage,
  office: officePage,
  news: newsPage,
  event: eventPage,
};

/** The routes of the public pages. They ask for nothing, set nothing and log nothing about who reads. */
export function publicRoutes(scope: Scope, options: RouteOptions): void {
  const { library, artifacts, assets, now, publicUrl } = options;
  const root = new URL(publicUrl).pathname.replace(/\/$/, '');
  const folder = `${root}/p/assets/${assets.version}`;
  const look = { style: `${folder}/page.css`, icon: `${folder}/icon.svg` };

  const viewOf = (edition: Edition, asked: string, group: string | null): View => {
    const { languages, defaultLanguage } = edition.content;
    // A link may be older than the release, and its language gone meanwhile.
    const language = languages.includes(asked) ? asked : defaultLanguage;
    const { words, language: wordsLanguage } = wordsIn(language);
    return { edition, language, words, wordsLanguage, group, root, now: now() };
  };
  const send = (request: FastifyRequest, reply: FastifyReply, status: number, text: string) => {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    reply.headers({
      'content-security-policy': pagePolicy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'public, max-age=60',
      etag,
    });
    if (status === 200 && isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.code(status).type('text/html; charset=utf-8').send(text);
  };
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, view: View, page: Page) =>
    send(request, reply, status, document(view, page, { url: publicUrl, ...look }));
  const bare = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    which: 'missing' | 'busy' | 'broken',
  ) => {
    const { words, language } = wordsIn(/\/p\/([a-z]{2,3})(?:[/?]|$)/.exec(request.url)?.[1] ?? 'it');
    reply.header('cache-control', 'no-store');
    const text = bareDocument(words, language, words[`${which}Title`], words[`${which}Text`], look);
    return reply
      .code(status)
      .headers({ 'content-security-policy': pagePolicy, 'referrer-policy': 'no-referrer' })
      .type('text/html; charset=utf-8')
      .send(text);
  };
  const missing = async (request: FastifyRequest, reply: FastifyReply) =>
    bare(request, reply, 404, 'missing');

  scope.setNotFoundHandler(missing);
  scope.setErrorHandler((error, request, reply) => {
    const code = error instanceof Refusal ? error.problem.code : undefined;
    if (code === 'too_many_requests') return bare(request, reply, 429, 'busy');
    // An address that no page can have.
    if (code === 'invalid') return bare(request, reply, 404, 'missing');
    request.log.error({ err: error, route: request.routeOptions.url }, 'a public page failed');
    return bare(request, reply, 500, 'broken');
  });

  const pageLimit = { rateLimit: { max: pagesAMinute, timeWindow: 60_000 } };
  const fileLimit = { rateLimit: { max: filesAMinute, timeWindow: 60_000 } };
  const groupOf = ({ g }: Static<typeof Edited>) => (g !== undefined && library.knows(g) ? g : null);

  scope.get(
    '/',
    {
      config: pageLimit,
      schema: {
        operationId: 'openPublicPages',
        summary: 'Leads to the first page in the reader’s language',
        ...open,
        querystring: Edited,
      },
    },
    async (request, reply) => {
      const group = groupOf(request.query);
      const edition = await library.home(group);
      if (!edition) return bare(request, reply, 404, 'missing');
      const { languages, defaultLanguage } = edition.content;
      const language = preferredLanguage(request.headers['accept-language'], languages) ?? defaultLanguage;
      reply.headers({ 'cache-control': 'no-store', vary: 'accept-language' });
      return reply.redirect(`${root}/p/${language}${group === null ? '' : `?g=${group}`}`, 302);
    },
  );

  scope.get(
    '/:language',
    {
      config: pageLimit,
      schema: {
        operationId: 'getPublicHome',
        summary: 'All services and offices, for phones',
        ...open,
        params: HomeAddress,
        querystring: Edited,
        response: answers,
      },
    },
    async (request, reply) => {
      const group = groupOf(request.query);
      const edition = await library.home(group);
      if (!edition) return bare(request, reply, 404, 'missing');
      const view = viewOf(edition, request.params.language, group);
      return show(request, reply, 200, view, homePage(view));
    },
  );

  scope.get(
    '/:language/:kind/:id',
    {
      config: pageLimit,
      schema: {
        operationId: 'getPublicPage',
        summary: 'One service, office, piece of news or event, for phones; 410 where it was taken away',
        ...open,
        params: PlaceAddress,
        querystring: Edited,
        response: answers,
      },
    },
    async (request, reply) => {
      const { language, kind, id } = request.params;
      const group = groupOf(request.query);
      const found = await library.find(kind, id, group);
      if (found.state === 'here') {
        const view = viewOf(found.edition, language, group);
        const page = makers[kind](view, id);
        if (page) return show(request, reply, 200, view, page);
        return show(request, reply, 404, view, missingPage(view));
      }
      if (!found.home) return bare(request, reply, 404, 'missing');
      const view = viewOf(found.home, language, group);
      if (found.state === 'gone')
        return show(request, reply, 410, view, gonePage(view, found.last, kind, id));
      return show(request, reply, 404, view, missingPage(view));
    },
  );

  scope.get(
    '/media/:name',
    {
      config: fileLimit,
      schema: {
        operationId: 'getPublicPicture',
        summary: 'A picture of the content, by its hash',
        ...open,
        params: MediaAddress,
      },
    },
    async (request, reply) => {
      const [sha256 = '', ending = ''] = request.params.name.split('.');
      const file = library.file(sha256);
      const type = pictureTypes[ending];
      if (!file || type === undefined || pictureEnding(file.path) !== ending)
        return bare(request, reply, 404, 'missing');
      const etag = `"${sha256.slice(0, 27)}"`;
      reply.headers({
        'content-security-policy': filePolicy,
        'cache-control': forGood,
        'content-length': file.size,
        etag,
      });
      if (isKnown(request.headers['if-none-match'], etag)) {
        return reply.code(304).removeHeader('content-length').send();
      }
      reply.type(type);
      return reply.send(request.method === 'HEAD' ? '' : createReadStream(artifacts.path(sha256)));
    },
  );

  scope.get(
    '/assets/:version/:name',
    { config: fileLimit, schema: { hide: true, params: AssetAddress } },
    async (request, reply) => {
      const { version, name } = request.params;
      const asset = version === assets.version ? assets.get(name) : undefined;
      if (!asset) return bare(request, reply, 404, 'missing');
      return reply
        .headers({ 'content-security-policy': filePolicy, 'cache-control': forGood })
        .type(asset.type)
        .send(asset.bytes);
    },
  );
}

/** Whether the reader's browser has this answer already (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
