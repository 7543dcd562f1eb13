import Type, { type Static } from 'typebox';
import { Timestamp } from '../names.ts';
import { PartyName } from './messages.ts';
import { CallId, OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;

/** A call in an address of the API. */
export const CallAddress = Type.Object({ call: CallId }, closed);

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
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CallRecordingList = Static<typeof CallRecordingList>;

/** What was written in a call, in order. */
export const CallTranscript = Type.Object(
  {
    call: CallId,
    lines: Type.Array(
      Type.Object({ party: PartyName, at: Timestamp, text: Type.String({ maxLength: 1000 }) }, closed),
    ),
  },
  closed,
);
export type CallTranscript = Static<typeof CallTranscript>;
