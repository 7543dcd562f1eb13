import Type, { type Static } from 'typebox';
import { LanguageTag } from '../names.ts';
import { OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ maxLength: 2000 });

/** What a desk knows of the published content: whom it answers for, and what it can show to a citizen. */
export const DeskCatalogue = Type.Object(
  {
    institution: text,
    /** Language of the texts that follow, where they are written in it. */
    language: LanguageTag,
    languages: Type.Array(LanguageTag),
    offices: Type.Array(Type.Object({ id: OfficeId, name: text, place: text }, closed)),
    cards: Type.Array(Type.Object({ id: OfficeId, title: text, summary: text, category: text }, closed)),
  },
  closed,
);
export type DeskCatalogue = Static<typeof DeskCatalogue>;
