import Type, { type Static } from 'typebox';
import {
  CallId,
  CallRecording,
  CallShare,
  CallWish,
  callOrigins,
  callOutcomes,
  callStates,
  PartyName,
} from '../../../protocol/calls/index.ts';
import { after, emptyCentre, withoutParty } from './change.ts';
import type { Call, Centre, Rules } from './types.ts';

const moment = Type.Union([Type.Number(), Type.Null()]);
const closed = { additionalProperties: false } as const;

const KeptParty = Type.Object(
  {
    name: PartyName,
    address: Type.String(),
    role: Type.String(),
    invited: Type.Boolean(),
    listens: Type.Boolean(),
    present: Type.Boolean(),
    media: Type.Boolean(),
  },
  closed,
);

/** A call that is not over, as the store keeps it for a hub that starts again. Moments in ms. */
export const KeptCall = Type.Object(
  {
    version: Type.Literal(1),
    id: CallId,
    origin: Type.Enum([...callOrigins]),
    wish: CallWish,
    /** Absent in what an older hub kept. */
    office: Type.Optional(Type.String()),
    state: Type.Enum([...callStates]),
    parties: Type.Array(KeptParty),
    asked: Type.Number(),
    since: Type.Number(),
    answered: moment,
    connected: moment,
    ended: moment,
    deadline: moment,
    declinedBy: Type.Array(Type.String()),
    only: Type.Union([Type.String(), Type.Null()]),
    share: CallShare,
    /** Absent in what a hub kept that did not record. */
    recording: Type.Union([CallRecording, Type.Null()], { default: null }),
    outcome: Type.Union([Type.Enum([...callOutcomes]), Type.Null()]),
    note: Type.String(),
    /** Absent in what an older hub kept. */
    takenBy: Type.Array(Type.String(), { default: [] }),
    tags: Type.Array(Type.String()),
  },
  closed,
);
export type KeptCall = Static<typeof KeptCall>;

/**
 * The centre of a hub that starts again: nobody is reached yet, and everybody gets the usual grace to be there
 * again. Media did not pass through the hub, so who talked may be talking still. A desk that rang does not
 * know of it any more: the call waits again, in its place.
 */
export function centreAgain(calls: readonly Call[], now: number, rules: Rules): Centre {
  const again = calls.map((call) => callAgain(call, now + rules.grace));
  return { ...emptyCentre, calls: new Map(again.map((call) => [call.id, call])) };
}

function callAgain(call: Call, deadline: number): Call {
  const parties = call.parties
    .filter(({ invited }) => !invited)
    .map((party) => ({ ...party, present: false }));
  const unreached = { ...call, parties };
  switch (call.state) {
    case 'waiting':
      return { ...unreached, deadline };
    case 'ringing':
      return after(withoutParty(unreached, 'operator'), 'decline', { deadline }) ?? unreached;
    case 'connecting':
    case 'connected':
      return after(unreached, 'interrupt', { deadline }) ?? unreached;
    case 'interrupted':
      return { ...unreached, deadline };
    case 'callback':
    case 'ended':
      return unreached;
  }
}
