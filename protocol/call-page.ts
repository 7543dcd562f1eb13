import Type, { type Static } from 'typebox';
import { AppointmentRequest, CallAppointment } from './calls/appointment.ts';
import { CallForm, FormAnswers } from './calls/form.ts';
import { CallParty, CallRecording, CallText, PartyName } from './calls/messages.ts';
import { callOutcomes, callStates } from './calls/states.ts';
import { CallWish, OfficeId } from './calls/wish.ts';
import { ProblemSchema } from './commands.ts';
import { Timestamp } from './names.ts';
import { taggedUnion } from './union.ts';

/**
 * A call to a person: messages between the page and the agent. The agent owns the call, so a page that is loaded
 * again is told where it stands and goes on with it.
 */

const closed = { additionalProperties: false } as const;
const fraction = Type.Number({ minimum: 0, maximum: 1 });
const count = Type.Integer({ minimum: 0 });

/** Place that the page left free for the face, as fractions of the screen. */
export const CallPlace = Type.Object({ x: fraction, y: fraction, width: fraction, height: fraction }, closed);
export type CallPlace = Static<typeof CallPlace>;

/** What the citizen does about a call. */
export const CallAction = taggedUnion('do', [
  /** Wants a person; the call before is over by this. */
  Type.Object({ do: Type.Literal('ask'), wish: CallWish }, closed),
  Type.Object({ do: Type.Literal('leave') }, closed),
  /** Would rather be called back, and keeps the place. */
  Type.Object({ do: Type.Literal('postpone') }, closed),
  Type.Object({ do: Type.Literal('text'), text: CallText }, closed),
  Type.Object({ do: Type.Literal('camera'), on: Type.Boolean() }, closed),
  Type.Object({ do: Type.Literal('microphone'), on: Type.Boolean() }, closed),
  /** Where the face is to be; null where the page shows none now. */
  Type.Object({ do: Type.Literal('place'), face: Type.Union([CallPlace, Type.Null()]) }, closed),
  /** Has read that the call ended, or that the office is closed. */
  Type.Object({ do: Type.Literal('dismiss') }, closed),
  /** Answers to the form that the operator shows. They are kept nowhere on the totem. */
  Type.Object(
    { do: Type.Literal('form'), form: Type.String({ format: 'uuid' }), answers: FormAnswers },
    closed,
  ),
  /** The citizen's word on being recorded. */
  Type.Object({ do: Type.Literal('consent'), given: Type.Boolean() }, closed),
  /** Asks an office to ring back. */
  Type.Object({ do: Type.Literal('appointment'), request: AppointmentRequest }, closed),
]);
export type CallAction = Static<typeof CallAction>;

/** `asking`: the hub has not answered yet. `closed`: the office is, and nobody waits. */
export const callViewStates = ['asking', 'closed', ...callStates] as const;
export type CallViewState = (typeof callViewStates)[number];

/** What the operator shows, as the page can show it: the picture of a document's page has a local address. */
export const CallShown = taggedUnion('kind', [
  Type.Object({ kind: Type.Literal('none') }, closed),
  Type.Object({ kind: Type.Literal('card'), card: OfficeId }, closed),
  Type.Object(
    {
      kind: Type.Literal('document'),
      /** Address at the agent's local server; null while the picture is on its way. */
      url: Type.Union([Type.String({ pattern: '^/call/pictures/[0-9a-f]{64}$' }), Type.Null()]),
      title: Type.String({ maxLength: 200 }),
      pages: Type.Integer({ minimum: 1, maximum: 500 }),
      page: Type.Integer({ minimum: 1, maximum: 500 }),
      /** Where the operator points, as fractions of the page; null where they do not. */
      pointer: Type.Union([Type.Object({ x: fraction, y: fraction }, closed), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('form'), ...CallForm.properties }, closed),
  Type.Object({ kind: Type.Literal('appointment'), ...CallAppointment.properties }, closed),
]);
export type CallShown = Static<typeof CallShown>;

/** A camera or a microphone of this totem: whether it is there, and whether the operator gets what it takes. */
const Device = Type.Object({ there: Type.Boolean(), on: Type.Boolean() }, closed);

/** Where a call stands. It is always whole. */
export const CallView = Type.Object(
  {
    state: Type.Enum([...callViewStates]),
    wish: CallWish,
    /** Place in the queue, 1 for the next; null where the call does not wait. */
    position: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    /** Expected wait in minutes; null where nobody can say. */
    wait: Type.Union([Type.Object({ from: count, to: count }, closed), Type.Null()]),
    /** When a closed office opens; null where it is not closed or nobody can say. */
    opens: Type.Union([Timestamp, Type.Null()]),
    /** Everybody who takes part, the citizen too. */
    parties: Type.Array(CallParty, { maxItems: 5 }),
    share: CallShown,
    /** How it ended; null before. */
    outcome: Type.Union([Type.Enum([...callOutcomes]), Type.Null()]),
    camera: Device,
    microphone: Device,
    /** Whether the picture of the other side comes in now and is in its place. */
    picture: Type.Boolean(),
    /** Width of that picture divided by its height; left out where it is that of every camera, 4:3. */
    shape: Type.Optional(Type.Number({ minimum: 0.25, maximum: 4 })),
    /** Who is heard to speak now, the citizen too; left out where nobody does. */
    speaking: Type.Optional(Type.Array(PartyName, { maxItems: 5 })),
    /** What went wrong last and still matters. */
    problem: Type.Union([ProblemSchema, Type.Null()]),
    /** Left out where nothing is recorded and nobody asks to. */
    recording: Type.Optional(CallRecording),
    /** The form whose answers the operator has; left out before. */
    delivered: Type.Optional(Type.String({ format: 'uuid' })),
    /** Until when the office keeps the request to ring back; left out where it has none. */
    noted: Type.Optional(Timestamp),
  },
  closed,
);
export type CallView = Static<typeof CallView>;

export const callFromPage = [
  Type.Object({ type: Type.Literal('call'), action: CallAction }, closed),
] as const;

export const callToPage = [
  /** At every change, and to a page that connects; null where there is no call. */
  Type.Object(
    // Not a union: within one, defaults of what is shown would be ignored.
    { type: Type.Literal('call'), call: Type.Unsafe<CallView | null>({ ...CallView, nullable: true }) },
    closed,
  ),
  /** A line of real-time text, of the other side or, for a page that was loaded again, of the citizen. */
  Type.Object({ type: Type.Literal('callText'), from: PartyName, text: CallText }, closed),
] as const;
