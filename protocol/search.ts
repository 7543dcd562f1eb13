import Type, { type Static } from 'typebox';
import { ContentId } from './content/shapes.ts';
import { LanguageTag } from './names.ts';

/** Search as the citizen types: messages between the page and the agent. What is typed is kept nowhere. */

const closed = { additionalProperties: false } as const;

export const maximumSearchCharacters = 120;
export const maximumSearchResults = 8;

export const searchKinds = ['card', 'office', 'news', 'event'] as const;
export type SearchKind = (typeof searchKinds)[number];

export const SearchResult = Type.Object(
  {
    kind: Type.Enum([...searchKinds]),
    id: ContentId,
    title: Type.String({ maxLength: 200 }),
    /** Language that the title is in, where it is not translated. */
    language: LanguageTag,
    /** Parts of the title that say what was typed: from and to, in characters, in order. */
    marks: Type.Array(
      Type.Object({ from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) }, closed),
      { maxItems: 20 },
    ),
  },
  closed,
);
export type SearchResult = Static<typeof SearchResult>;

export const searchFromPage = [
  /** What stands in the search field now. `number` grows and comes back with the results. */
  Type.Object(
    {
      type: Type.Literal('search'),
      number: Type.Integer({ minimum: 0 }),
      text: Type.String({ maxLength: maximumSearchCharacters }),
      language: LanguageTag,
    },
    closed,
  ),
] as const;

export const searchToPage = [
  Type.Object(
    {
      type: Type.Literal('found'),
      number: Type.Integer({ minimum: 0 }),
      results: Type.Array(SearchResult, { maxItems: maximumSearchResults }),
    },
    closed,
  ),
] as const;
