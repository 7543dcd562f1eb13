import Type, { type Static } from 'typebox';
import { LanguageTag } from '../names.ts';

const closed = { additionalProperties: false } as const;

/** Id of a call: made by whoever calls, so that asking twice is asking once. */
export const CallId = Type.String({ format: 'uuid' });
export type CallId = Static<typeof CallId>;

/** Id of an office of the content: each has a queue of its own. */
export const OfficeId = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' });

/** How the two talk. Text is always there beside the others (EN 301 549, 6.2). */
export const callModes = ['video', 'voice', 'text'] as const;
export type CallMode = (typeof callModes)[number];

/** Where a call comes from. */
export const callOrigins = ['totem', 'portal'] as const;
export type CallOrigin = (typeof callOrigins)[number];

/** What somebody chose before they began to wait; nothing in it says who they are. */
export const CallWish = Type.Object(
  {
    office: OfficeId,
    /** Card the citizen was reading; null where the call begins with the office. */
    subject: Type.Union([OfficeId, Type.Null()]),
    language: LanguageTag,
    /** Wants somebody who signs (LIS where the office is Italian), or an interpreter. */
    signLanguage: Type.Boolean(),
    mode: Type.Enum([...callModes]),
    /** Whether the operator may see the citizen; the citizen sees the operator either way. */
    seen: Type.Boolean(),
  },
  closed,
);
export type CallWish = Static<typeof CallWish>;

/** What an operator can do, and for which offices. */
export const Skills = Type.Object(
  {
    offices: Type.Array(OfficeId, { minItems: 1, maxItems: 100, uniqueItems: true }),
    languages: Type.Array(LanguageTag, { minItems: 1, maxItems: 20, uniqueItems: true }),
    signLanguage: Type.Boolean({ default: false }),
    /** Cards that this operator knows best. */
    subjects: Type.Array(OfficeId, { maxItems: 200, uniqueItems: true, default: [] }),
    modes: Type.Array(Type.Enum([...callModes]), {
      minItems: 1,
      uniqueItems: true,
      default: [...callModes],
    }),
  },
  closed,
);
export type Skills = Static<typeof Skills>;
