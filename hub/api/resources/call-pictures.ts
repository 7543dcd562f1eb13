import Type from 'typebox';
import {
  CallAddress,
  CallPictureAddress,
  CallPictureStored,
  callPictureKinds,
  maximumCallPictureBytes,
} from '../../../protocol/calls/index.ts';
import { visitorAddress } from '../../calls/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import { isForeign, sessionOf } from '../access.ts';
import { problems, type Resource, type Scope } from '../parts.ts';

const PictureQuery = Type.Object(
  {
    /** Secret of a portal visitor's browser tab; operators go without. */
    visit: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
);
const picture = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' });
const pictureBody = Object.fromEntries(callPictureKinds.map((kind) => [kind, { schema: picture }]));
const desks = ['operator', 'supervisor'] as const;
/** Pictures in a minute from one address: an operator who leafs through a document quickly. */
const picturesAMinute = 240;

/** What operators show in a call: pictures of documents' pages, for as long as the call lasts. */
export const callPicturesResource: Resource = (scope, options) => {
  scope.register(async (uploads: Scope) => uploadRoute(uploads, options));
  const { calls, identity, portalOrigins } = options;

  scope.get(
    '/calls/:call/pictures/:sha256',
    {
      config: { open: true },
      schema: {
        operationId: 'getCallPicture',
        summary: 'A picture that is shown in a call, for those who are in it',
        tags: ['calls'],
        // A visitor goes without a session; operators need theirs.
        security: [],
        params: CallPictureAddress,
        querystring: PictureQuery,
        response: { 200: { content: pictureBody }, ...problems },
      },
    },
    async (request, reply) => {
      const { call, sha256 } = request.params;
      const { visit } = request.query;
      const { origin } = request.headers;
      const address =
        visit === undefined
          ? `desk:${(await sessionOf(identity, request, desks)).name}`
          : visitorAddress(visit);
      const { media, bytes } = unwrap(await calls.shown.read(address, call, sha256));
      // A visitor's page is of another site; the secret in the address is what lets it in.
      if (visit !== undefined) reply.header('cross-origin-resource-policy', 'cross-origin');
      if (
        visit !== undefined &&
        isForeign(request) &&
        origin !== undefined &&
        portalOrigins.includes(origin)
      ) {
        reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' });
      }
      return reply.type(media).header('cache-control', 'no-store').send(bytes);
    },
  );
};

const uploadRoute: Resource = (scope, { calls }) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser([...callPictureKinds], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  scope.post(
    '/calls/:call/pictures',
    {
      bodyLimit: maximumCallPictureBytes,
      config: { roles: [...desks], rateLimit: { max: picturesAMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'postCallPicture',
        summary: 'Hand in a picture, to be shown in a call by its operator',
        tags: ['calls'],
        params: CallAddress,
        body: {
          content: Object.fromEntries(callPictureKinds.map((kind) => [kind, { schema: Type.Unknown() }])),
        },
        response: { 201: CallPictureStored, ...problems },
      },
    },
    async (request, reply) => {
      const { body, session } = request;
      if (!Buffer.isBuffer(body)) refuse('invalid', 'the body is not a picture');
      const stored = unwrap(await calls.shown.put(session?.name ?? '', request.params.call, body));
      return reply.code(201).send(stored);
    },
  );
};
