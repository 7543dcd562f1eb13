import Type, { type Static } from 'typebox';
import { writtenOccasions } from './content/assistant-schema.ts';
import { LanguageTag } from './names.ts';
import { taggedUnion } from './union.ts';

/** What a citizen asks the assistant and what it says: between the page and the agent, kept nowhere. */

/** Longest question, in characters. */
export const maximumQuestionCharacters = 300;

export const CitizenQuestion = Type.String({ minLength: 1, maxLength: maximumQuestionCharacters });

/** Part of a card or office that an answer is taken from. */
export const passageNames = [
  'summary',
  'audience',
  'how',
  'needed',
  'outcome',
  'times',
  'costs',
  'where',
  'hours',
  'contacts',
  'detail',
  'flow',
] as const;
export type PassageName = (typeof passageNames)[number];

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1, maxLength: 2000 });
const id = Type.String({ minLength: 1, maxLength: 80 });

/** Something to touch instead of typing; its id goes back in `ask_option`. */
export const AskOption = Type.Object({ id, label: Type.String({ minLength: 1, maxLength: 200 }) }, closed);
export type AskOption = Static<typeof AskOption>;

/** Where an answer stands. */
export const AnswerSource = Type.Object(
  {
    title: Type.String({ maxLength: 200 }),
    /** Language the source is written in: another one than asked where it is not translated. */
    language: LanguageTag,
    /** Day of its last revision, `YYYY-MM-DD`; null for an office, whose page has none. */
    updated: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
    link: Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
  },
  closed,
);
export type AnswerSource = Static<typeof AnswerSource>;

const replies = [
  Type.Object(
    {
      kind: Type.Literal('answer'),
      /** Card that answers; null where an office's own page does. */
      card: Type.Union([id, Type.Null()]),
      office: Type.Union([id, Type.Null()]),
      passage: Type.Enum([...passageNames]),
      /** One or two sentences, to be shown and spoken. */
      text,
      source: AnswerSource,
      /** What else may have been meant, at most two. */
      alternatives: Type.Array(AskOption, { maxItems: 2 }),
      /** Whose words these are: the content's, or a model's that were checked against it. */
      phrasedBy: Type.Enum(['content', 'model']),
    },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('choice'), text, options: Type.Array(AskOption, { minItems: 2, maxItems: 3 }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('rephrase'), text }, closed),
  Type.Object(
    {
      kind: Type.Literal('unknown'),
      text,
      /** Id of what another institution answers for, where the question was recognised as that. */
      elsewhere: Type.Union([id, Type.Null()]),
      offerPerson: Type.Literal(true),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('written'),
      which: Type.Enum([...writtenOccasions]),
      text,
      offerPerson: Type.Boolean(),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('flow'),
      flow: id,
      card: id,
      slot: id,
      /** What is asked of the citizen. */
      text,
      options: Type.Array(AskOption, { minItems: 2, maxItems: 40 }),
    },
    closed,
  ),
] as const;

export const AssistantReply = taggedUnion('kind', replies);
export type AssistantReply = Static<typeof AssistantReply>;
export type AnswerReply = Extract<AssistantReply, { kind: 'answer' }>;

/** Optional language model: any endpoint that speaks the OpenAI chat completions. */
export const ModelConfiguration = Type.Object(
  {
    /** Address of the completions, such as `https://llm.example.org/v1/chat/completions`. */
    url: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 300 }),
    /** File that holds the key and nothing else; null where the endpoint takes none. */
    keyFile: Type.Union([Type.String({ pattern: '^/', maxLength: 240 }), Type.Null()], { default: null }),
    model: Type.String({ minLength: 1, maxLength: 120 }),
    /** Seconds until the offline answer is given instead. */
    timeoutSeconds: Type.Number({ minimum: 0.2, maximum: 20, default: 3 }),
  },
  closed,
);
export type ModelConfiguration = Static<typeof ModelConfiguration>;
