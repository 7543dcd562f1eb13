import type {
  CallId,
  CallNotice,
  CallOrigin,
  CallOutcome,
  CallRecording,
  CallShare,
  CallState,
  CallWish,
  PartyName,
  Skills,
} from '../../../protocol/calls/index.ts';
import type { Presence, RoutingPolicy } from '../routing/index.ts';

/** Where messages for somebody go: `totem:<id>`, `portal:<visit>` or `desk:<name of the user>`. */
export type Address = string;

/** One who takes part, or was asked to. */
export interface Party {
  name: PartyName;
  address: Address;
  role: string;
  /** Invited and not there yet: their desk rings. */
  invited: boolean;
  listens: boolean;
  /** Whether the hub reaches them now. */
  present: boolean;
  /** Whether they said that media of the others comes in. */
  media: boolean;
}

export interface Call {
  id: CallId;
  origin: CallOrigin;
  /** Where it waits or talks now. */
  wish: CallWish;
  /** The office it was asked for in, for which it counts. */
  office: string;
  state: CallState;
  /** The citizen is always the first. */
  parties: readonly Party[];
  /** Moments in ms. `since` is what the place in the queue goes by. */
  asked: number;
  since: number;
  answered: number | null;
  connected: number | null;
  ended: number | null;
  /** When the state ends by itself. */
  deadline: number | null;
  declinedBy: readonly string[];
  only: string | null;
  share: CallShare;
  /** Whether it is recorded, or the citizen is being asked; null by default. */
  recording: CallRecording | null;
  outcome: CallOutcome | null;
  /** What an operator wrote for the next one; gone when the call ends. */
  note: string;
  /** Names of the operators who took it, or part in it: they file it. Not kept once it is over. */
  takenBy: readonly string[];
  /** What an operator filed it under. */
  tags: readonly string[];
}

/** An operator's desk, as long as the operator is signed in. */
export interface Desk {
  name: string;
  skills: Skills;
  /** What the operator chose; a desk with a call is busy whatever that is. */
  chosen: Exclude<Presence, 'busy'>;
  idleSince: number;
  /** Whether a browser is connected, and until when one that is gone is waited for, in ms. */
  present: boolean;
  deadline: number | null;
  supervisor: boolean;
}

/** Everything that the call centre knows. It is never changed, only replaced. */
export interface Centre {
  calls: ReadonlyMap<CallId, Call>;
  desks: ReadonlyMap<string, Desk>;
  /** When each address last asked for a call, in ms. */
  asks: ReadonlyMap<Address, readonly number[]>;
}

/** Times in ms and numbers that an institution may set. */
export interface Rules {
  routing: RoutingPolicy;
  /** How long a desk rings. */
  ring: number;
  /** How long the two may look for a way to each other. */
  connect: number;
  /** How long one who is gone is waited for: citizen in the queue, either side of a call, a desk. */
  grace: number;
  /** How long a callback stays open. */
  callback: number;
  /** How often one address may ask for a call within `asksWithin`. */
  asks: number;
  asksWithin: number;
}

export type Event =
  /** `opens`: when the office opens in ms, `null` where that is not known, `undefined` where it is open now. */
  | {
      type: 'asked';
      call: CallId;
      wish: CallWish;
      origin: CallOrigin;
      address: Address;
      opens: number | null | undefined;
      /** Whether the hub reaches whoever asks by now. */
      present: boolean;
    }
  /** Whoever is at this address may have forgotten everything, and is told of its call. */
  | { type: 'greeted'; address: Address }
  | { type: 'resumed'; call: CallId; address: Address }
  | { type: 'postponed'; call: CallId; address: Address }
  | { type: 'left'; call: CallId; address: Address }
  | { type: 'media'; call: CallId; address: Address; flowing: boolean }
  /** The link of a totem, a visitor or a desk came or went. */
  | { type: 'link'; address: Address; present: boolean }
  /** The office closed: whoever waits for it is told. */
  | { type: 'closed'; office: string; opens: number | null }
  | { type: 'signed_in'; name: string; skills: Skills; supervisor: boolean }
  /** An operator, or an admin for them, says what they can do from now on. */
  | { type: 'skilled'; name: string; skills: Skills }
  | { type: 'signed_out'; name: string }
  | { type: 'presence'; name: string; presence: Exclude<Presence, 'busy'> }
  | { type: 'answered'; call: CallId; name: string }
  | { type: 'picked'; call: CallId; name: string }
  | { type: 'declined'; call: CallId; name: string }
  | { type: 'shared'; call: CallId; name: string; share: CallShare }
  | { type: 'transferred'; call: CallId; name: string; to: TransferTarget; note: string }
  | { type: 'invited'; call: CallId; name: string; guest: string; listens: boolean }
  | { type: 'recorded'; call: CallId; name: string; on: boolean; sound: boolean }
  | { type: 'consented'; call: CallId; address: Address; given: boolean }
  | { type: 'filed'; call: CallId; name: string; tags: readonly string[] }
  | { type: 'tick' };

export type TransferTarget = { office: string } | { operator: string };

export type Effect =
  | { type: 'notice'; address: Address; notice: CallNotice }
  /** A desk rings for this call, or need not any more. */
  | { type: 'ring'; name: string; call: CallId }
  | { type: 'hush'; name: string; call: CallId }
  /** The call changed in what is kept of it. */
  | { type: 'keep'; call: Call }
  /** What was recorded of this call is to be deleted. */
  | { type: 'erase'; call: CallId }
  | { type: 'refuse'; address: Address; call: CallId; code: RefusalCode; message: string };

export type RefusalCode = 'not_found' | 'conflict' | 'forbidden' | 'too_many_requests';

export interface Step {
  centre: Centre;
  effects: Effect[];
}
