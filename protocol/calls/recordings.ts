import Type, { type Static } from 'typebox';
import { Timestamp } from '../names.ts';
import { PartyName } from './messages.ts';
import { CallId, OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;

/** A call in an address of the API. */
export const CallAddress = Type.Object({ call: CallId }, closed);

/** What one part of recorded sound has at most, and all sound of a call. Speech at 32 kbit/s is 20 KB in five seconds. */
export const maximumSoundPartBytes = 256 * 1024;
export const maximumSoundBytes = 128 * 1024 * 1024;
/** How many takes a call has at most: one more for each yes, each desk and each desk that was loaded again. */
export const maximumSoundTakes = 100;
/** WebM with Opus (RFC 6716), which every browser of today records. */
export const soundKind = 'audio/webm';

/** Which piece of sound a desk hands in. */
export const CallSoundQuery = Type.Object(
  {
    /** One recorder of one desk, from its start to its end: made up by the desk, another for each. */
    take: Type.String({ format: 'uuid' }),
    /** Counts the pieces of this take, from 0, without a gap; joined they are one WebM file. */
    part: Type.Integer({ minimum: 0, maximum: 100_000 }),
    /** Milliseconds from the beginning of the take to the end of this part. */
    until: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
  },
  closed,
);
export type CallSoundQuery = Static<typeof CallSoundQuery>;

export const CallSoundStored = Type.Object(
  {
    call: CallId,
    take: Type.String({ format: 'uuid' }),
    part: Type.Integer({ minimum: 0 }),
    size: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type CallSoundStored = Static<typeof CallSoundStored>;

/** Sound in an address of the API. */
export const CallSoundAddress = Type.Object({ call: CallId, take: Type.String({ format: 'uuid' }) }, closed);

/** Sound of a call from one desk without a break. */
export const CallSoundTake = Type.Object(
  {
    take: Type.String({ format: 'uuid' }),
    started: Timestamp,
    milliseconds: Type.Integer({ minimum: 0 }),
    bytes: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type CallSoundTake = Static<typeof CallSoundTake>;

export const CallRecordingList = Type.Object(
  {
    recordings: Type.Array(
      Type.Object(
        {
          call: CallId,
          office: OfficeId,
          started: Timestamp,
          /** When it is deleted. */
          expires: Timestamp,
          lines: Type.Integer({ minimum: 0 }),
          /** Oldest first; empty where only text was recorded. */
          sounds: Type.Array(CallSoundTake),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CallRecordingList = Static<typeof CallRecordingList>;

/** What was written in a call, in order, and which sound there is besides. */
export const CallTranscript = Type.Object(
  {
    call: CallId,
    lines: Type.Array(
      Type.Object({ party: PartyName, at: Timestamp, text: Type.String({ maxLength: 1000 }) }, closed),
    ),
    sounds: Type.Array(CallSoundTake),
  },
  closed,
);
export type CallTranscript = Static<typeof CallTranscript>;
