import Type, { type Static } from 'typebox';
import { ContentId } from './content/shapes.ts';
import { LanguageTag } from './names.ts';
import { ProfileName, profileNames } from './profiles.ts';

/**
 * How a totem is used: counted, not recorded. What is here never carries a session, an exact time or a sentence;
 * docs/privacy.md says what is kept where and for how long.
 */

const closed = { additionalProperties: false } as const;

/** The three faces at the end of a session, the best first. */
export const faces = ['good', 'fair', 'poor'] as const;
export const Face = Type.Enum([...faces]);
export type Face = (typeof faces)[number];

/** The profiles that are on; left out where there are none. */
export const UsedProfiles = Type.Array(ProfileName, { maxItems: profileNames.length });

export const usagePlaceKinds = [
  'home',
  'category',
  'card',
  'office',
  'map',
  'offices',
  'notices',
  'news',
  'event',
  'search',
  'assistant',
  'texting',
  'call',
] as const;
export type UsagePlaceKind = (typeof usagePlaceKinds)[number];

/** A screen of the page, with the id of what the content shows there. */
export const UsagePlace = Type.Object(
  { kind: Type.Enum([...usagePlaceKinds]), id: Type.Optional(ContentId) },
  closed,
);
export type UsagePlace = Static<typeof UsagePlace>;

/** Places of an abandoned path at most, the last one last. */
export const maximumPlaces = 3;
export const UsagePlaces = Type.Array(UsagePlace, { minItems: 1, maxItems: maximumPlaces });

/** What became of a question: a card answered it, several could, or none did. */
export const questionOutcomes = ['answered', 'unsure', 'unanswered'] as const;
export type QuestionOutcome = (typeof questionOutcomes)[number];

/** A word of a question that was not answered: folded, letters only. */
export const UsageWord = Type.String({ pattern: '^[\\p{L}]{2,30}$' });

const CardId = Type.String({ minLength: 1, maxLength: 80 });

export const usageFromPage = [
  /** One of the three faces was touched, after the session. */
  Type.Object(
    {
      type: Type.Literal('session_rated'),
      face: Face,
      language: LanguageTag,
      profiles: Type.Optional(UsedProfiles),
    },
    closed,
  ),
  /** "Did this help?" was answered under a card, or under an answer taken from it. */
  Type.Object(
    {
      type: Type.Literal('answer_helped'),
      card: CardId,
      helped: Type.Boolean(),
      language: LanguageTag,
      profiles: Type.Optional(UsedProfiles),
    },
    closed,
  ),
] as const;

/** Properties of the usage events, by kind; `at` is the hour in which it happened. */
export const usageProperties = {
  'session.rated': { face: Face, language: LanguageTag, profiles: Type.Optional(UsedProfiles) },
  'answer.helped': {
    card: CardId,
    helped: Type.Boolean(),
    language: LanguageTag,
    profiles: Type.Optional(UsedProfiles),
  },
  'question.asked': {
    outcome: Type.Enum([...questionOutcomes]),
    /** The card that answered; null where an office did, or none. */
    card: Type.Union([CardId, Type.Null()]),
    language: LanguageTag,
    profiles: Type.Optional(UsedProfiles),
  },
  /** One word of a question that had no answer; the words of a question do not stay together. */
  'question.word': { word: UsageWord, language: LanguageTag },
  /** Where a citizen was when they went away without a word. */
  'place.left': { places: UsagePlaces, language: LanguageTag, profiles: Type.Optional(UsedProfiles) },
} as const;

export const usageKinds = [
  'card.viewed',
  'session.ended',
  'session.rated',
  'answer.helped',
  'question.asked',
  'question.word',
  'place.left',
] as const;
export type UsageKind = (typeof usageKinds)[number];

export function isUsageKind(kind: string): kind is UsageKind {
  return usageKinds.some((known) => known === kind);
}
