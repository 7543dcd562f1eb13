import { Site, SiteList, SiteRequest } from '../../../protocol/index.ts';
import { unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

/** Where totems stand. */
export const sitesResource: Resource = (scope, { fleet }) => {
  scope.get(
    '/sites',
    {
      schema: {
        operationId: 'listSites',
        summary: 'All sites',
        tags: ['sites'],
        response: { 200: SiteList, ...problems },
      },
    },
    async () => ({ sites: fleet.sites() }),
  );

  scope.post(
    '/sites',
    {
      schema: {
        operationId: 'addSite',
        summary: 'Add a site',
        tags: ['sites'],
        body: SiteRequest,
        response: { 201: Site, ...problems },
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await fleet.addSite(request.body))),
  );
};
