import Type, { type Static, type TSchema } from 'typebox';
import { LanguageTag } from '../names.ts';
import { AssistantSchema } from './assistant-schema.ts';
import { MapSchema } from './map-schema.ts';
import { EventSchema, NewsSchema } from './news-schema.ts';
import { OpeningSchema, PatronShape } from './opening-schema.ts';
import { linkText, mediaPath, officeText, optionalText, pictureText } from './optional.ts';
import { ContentId, idInWords, localised, text, texts } from './shapes.ts';

export { ContentId, idInWords };

/**
 * Shapes of the YAML parts of a content directory. `description` is what an editor's tool shows, and what a
 * mistake's message says where a value does not fit; `docs/schemas/` holds these as JSON Schema.
 */

/** The whole of a card for whoever reads with difficulty: a picture and one short sentence each. */
const SimpleText = Type.Array(
  Type.Object(
    {
      icon: Type.Optional(
        Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: "name of one of the page's icons" }),
      ),
      text: text(120, 'one thing in one short sentence, at most 120 characters'),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 8, description: 'the same in easy words: up to eight short sentences' },
);

const language = (description: string) => Type.Unsafe<string>({ ...LanguageTag, description });

export const ContentFileSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'version of this format: 1' }),
    title: localised(120, 'name of the whole content, such as the institution'),
    languages: Type.Array(language('a language tag such as it, en or sr-Latn'), {
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      description: 'the languages offered on the screen, in their order there',
    }),
    defaultLanguage: language('one of the languages; every text must exist in it'),
    patron: Type.Optional(PatronShape),
    categories: Type.Array(
      Type.Object(
        {
          id: ContentId,
          icon: Type.String({
            pattern: '^[a-z0-9-]{1,40}$',
            description: "name of one of the page's icons, such as briefcase",
          }),
          title: localised(60, 'name of the category'),
          summary: localised(200, 'what one finds in it'),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 12, description: 'the targets on the home screen, in their order there' },
    ),
  },
  { additionalProperties: false },
);
export type ContentFileValue = Static<typeof ContentFileSchema>;

export const PlaylistSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'version of this format: 1' }),
    items: Type.Array(
      Type.Object(
        {
          media: Type.String({
            maxLength: 240,
            pattern: mediaPath('jpg|jpeg|png|webp|svg|webm'),
            description: 'path of a picture (jpg, png, webp, svg) or video (webm) under media/',
          }),
          seconds: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 600,
              description: 'seconds that a picture stays, 1 to 600; not for a video, which plays to its end',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { maxItems: 500, description: 'what the screen shows while nobody uses it, in order, over and over' },
    ),
  },
  { additionalProperties: false },
);
export type PlaylistValue = Static<typeof PlaylistSchema>;

export const CardSchema = Type.Object(
  {
    category: Type.String({ minLength: 1, maxLength: 64, description: 'id of a category of content.yaml' }),
    title: text(120, 'name of the service, at most 120 characters'),
    summary: text(300, 'what it is in a sentence or two, at most 300 characters'),
    audience: text(600, 'who it is for, at most 600 characters'),
    needed: Type.Optional(texts(30, 'what one must bring or have, an item each')),
    outcome: optionalText(600, 'what one gets, at most 600 characters'),
    times: optionalText(600, 'how long it takes and deadlines, at most 600 characters'),
    costs: optionalText(600, 'what it costs, at most 600 characters'),
    office: officeText,
    link: linkText,
    image: pictureText,
    keywords: Type.Optional(texts(40, 'other words that people search for')),
    askedAs: Type.Optional(texts(80, 'how citizens ask for it in everyday words, a phrase each')),
    simple: Type.Optional(SimpleText),
    updated: Type.String({
      format: 'date',
      description: 'day of the last revision as YYYY-MM-DD, such as 2026-05-31',
    }),
  },
  { additionalProperties: false },
);
export type CardFront = Static<typeof CardSchema>;

export const OfficeSchema = Type.Object(
  {
    name: text(120, 'name of the office, at most 120 characters'),
    summary: text(300, 'what it does in a sentence or two, at most 300 characters'),
    address: text(200, 'street and number, at most 200 characters'),
    town: text(80, 'town, at most 80 characters'),
    phone: optionalText(40, 'telephone number in quotes, such as "+39 02 1234567"', {
      pattern: '^[+0-9][0-9 ./()-]*$',
    }),
    email: optionalText(200, 'e-mail address', { format: 'email' }),
    hours: Type.Optional(
      texts(14, 'what there is to say about opening hours beside opening.yaml, a line each'),
    ),
    askedAs: Type.Optional(texts(80, 'how citizens ask for it in everyday words, a phrase each')),
  },
  { additionalProperties: false },
);
export type OfficeFront = Static<typeof OfficeSchema>;

/** The schemas that `docs/schemas/` publishes, by the name of their file. */
export const publishedSchemas: Record<string, { title: string; schema: TSchema }> = {
  content: { title: 'Totem content.yaml', schema: ContentFileSchema },
  playlist: { title: 'Totem playlist.yaml', schema: PlaylistSchema },
  card: { title: 'Front matter of a Totem service card', schema: CardSchema },
  office: { title: 'Front matter of a Totem office', schema: OfficeSchema },
  opening: { title: 'Totem opening.yaml of an office', schema: OpeningSchema },
  map: { title: 'Totem map.yaml of an office', schema: MapSchema },
  news: { title: 'Front matter of a Totem news item', schema: NewsSchema },
  event: { title: 'Front matter of a Totem event', schema: EventSchema },
  assistant: { title: 'Totem assistant.yaml', schema: AssistantSchema },
};
