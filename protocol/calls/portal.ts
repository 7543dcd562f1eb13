import Type, { type Static } from 'typebox';
import { LanguageTag, Timestamp } from '../names.ts';
import { OfficeId } from './wish.ts';

/** What the call of the portal shows of the institution. It is public: everything in it stands on its pages too. */

const closed = { additionalProperties: false } as const;
const text = Type.String({ maxLength: 2000 });
const orNothing = Type.Union([text, Type.Null()]);

/** An office that can be called. */
export const PortalOffice = Type.Object(
  {
    id: OfficeId,
    /** Language of its texts, where they are not written in the one that was asked for. */
    language: LanguageTag,
    name: text,
    summary: text,
    address: text,
    town: text,
    phone: orNothing,
    /** By its opening hours; an office without hours as data is open while somebody is at its desk. */
    open: Type.Boolean(),
    /** Whether somebody who takes its calls is signed in. */
    attended: Type.Boolean(),
    /** What holds now and when it changes, in words of the language that was asked for; null without hours as data. */
    opening: orNothing,
    /** When it opens next; null where it is open, or nobody can say. */
    opens: Type.Union([Timestamp, Type.Null()]),
  },
  closed,
);
export type PortalOffice = Static<typeof PortalOffice>;

/** The institution's offices and how one can talk to them. */
export const PortalDirectory = Type.Object(
  {
    institution: text,
    /** Language of the institution's name and of what is told about opening. */
    language: LanguageTag,
    /** Languages that a conversation can be asked for in: those of the content. */
    languages: Type.Array(LanguageTag),
    /** Languages of those who are at a desk now, and whether one of them signs. */
    spoken: Type.Array(LanguageTag),
    signs: Type.Boolean(),
    offices: Type.Array(PortalOffice),
  },
  closed,
);
export type PortalDirectory = Static<typeof PortalDirectory>;

/** A card that an operator shows beside the face, in plain texts: no markup reaches a page that is not ours. */
export const PortalCard = Type.Object(
  {
    id: OfficeId,
    language: LanguageTag,
    title: text,
    summary: text,
    needed: Type.Array(text),
    outcome: orNothing,
    times: orNothing,
    costs: orNothing,
    /** The whole card on the public pages; null where the hub has none. */
    link: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
  },
  closed,
);
export type PortalCard = Static<typeof PortalCard>;
