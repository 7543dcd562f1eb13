import Type, { type Static } from 'typebox';
import { LanguageTag, Timestamp } from '../names.ts';
import { taggedUnion } from '../union.ts';
import { KnownAppointmentRequest } from './appointment.ts';
import { callRequests, PartyName } from './messages.ts';
import { CallShare } from './share.ts';
import { callStates } from './states.ts';
import { CallId, CallWish, callOrigins, OfficeId, Skills } from './wish.ts';

/**
 * Messages between an operator's desk and the hub, over a WebSocket. Beside these a desk sends and gets the
 * messages of a call that every party has (`CallRequest` and `CallNotice`).
 */

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const OperatorName = Type.String({ minLength: 1, maxLength: 80 });
const Presence = Type.Enum(['available', 'busy', 'away']);
const Tag = Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,39}$' });

const deskActions = [
  Type.Object({ type: Type.Literal('presence'), presence: Type.Enum(['available', 'away']) }, closed),
  /** The skills that hold from now, on this and every other day. */
  Type.Object({ type: Type.Literal('skills'), skills: Skills }, closed),
  Type.Object({ type: Type.Literal('answer'), call: CallId }, closed),
  /** Takes a call that waits, whatever its place. */
  Type.Object({ type: Type.Literal('pick'), call: CallId }, closed),
  Type.Object({ type: Type.Literal('decline'), call: CallId }, closed),
  Type.Object({ type: Type.Literal('show'), call: CallId, share: CallShare }, closed),
  Type.Object(
    {
      type: Type.Literal('transfer'),
      call: CallId,
      to: Type.Union([
        Type.Object({ office: OfficeId }, closed),
        Type.Object({ operator: OperatorName }, closed),
      ]),
      note: Type.String({ maxLength: 500, default: '' }),
    },
    closed,
  ),
  /** Asks a colleague or an interpreter in; a supervisor names themselves, to listen. */
  Type.Object(
    {
      type: Type.Literal('invite'),
      call: CallId,
      operator: OperatorName,
      listens: Type.Boolean({ default: false }),
    },
    closed,
  ),
  /** What the call was about, for the reports; also after it ended. */
  Type.Object(
    {
      type: Type.Literal('file'),
      call: CallId,
      tags: Type.Array(Tag, { maxItems: 10, uniqueItems: true }),
    },
    closed,
  ),
  /** Asks the citizen whether the call may be recorded, or ends it; only where `hub.yaml` switched it on. */
  Type.Object(
    {
      type: Type.Literal('record'),
      call: CallId,
      on: Type.Boolean(),
      /** Sound of both sides too, not only text. */
      sound: Type.Boolean({ default: false }),
    },
    closed,
  ),
  /** Somebody was rung up, or need not be: the request is deleted. */
  Type.Object({ type: Type.Literal('done'), request: Type.String({ format: 'uuid' }) }, closed),
] as const;

/** What an operator does at the desk, and what every party of a call may say. */
export const DeskRequest = taggedUnion('type', [...deskActions, ...callRequests]);
export type DeskRequest = Static<typeof DeskRequest>;

/** A call that is not over, as every desk of its office sees it: nothing personal is in it. */
export const DeskCall = Type.Object(
  {
    call: CallId,
    state: Type.Enum([...callStates]),
    origin: Type.Enum([...callOrigins]),
    /** Name of the totem's site, or of the totem; empty for the portal. */
    place: Type.String({ maxLength: 200 }),
    wish: CallWish,
    /** Since when it waits. */
    since: Timestamp,
    /** When it was answered first. */
    answered: Type.Union([Timestamp, Type.Null()]),
    /** Whether the citizen is there now. */
    present: Type.Boolean(),
    /** What the operator who handed it on wrote; empty otherwise. */
    note: Type.String({ maxLength: 500 }),
  },
  closed,
);
export type DeskCall = Static<typeof DeskCall>;

/** A colleague who is signed in. */
export const DeskColleague = Type.Object(
  {
    name: OperatorName,
    presence: Presence,
    offices: Type.Array(OfficeId),
    languages: Type.Array(LanguageTag),
    signLanguage: Type.Boolean(),
  },
  closed,
);
export type DeskColleague = Static<typeof DeskColleague>;

/** What has been counted of an office since midnight; each figure is defined in docs/calls.md. */
export const QueueFigures = Type.Object(
  {
    office: OfficeId,
    waiting: count,
    /** Seconds that the first of the queue has waited; 0 where nobody waits. */
    longestWait: count,
    available: count,
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
export type QueueFigures = Static<typeof QueueFigures>;

/** What the hub tells a desk, beside what it tells every party of a call. */
export const DeskNotice = taggedUnion('type', [
  /** How things stand at the desks. It is always whole. */
  Type.Object(
    {
      type: Type.Literal('desk'),
      you: OperatorName,
      supervisor: Type.Boolean(),
      presence: Presence,
      skills: Skills,
      /** The offices that an admin allows this operator; left out where all are. */
      allowed: Type.Optional(Type.Array(OfficeId, { maxItems: 100 })),
      calls: Type.Array(DeskCall),
      colleagues: Type.Array(DeskColleague),
      queues: Type.Array(QueueFigures),
      /** Offices of which calls may be recorded, if the citizen agrees; left out where none. */
      recordable: Type.Optional(
        Type.Array(Type.Object({ office: OfficeId, sound: Type.Boolean() }, closed), { maxItems: 100 }),
      ),
    },
    closed,
  ),
  /** Said again to a desk that comes back while it rings there. */
  Type.Object(
    {
      type: Type.Literal('ring'),
      call: CallId,
      as: PartyName,
      /** How long it rings yet; left out where it does until somebody says something. */
      seconds: Type.Optional(count),
    },
    closed,
  ),
  /** It need not ring any more. */
  Type.Object({ type: Type.Literal('hush'), call: CallId }, closed),
  /** Requests to be rung up of this operator's offices, oldest first. It is always whole. */
  Type.Object(
    { type: Type.Literal('requests'), requests: Type.Array(KnownAppointmentRequest, { maxItems: 200 }) },
    closed,
  ),
  /** The same operator signed in somewhere else: this desk is closed. */
  Type.Object({ type: Type.Literal('replaced') }, closed),
]);
export type DeskNotice = Static<typeof DeskNotice>;
