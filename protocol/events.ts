import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { ProblemSchema } from './commands.ts';
import { Fault } from './faults.ts';
import { FirmwareVersionName } from './firmware-library.ts';
import { LanguageTag, ReleaseId, Timestamp } from './names.ts';
import { ServiceCounter } from './service.ts';
import { taggedUnion } from './union.ts';
import { UsedProfiles, usageProperties } from './usage.ts';

function eventOf<Kind extends string, Properties extends TProperties>(kind: Kind, properties: Properties) {
  return Type.Object(
    { kind: Type.Literal(kind), at: Timestamp, ...properties },
    { additionalProperties: false },
  );
}

const ContentPath = Type.String({ minLength: 1, maxLength: 240 });
const FirmwareSlot = Type.String({ minLength: 1, maxLength: 60 });

/**
 * What happened on a totem and must reach the hub, whatever happens in between. Usage is counted by card,
 * language and profile, at the hour it happened in; nothing that a citizen typed, said or is belongs here.
 */
export const eventKinds = [
  eventOf('agent.started', { version: Type.String({ maxLength: 40 }), cleanStop: Type.Boolean() }),
  eventOf('content.activated', { release: ReleaseId }),
  eventOf('content.rolled_back', { release: ReleaseId, to: Type.Union([ReleaseId, Type.Null()]) }),
  /** The other slot holds this firmware; it counts only once it is confirmed. */
  eventOf('firmware.installed', {
    version: FirmwareVersionName,
    attempt: Type.Integer({ minimum: 1 }),
    slot: FirmwareSlot,
  }),
  /** The firmware runs, proved itself, and its slot is marked good. */
  eventOf('firmware.confirmed', {
    version: FirmwareVersionName,
    attempt: Type.Integer({ minimum: 1 }),
    slot: FirmwareSlot,
  }),
  /** `returned`: it had been started and the totem went back to the former slot. */
  eventOf('firmware.failed', {
    version: FirmwareVersionName,
    attempt: Type.Integer({ minimum: 1 }),
    returned: Type.Boolean(),
    problem: ProblemSchema,
  }),
  /** Proof of play: one item of the playlist was shown from start to end. */
  eventOf('playlist.played', { media: ContentPath, seconds: Type.Number({ minimum: 0 }) }),
  eventOf('session.ended', {
    seconds: Type.Integer({ minimum: 0 }),
    language: LanguageTag,
    reason: Type.Enum(['left', 'idle', 'reloaded']),
    profiles: Type.Optional(UsedProfiles),
  }),
  eventOf('card.viewed', {
    card: Type.String({ maxLength: 80 }),
    language: LanguageTag,
    profiles: Type.Optional(UsedProfiles),
  }),
  eventOf('session.rated', usageProperties['session.rated']),
  eventOf('answer.helped', usageProperties['answer.helped']),
  eventOf('question.asked', usageProperties['question.asked']),
  eventOf('question.word', usageProperties['question.word']),
  eventOf('place.left', usageProperties['place.left']),
  /** The service menu was opened with the code for this counter, and closed again. */
  eventOf('service.opened', { counter: ServiceCounter }),
  eventOf('service.closed', { seconds: Type.Integer({ minimum: 0 }) }),
  /** A wrong service code: the how manieth since the last right one. */
  eventOf('service.refused', { attempt: Type.Integer({ minimum: 1 }) }),
  eventOf('fault.raised', { fault: Fault }),
  eventOf('fault.cleared', { fault: Fault }),
] as const satisfies readonly TObject[];

export const TotemEvent = taggedUnion('kind', eventKinds);
export type TotemEvent = Static<typeof TotemEvent>;

/** Far beyond what a totem reaches in its life; keeps a wrong number from exhausting the numbers. */
export const largestSequence = 2 ** 48;

/** Events in the order in which they happened. The first has sequence `first`, each next one more. */
export const EventBatch = Type.Object(
  {
    /** Identity of the outbox: made anew when the totem's disk was lost, so that numbers may start again. */
    outbox: Type.String({ format: 'uuid' }),
    first: Type.Integer({ minimum: 1, maximum: largestSequence }),
    /**
     * How many sequences just before `first` the outbox does not hold any more and will never send, for want of
     * room or because its disk lost them. Of these the hub counts those it lacks as lost and goes on after them.
     */
    skipped: Type.Optional(Type.Integer({ minimum: 0, maximum: largestSequence })),
    events: Type.Array(TotemEvent, { minItems: 1, maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type EventBatch = Static<typeof EventBatch>;

/** Sent by the hub after its store has committed everything up to and including `sequence`. */
export const Acknowledged = Type.Object(
  { outbox: Type.String({ format: 'uuid' }), sequence: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type Acknowledged = Static<typeof Acknowledged>;
