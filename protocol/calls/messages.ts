import Type, { type Static } from 'typebox';
import { ProblemSchema } from '../commands.ts';
import { Timestamp } from '../names.ts';
import { taggedUnion } from '../union.ts';
import { AppointmentRequest } from './appointment.ts';
import { maximumDescriptionBytes } from './description.ts';
import { FormAnswers } from './form.ts';
import { CallShare } from './share.ts';
import { callOutcomes, callStates } from './states.ts';
import { CallId, CallWish, OfficeId } from './wish.ts';

/**
 * Messages of a call between a party and the hub. A totem sends them on the channels `call` and `called` of its
 * MQTT link, the portal and the desk over a WebSocket; they are the same, so that the hub has one call centre.
 */

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });

/** Name of a party within one call: `citizen`, `operator`, or `guest-1` and so on for who was invited. */
export const PartyName = Type.String({ pattern: '^(?:citizen|operator|guest-[1-9])$' });
export type PartyName = Static<typeof PartyName>;

/**
 * What two parties tell each other to find a way for media (RFC 8829). `attempt` counts the connections that the
 * offering side has begun: what belongs to an older one, or comes twice, is passed over.
 */
export const CallSignal = taggedUnion('kind', [
  Type.Object(
    { kind: Type.Literal('offer'), attempt: count, sdp: Type.String({ maxLength: maximumDescriptionBytes }) },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('answer'),
      attempt: count,
      sdp: Type.String({ maxLength: maximumDescriptionBytes }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('candidate'),
      attempt: count,
      /** Empty where there are no more (RFC 8838). */
      candidate: Type.String({ maxLength: 1024 }),
      /** The media section it is for, by `a=mid` and by its place. */
      section: Type.Union([Type.String({ maxLength: 16 }), Type.Null()]),
      sectionIndex: Type.Union([Type.Integer({ minimum: 0, maximum: 15 }), Type.Null()]),
    },
    closed,
  ),
  /**
   * The answering side asks for another attempt instead of this one, because it has something to send that it had
   * not: a camera or a microphone was plugged in.
   */
  Type.Object({ kind: Type.Literal('again'), attempt: count }, closed),
]);
export type CallSignal = Static<typeof CallSignal>;

/** One line of real-time text, whole at every change, so that a lost or repeated message does no harm. */
export const CallText = Type.Object(
  {
    /** Counts the lines of this party in this call, from 0. */
    line: count,
    text: Type.String({ maxLength: 1000 }),
    /** The line is finished and will not change any more. */
    final: Type.Boolean(),
  },
  closed,
);
export type CallText = Static<typeof CallText>;

export const callRequests = [
  /** Wants a person. Asked again with the same id it is answered with where the call stands. */
  Type.Object({ type: Type.Literal('ask'), call: CallId, wish: CallWish }, closed),
  /** Is there again, after its link or the hub was gone. */
  Type.Object({ type: Type.Literal('resume'), call: CallId }, closed),
  /** Would rather be called back at this totem, and keeps the place. */
  Type.Object({ type: Type.Literal('postpone'), call: CallId }, closed),
  Type.Object({ type: Type.Literal('signal'), call: CallId, to: PartyName, signal: CallSignal }, closed),
  Type.Object({ type: Type.Literal('text'), call: CallId, text: CallText }, closed),
  /** Whether media of every other party comes in. */
  Type.Object({ type: Type.Literal('media'), call: CallId, flowing: Type.Boolean() }, closed),
  Type.Object({ type: Type.Literal('leave'), call: CallId }, closed),
  /** The citizen's answers to the form that is shown. They go to the operator and are nowhere kept. */
  Type.Object(
    { type: Type.Literal('fill'), call: CallId, form: Type.String({ format: 'uuid' }), answers: FormAnswers },
    closed,
  ),
  /** The citizen's word on being recorded; a no at any time ends it and deletes what there is. */
  Type.Object({ type: Type.Literal('consent'), call: CallId, given: Type.Boolean() }, closed),
  /** Asks an office to ring back; `call` is the request's own id, so that asking twice is asking once. */
  Type.Object({ type: Type.Literal('appointment'), call: CallId, request: AppointmentRequest }, closed),
] as const;

