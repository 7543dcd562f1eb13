import Type, { type Static } from 'typebox';
import { LanguageTag } from '../names.ts';
import { ContentId, localised, texts } from './shapes.ts';

/** The occasions for which the assistant has written answers that content may word anew. */
export const writtenOccasions = [
  'emergency',
  'crisis',
  'violence',
  'insult',
  'greeting',
  'wellbeing',
  'thanks',
  'goodbye',
  'identity',
  'person',
] as const;
export type WrittenOccasion = (typeof writtenOccasions)[number];

const inLanguages = (maximumItems: number, description: string) =>
  Type.Record(LanguageTag, texts(maximumItems, 'phrases, an item each'), {
    additionalProperties: false,
    description: `${description}, a list for each language tag`,
  });

const closed = { additionalProperties: false } as const;

const ElsewhereShape = Type.Object(
  {
    id: ContentId,
    askedAs: inLanguages(80, 'how citizens ask for it'),
    text: localised(300, 'whom to turn to instead'),
  },
  closed,
);

const SlotShape = Type.Object(
  {
    id: ContentId,
    question: localised(200, 'what is asked of the citizen'),
    options: Type.Array(
      Type.Object(
        {
          id: ContentId,
          label: localised(60, 'what stands on the button'),
          names: Type.Optional(texts(200, 'other words for it, in any language')),
        },
        closed,
      ),
      { minItems: 2, maxItems: 40, description: 'what may be chosen' },
    ),
  },
  closed,
);

const FlowShape = Type.Object(
  {
    id: ContentId,
    card: Type.String({ minLength: 1, maxLength: 64, description: 'id of the card it belongs to' }),
    askedAs: inLanguages(80, 'questions that start it'),
    slots: Type.Array(SlotShape, { minItems: 1, maxItems: 5, description: 'what it asks, in order' }),
    answers: Type.Array(
      Type.Object(
        {
          when: Type.Record(ContentId, ContentId, {
            additionalProperties: false,
            description: 'option by slot; a slot that is left out may hold anything',
          }),
          text: localised(400, 'the answer'),
        },
        closed,
      ),
      { minItems: 1, maxItems: 200, description: 'the first answer whose conditions hold is given' },
    ),
  },
  closed,
);

/** `assistant.yaml`: what the assistant knows beside cards and offices. */
export const AssistantSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'version of this format: 1' }),
    synonyms: Type.Optional(
      Type.Record(
        LanguageTag,
        Type.Array(
          Type.Array(Type.String({ minLength: 1, maxLength: 80, description: 'a word or expression' }), {
            minItems: 2,
            maxItems: 40,
            description: 'words that mean the same, at least two',
          }),
          { maxItems: 500, description: 'groups of words that mean the same' },
        ),
        { additionalProperties: false, description: 'groups of words for each language tag' },
      ),
    ),
    suggestions: Type.Optional(inLanguages(20, 'questions that the screen proposes')),
    written: Type.Optional(
      Type.Object(
        Object.fromEntries(
          writtenOccasions.map((occasion) => [
            occasion,
            Type.Optional(localised(400, 'answer in place of the own one')),
          ]),
        ),
        { ...closed, description: 'answers in place of the own ones, by occasion' },
      ),
    ),
    elsewhere: Type.Optional(
      Type.Array(ElsewhereShape, { maxItems: 200, description: 'what others answer for' }),
    ),
    flows: Type.Optional(Type.Array(FlowShape, { maxItems: 50, description: 'short dialogues' })),
  },
  closed,
);
export type AssistantValue = Static<typeof AssistantSchema>;
