import Type from 'typebox';
import { LanguageTag } from '../names.ts';

/** Pieces that the schemas of the content have in common. */

export const text = (maximum: number, description: string) =>
  Type.String({ minLength: 1, maxLength: maximum, description });

export const texts = (maximumItems: number, description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 300, description: 'a text of at most 300 characters' }), {
    maxItems: maximumItems,
    description,
  });

export const idInWords = 'lower-case letters, digits and inner hyphens, at most 64, such as job-centre';

/** Name of a category, card or office, and of its folder. */
export const ContentId = Type.String({
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$',
  description: idInWords,
});

export const localised = (maximum: number, description: string) =>
  Type.Record(LanguageTag, text(maximum, `a text of at most ${maximum} characters`), {
    additionalProperties: false,
    description: `${description}, a line for each language tag`,
  });
