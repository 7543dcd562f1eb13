import Type, { type Static } from 'typebox';
import { LanguageTag } from './names.ts';
import { profileNames } from './profiles.ts';

/** The editor's report: how totems are used, in numbers from which nobody can be told. */

const closed = { additionalProperties: false } as const;

/** A count below this, other than 0, is not shown. */
export const smallestCount = 5;
/** Days of one report at most. */
export const maximumReportDays = 400;

export const Day = Type.String({
  pattern: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
  description: 'a day such as 2026-03-01',
});

/** `none`: sessions without any profile. */
export const reportProfiles = ['none', ...profileNames] as const;
export const ReportProfile = Type.Enum([...reportProfiles]);
export type ReportProfile = (typeof reportProfiles)[number];

/** What is reported on; the last 28 days where no days are named. */
export const ReportQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    /** Id of a site. */
    site: Type.Optional(Type.Integer({ minimum: 1 })),
    language: Type.Optional(LanguageTag),
    profile: Type.Optional(ReportProfile),
  },
  closed,
);
export type ReportQuery = Static<typeof ReportQuery>;

/** Null where it is too small to be shown, or where it would give away one that is. */
export const Count = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]);
export type Count = Static<typeof Count>;
/** In steps of 5, of at least five answers; null of fewer. */
const Percent = Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]);

/** Things of one kind, and how often each was counted. */
const Counts = Type.Array(Type.Object({ name: Type.String(), count: Count }, closed));

export const UsageReport = Type.Object(
  {
    from: Day,
    to: Day,
    sessions: Type.Object(
      {
        total: Count,
        /** Share that ended because nobody touched the screen any more. */
        abandonedPercent: Percent,
        byDay: Counts,
        bySite: Counts,
        byLanguage: Counts,
        /** A session with two profiles is in two rows. */
        byProfile: Counts,
      },
      closed,
    ),
    satisfaction: Type.Object(
      { answers: Count, good: Count, fair: Count, poor: Count, goodPercent: Percent },
      closed,
    ),
    questions: Type.Object(
      { asked: Count, answered: Count, unsure: Count, unanswered: Count, answeredPercent: Percent },
      closed,
    ),
    /** Ids of cards that answered questions, most first. */
    asked: Counts,
    /** Ids of cards that were opened, most first. */
    viewed: Counts,
    helped: Type.Array(Type.Object({ card: Type.String(), answers: Count, helpedPercent: Percent }, closed)),
    /** Words of questions without an answer. They carry no profile: with one asked for there are none. */
    words: Type.Array(Type.Object({ word: Type.String(), language: LanguageTag, count: Count }, closed)),
    /** Where sessions were left without a word, as `kind:id > kind:id`. */
    abandoned: Counts,
    /** Rows of the lists that are left out because they are too small. */
    hidden: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type UsageReport = Static<typeof UsageReport>;
