import type { FormAnswers } from '../../../protocol/calls/form.ts';
import type { CallNotice, CallParty, CallRecording, PartyName } from '../../../protocol/calls/messages.ts';
import type { CallShare } from '../../../protocol/calls/share.ts';
import type { CallOutcome, CallState } from '../../../protocol/calls/states.ts';
import type { CallId, CallWish } from '../../../protocol/calls/wish.ts';
import type { Line } from './lines.ts';
import type { PeerState } from './table.ts';

/** The way to one other party. */
export interface PeerView {
  party: PartyName;
  state: PeerState;
  /** What comes in, for a `<video>` or `<audio>`; null before anything can. */
  stream: MediaStream | null;
  /** Whether pictures come in now. */
  picture: boolean;
}

/** Why the hub did not do something. */
export interface Refusal {
  code: string;
  message: string;
}

/** A call as its page shows it. It is never changed, only replaced. */
export interface CallView {
  call: CallId;
  /** `asking` before the hub has said anything, `closed` where the office is. */
  state: CallState | 'asking' | 'closed';
  you: PartyName | null;
  wish: CallWish | null;
  /** Place in the queue, and expected wait in minutes. */
  position: number | null;
  wait: { from: number; to: number } | null;
  /** When a closed office opens. */
  opens: string | null;
  /** Everybody who takes part, this page's party among them. */
  parties: readonly CallParty[];
  share: CallShare;
  /** To the operator: what the citizen answered last to a form. */
  filled: { form: string; answers: FormAnswers } | null;
  /** To the citizen: the form whose answers the operator has. */
  delivered: string | null;
  /** Whether somebody would like to record, or does. */
  recording: CallRecording | null;
  /** How it ended; null while it has not, and where the hub knows nothing of it any more. */
  outcome: CallOutcome | null;
  peers: readonly PeerView[];
  /** Whether media of every other party comes in. */
  flowing: boolean;
  lines: readonly Line[];
  /** What the hub refused last. */
  problem: Refusal | null;
}

export function newView(call: CallId, wish: CallWish | null): CallView {
  return {
    call,
    state: 'asking',
    you: null,
    wish,
    position: null,
    wait: null,
    opens: null,
    parties: [],
    share: { kind: 'none' },
    filled: null,
    delivered: null,
    recording: null,
    outcome: null,
    peers: [],
    flowing: false,
    lines: [],
    problem: null,
  };
}

/** Whether nothing more comes of this call. */
export function isOver({ state }: Pick<CallView, 'state'>): boolean {
  return state === 'ended' || state === 'closed';
}

/** The view after a notice of the hub; signals and text are dealt with elsewhere. */
export function afterNotice(view: CallView, notice: CallNotice): CallView {
  if (isOver(view)) return view;
  switch (notice.type) {
    case 'standing': {
      const { state, you, wish, position, wait, parties, share, recording = null } = notice;
      return { ...view, state, you, wish, position, wait, parties, share, recording, problem: null };
    }
    case 'closed':
      return { ...view, state: 'closed', opens: notice.opens };
    case 'share':
      return { ...view, share: notice.share };
    case 'filled':
      return { ...view, filled: { form: notice.form, answers: notice.answers } };
    case 'delivered':
      return { ...view, delivered: notice.form };
    case 'ended':
      return { ...view, state: 'ended', outcome: notice.outcome, position: null, wait: null };
    case 'refused':
      return afterRefusal(view, notice.error);
    default:
      return view;
  }
}

/**
 * An address at which the hub lets nobody be knocked at is one of many, and nobody's concern. A call that the hub
 * does not know is over; what is named by a field is something in it that is not there.
 */
function afterRefusal(view: CallView, { code, message, field }: Refusal & { field?: string }): CallView {
  if (field === '/candidate') return view;
  return {
    ...view,
    problem: { code, message },
    ...(code === 'not_found' && field === undefined ? { state: 'ended' } : {}),
  };
}
