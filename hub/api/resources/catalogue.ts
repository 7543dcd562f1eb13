import Type from 'typebox';
import { DeskCatalogue } from '../../../protocol/calls/index.ts';
import { LanguageTag } from '../../../protocol/index.ts';
import { catalogueOf } from '../../calls/index.ts';
import { refuse } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

const InLanguage = Type.Object({ language: Type.Optional(LanguageTag) }, { additionalProperties: false });

/** What operators choose from: offices to answer for, cards to show. */
export const catalogueResource: Resource = (scope, { library }) => {
  scope.get(
    '/calls/catalogue',
    {
      config: { roles: ['admin', 'operator', 'supervisor'] },
      schema: {
        operationId: 'getDeskCatalogue',
        summary: 'Offices and cards of the published content, for the desk and the report',
        tags: ['calls'],
        querystring: InLanguage,
        response: { 200: DeskCatalogue, ...problems },
      },
    },
    async (request) => {
      const edition = await library.home(null);
      if (!edition) refuse('not_found', 'no content was published yet');
      return catalogueOf(edition, request.query.language ?? edition.content.defaultLanguage);
    },
  );
};
