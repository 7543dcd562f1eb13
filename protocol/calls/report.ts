import Type, { type Static } from 'typebox';
import { Count, Day } from '../report.ts';
import { callModes, callOrigins, OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });

/** What calls came to; each figure is defined in docs/calls.md and means the same wherever it stands. */
export const CallFigures = Type.Object(
  {
    offered: count,
    answered: count,
    abandoned: count,
    /** Answered within the service level's time, as a share of those offered; null where none was. */
    serviceLevel: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    /** Mean seconds from asking to being answered; null where none was. */
    meanWait: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
  },
  closed,
);
export type CallFigures = Static<typeof CallFigures>;

/** The last 28 days and all offices where none are named. */
export const CallReportQuery = Type.Object(
  { from: Type.Optional(Day), to: Type.Optional(Day), office: Type.Optional(OfficeId) },
  closed,
);
export type CallReportQuery = Static<typeof CallReportQuery>;

const Counts = Type.Array(Type.Object({ name: Type.String(), count: Count }, closed));

/** Calls of some days. Whole offices and days are told as they are; what calls were about only where five were. */
export const CallReport = Type.Object(
  {
    from: Day,
    to: Day,
    serviceLevelSeconds: Type.Integer({ minimum: 1 }),
    total: CallFigures,
    byOffice: Type.Array(Type.Object({ office: OfficeId, ...CallFigures.properties }, closed)),
    /** Days as midnight parts them where the hub is. */
    byDay: Type.Array(Type.Object({ day: Day, ...CallFigures.properties }, closed)),
    /** Calls by outcome, those that the office closed over among them; without those under way. */
    byOutcome: Type.Array(Type.Object({ name: Type.String(), count }, closed)),
    byOrigin: Type.Array(Type.Object({ name: Type.Enum([...callOrigins]), count: Count }, closed)),
    byMode: Type.Array(Type.Object({ name: Type.Enum([...callModes]), count: Count }, closed)),
    byLanguage: Counts,
    /** Cards that calls were about; empty name where they began with the office. */
    bySubject: Counts,
    /** What operators filed calls under; a call has several or none. */
    byTag: Counts,
    /** Rows that are left out because they are too small. */
    hidden: count,
  },
  closed,
);
export type CallReport = Static<typeof CallReport>;
