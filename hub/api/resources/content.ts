import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  AssignmentRequest,
  ContentRelease,
  ContentReleaseList,
  KeyRingRequest,
  KeyRingView,
  maximumManifestBytes,
  ReleaseId,
  ReleaseRequest,
} from '../../../protocol/index.ts';
import { refuse, unwrap } from '../../http/index.ts';
import type { AssignRelease } from '../../rollouts/index.ts';
import { problems, type Resource } from '../parts.ts';

const ReleaseAddress = Type.Object({ release: ReleaseId }, { additionalProperties: false });

/** Content releases, what groups should show, and the editors whose signature counts. */
export const contentResource: Resource = (scope, { releases, rollouts, fleet }) => {
  /** One phase of the rollout engine that reaches everybody, in the name of who asks. */
  const assignFor =
    ({ session }: FastifyRequest): AssignRelease =>
    (groups, release) =>
      rollouts.assignAtOnce(groups, release, session?.name ?? '');

  scope.post(
    '/content/releases',
    {
      bodyLimit: maximumManifestBytes * 2,
      schema: {
        operationId: 'publishRelease',
        summary: 'Publish a signed release whose files are all stored, and assign it to groups',
        tags: ['content'],
        body: ReleaseRequest,
        response: { 201: ContentRelease, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(unwrap(await releases.publish(request.body, assignFor(request)))),
  );

  scope.get(
    '/content/releases',
    {
      schema: {
        operationId: 'listReleases',
        summary: 'All releases, newest first',
        tags: ['content'],
        response: { 200: ContentReleaseList, ...problems },
      },
    },
    async () => ({ releases: releases.list() }),
  );

  scope.get(
    '/content/releases/:release',
    {
      schema: {
        operationId: 'getRelease',
        summary: 'One release and how far it has come',
        tags: ['content'],
        params: ReleaseAddress,
        response: { 200: ContentRelease, ...problems },
      },
    },
    async (request) =>
      releases.get(request.params.release) ?? refuse('not_found', 'no such release was published'),
  );

  scope.post(
    '/content/assignments',
    {
      schema: {
        operationId: 'assignRelease',
        summary: 'Make a published release, also an older one, desired for a group',
        tags: ['content'],
        body: AssignmentRequest,
        response: { 200: ContentRelease, ...problems },
      },
    },
    async (request) => unwrap(await releases.assign(request.body, assignFor(request))),
  );

  const ringView = () => {
    const current = fleet.keyRing();
    if (!current) return { revision: 0, keys: [], envelope: null };
    return { revision: current.ring.revision, keys: current.ring.keys, envelope: current.envelope };
  };
  scope.get(
    '/content/keyring',
    {
      schema: {
        operationId: 'getKeyRing',
        summary: 'The editors whose signature counts; revision 0 before the first',
        tags: ['content'],
        response: { 200: KeyRingView, ...problems },
      },
    },
    async () => ringView(),
  );

  scope.put(
    '/content/keyring',
    {
      schema: {
        operationId: 'setKeyRing',
        summary: 'Replace the key ring by one that the present ring vouches for',
        tags: ['content'],
        body: KeyRingRequest,
        response: { 200: KeyRingView, ...problems },
      },
    },
    async (request) => {
      unwrap(await fleet.setKeyRing(request.body.envelope));
      return ringView();
    },
  );
};
