import Type from 'typebox';
import { OfficeId, PortalCard, PortalDirectory } from '../../../protocol/calls/index.ts';
import { LanguageTag } from '../../../protocol/index.ts';
import { refuse } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';
import { admitPortal } from '../portal-origin.ts';

const closed = { additionalProperties: false } as const;
const InLanguage = Type.Object({ language: Type.Optional(LanguageTag) }, closed);
const CardAddress = Type.Object({ card: OfficeId }, closed);
/** Requests a minute from one address: a town hall's network is one address for everybody in it. */
const config = { open: true, rateLimit: { max: 300, timeWindow: 60_000 } };
const open = { tags: ['calls'], security: [] };

/** What the call of the portal shows of the institution: public, and readable from the sites in `portalOrigins`. */
export const portalResource: Resource = (scope, { portal, portalOrigins }) => {
  scope.get(
    '/calls/offices',
    {
      config,
      schema: {
        operationId: 'getPortalOffices',
        summary: 'Offices that can be called, and who is open now',
        ...open,
        querystring: InLanguage,
        response: { 200: PortalDirectory, ...problems },
      },
      onRequest: async (request, reply) => admitPortal(request, reply, portalOrigins),
    },
    async (request, reply) => {
      const directory = await portal.directory(request.query.language);
      if (!directory) refuse('not_found', 'no content with offices was published yet');
      reply.header('cache-control', 'no-cache');
      return directory;
    },
  );

  scope.get(
    '/calls/cards/:card',
    {
      config,
      schema: {
        operationId: 'getPortalCard',
        summary: 'A card in plain texts, as an operator shows it in a call',
        ...open,
        params: CardAddress,
        querystring: InLanguage,
        response: { 200: PortalCard, ...problems },
      },
      onRequest: async (request, reply) => admitPortal(request, reply, portalOrigins),
    },
    async (request) => {
      const card = await portal.card(request.params.card, request.query.language);
      if (!card) refuse('not_found', 'there is no such card in the published content');
      return card;
    },
  );
};