/** What a party says to the hub about a call that it asked for or takes part in. */
export const CallRequest = taggedUnion('type', callRequests);
export type CallRequest = Static<typeof CallRequest>;

/** Who takes part, as the others may know them. */
export const CallParty = Type.Object(
  {
    party: PartyName,
    /** Office for an operator, `interpreter` or an office for a guest, empty for the citizen. */
    role: Type.String({ maxLength: 80 }),
    /** Whether they listen only, of which everybody is told. */
    listens: Type.Boolean(),
  },
  closed,
);
export type CallParty = Static<typeof CallParty>;

/** Servers of RFC 8489 and RFC 8656 that help two parties to a way, with passwords that soon expire. */
export const IceServer = Type.Object(
  {
    urls: Type.Array(Type.String({ pattern: '^(?:stun|turn|turns):[^\\s]+$', maxLength: 200 }), {
      minItems: 1,
      maxItems: 8,
    }),
    username: Type.Optional(Type.String({ maxLength: 200 })),
    credential: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
);
export type IceServer = Static<typeof IceServer>;

/**
 * `asked`: the operator would like to record, and the citizen is to say yes or no. `on`: the text of both sides is
 * kept, and with `sound` what everybody says, which the operator's browser hands in; all in the call are shown that.
 */
export const CallRecording = Type.Object(
  { state: Type.Enum(['asked', 'on']), sound: Type.Boolean() },
  closed,
);
export type CallRecording = Static<typeof CallRecording>;

/** What the hub says to a party. */
export const CallNotice = taggedUnion('type', [
  Type.Object(
    {
      type: Type.Literal('standing'),
      call: CallId,
      state: Type.Enum([...callStates]),
      /** The party that this message goes to. */
      you: PartyName,
      wish: CallWish,
      /** Place in the queue, 1 for the next; null once it was answered. */
      position: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
      /** Expected wait in minutes; null where nobody can say. */
      wait: Type.Union([Type.Object({ from: count, to: count }, closed), Type.Null()]),
      parties: Type.Array(CallParty, { maxItems: 5 }),
      ice: Type.Array(IceServer, { maxItems: 8 }),
      share: CallShare,
      /** Left out where nothing is recorded, which is how it is by default. */
      recording: Type.Optional(CallRecording),
    },
    closed,
  ),
  /** The office is closed, or nobody is there: the call did not begin to wait. */
  Type.Object(
    {
      type: Type.Literal('closed'),
      call: CallId,
      office: OfficeId,
      opens: Type.Union([Timestamp, Type.Null()]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('signal'), call: CallId, from: PartyName, signal: CallSignal }, closed),
  Type.Object({ type: Type.Literal('text'), call: CallId, from: PartyName, text: CallText }, closed),
  Type.Object({ type: Type.Literal('share'), call: CallId, share: CallShare }, closed),
  /** What the citizen answered, for the operator alone. */
  Type.Object(
    {
      type: Type.Literal('filled'),
      call: CallId,
      form: Type.String({ format: 'uuid' }),
      answers: FormAnswers,
    },
    closed,
  ),
  /** To the citizen: the operator has the answers. */
  Type.Object(
    { type: Type.Literal('delivered'), call: CallId, form: Type.String({ format: 'uuid' }) },
    closed,
  ),
  /** To the citizen: the office has the request to be rung up, until then at most. */
  Type.Object({ type: Type.Literal('noted'), call: CallId, expires: Timestamp }, closed),
  Type.Object({ type: Type.Literal('ended'), call: CallId, outcome: Type.Enum([...callOutcomes]) }, closed),
  /** A request was not carried out; without a call where it could not be read. */
  Type.Object(
    { type: Type.Literal('refused'), call: Type.Union([CallId, Type.Null()]), error: ProblemSchema },
    closed,
  ),
]);
export type CallNotice = Static<typeof CallNotice>;
