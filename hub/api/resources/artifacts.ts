import Type from 'typebox';
import { ArtifactStored, MissingAnswer, MissingRequest, Sha256 } from '../../../protocol/index.ts';
import { Refusal } from '../../http/index.ts';
import { problems, type Resource, type Scope } from '../parts.ts';

const ArtifactAddress = Type.Object({ sha256: Sha256 }, { additionalProperties: false });
// No schema: the stream is not there to be validated before the handler has read it.
const bytes = Type.Unknown();
const listBytes = 2 * 1024 * 1024;

/** Files of releases, uploaded before the release that names them. */
export const artifactsResource: Resource = (scope, options) => {
  scope.register(async (uploads: Scope) => uploadRoute(uploads, options));

  scope.post(
    '/content/missing',
    {
      bodyLimit: listBytes,
      schema: {
        operationId: 'findMissing',
        summary: 'Which of these files the hub lacks',
        tags: ['content'],
        body: MissingRequest,
        response: { 200: MissingAnswer, ...problems },
      },
    },
    async (request) => ({ missing: await options.artifacts.missing(request.body.files) }),
  );
};

const uploadRoute: Resource = (scope, { artifacts, metrics }) => {
  // The body stays a stream: it is hashed while it goes to disk and never held in memory.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null));

  scope.put(
    '/artifacts/:sha256',
    {
      schema: {
        operationId: 'putArtifact',
        summary: 'Upload a file; it is kept only if its bytes have this SHA-256',
        tags: ['content'],
        params: ArtifactAddress,
        body: { content: { 'application/octet-stream': { schema: bytes } } },
        response: { 201: ArtifactStored, ...problems },
      },
    },
    async (request, reply) => {
      const { sha256 } = request.params;
      const announced = Number(request.headers['content-length'] ?? 0);
      // After a refusal the connection must live on to carry the answer.
      const body = request.raw.iterator({ destroyOnReturn: false });
      const stored = await artifacts.put(sha256, body, announced);
      if (!stored.ok) {
        metrics.artifactsRefused.inc({ reason: stored.error.code });
        throw new Refusal(stored.error);
      }
      metrics.artifactsStored.inc();
      return reply.code(201).send({ sha256, size: stored.value.size });
    },
  );
};
