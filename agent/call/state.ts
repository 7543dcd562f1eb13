import type { CallView } from '../../protocol/call-page.ts';
import type {
  CallParty,
  CallRecording,
  CallText,
  IceServer,
  PartyName,
} from '../../protocol/calls/messages.ts';
import type { CallShare } from '../../protocol/calls/share.ts';
import type { CallOutcome } from '../../protocol/calls/states.ts';
import type { CallId, CallWish } from '../../protocol/calls/wish.ts';
import type { Phase } from './table.ts';

export type CallProblem = NonNullable<CallView['problem']>;

/** What comes in from a party. */
export interface Seen {
  flows: boolean;
  picture: boolean;
}

/** A call, as far as this totem knows of it. */
export interface Current {
  id: CallId;
  phase: Phase;
  wish: CallWish;
  position: number | null;
  wait: { from: number; to: number } | null;
  opens: string | null;
  parties: readonly CallParty[];
  ice: readonly IceServer[];
  share: CallShare;
  outcome: CallOutcome | null;
  problem: CallProblem | null;
  recording: CallRecording | null;
  delivered: string | null;
  noted: string | null;
  /** Whether the two have ever been connected. */
  talked: boolean;
}

/** All that the agent knows of a citizen's call. It lives in memory and nowhere else. */
export interface CallState {
  call: Current | null;
  /** Whether the hub is reached. */
  online: boolean;
  askedAt: number;
  /** When the hub is asked again that could not say anything yet; null where nothing is to be asked. */
  againAt: number | null;
  flows: ReadonlyMap<PartyName, Seen>;
  /** Who speaks now, as far as the media process hears; who is no longer there may still be among them. */
  speaking: readonly PartyName[];
  /** What the hub believes of it. */
  toldFlowing: boolean;
  /** Since when neither the hub nor the other side has been there. */
  silentSince: number | null;
  /** Whether the others get what camera and microphone take. */
  camera: boolean;
  microphone: boolean;
  /** What was written, for a page that is loaded again. */
  lines: readonly { from: PartyName; text: CallText }[];
  /** Id of the last request to be rung up. */
  appointment: string | null;
  /** Calls that were left while the hub was not reached. */
  owed: readonly CallId[];
}

export const atRest: CallState = {
  call: null,
  online: false,
  askedAt: 0,
  againAt: null,
  flows: new Map(),
  speaking: [],
  toldFlowing: false,
  silentSince: null,
  camera: true,
  microphone: true,
  lines: [],
  appointment: null,
  owed: [],
};

/** The state without anything of the citizen but the call itself. */
export function forgotten({ online, owed }: CallState): CallState {
  return { ...atRest, online, owed };
}

export function fresh(id: CallId, wish: CallWish, problem: CallProblem | null): Current {
  return {
    id,
    phase: 'asking',
    wish,
    position: null,
    wait: null,
    opens: null,
    parties: [],
    ice: [],
    share: { kind: 'none' },
    outcome: null,
    problem,
    recording: null,
    delivered: null,
    noted: null,
    talked: false,
  };
}
