import type { Typed } from './form.ts';
import { type Line, withLine } from './lines.ts';
import type { RingBack } from './ring-back.ts';
import type { CallAppointment, CallText, CallView, CallWish } from './types.ts';

/** All that the page has of a citizen's call. It lives in memory and is replaced by a fresh one at the end. */
export interface Call {
  /** How it stands; null where there is none. */
  view: CallView | null;
  /** What is wished for, while it is chosen; null where it was not begun to choose. */
  wish: CallWish | null;
  /** Whether an office is being chosen for it. */
  choosingOffice: boolean;
  /** It was asked for, and nothing has come of it yet. */
  asked: boolean;
  lines: readonly Line[];
  /** What the citizen writes now: the line that is not finished. */
  draft: string;
  /** Whether the keys are there for it. */
  writing: boolean;
  /** What the operator shows fills the screen. */
  enlarged: boolean;
  /** What was answered to the form that is shown, which of its fields is written in, and whether it was sent. */
  typed: Typed;
  field: string | null;
  form: 'open' | 'wrong' | 'sent';
  /** The appointment that was shown last: it is there after the call as well. */
  appointment: CallAppointment | null;
  /** The request to be rung up; null where none is being made. */
  ringBack: RingBack | null;
}

export type CallEvent =
  | { type: 'wished'; wish: CallWish | null }
  | { type: 'offices'; shown: boolean }
  | { type: 'asked'; wish: CallWish }
  | { type: 'told'; view: CallView | null }
  | { type: 'wrote'; from: string; text: CallText }
  | { type: 'drafted'; text: string }
  | { type: 'keys'; shown: boolean }
  | { type: 'enlarged'; on: boolean }
  | { type: 'answered'; name: string; value: string }
  | { type: 'field'; name: string | null }
  | { type: 'form'; form: Call['form'] }
  | { type: 'ring_back'; ringBack: RingBack | null }
  /** The agent is gone: what it would have said will not come. */
  | { type: 'cut' };

export const freshCall: Call = {
  view: null,
  wish: null,
  choosingOffice: false,
  asked: false,
  lines: [],
  draft: '',
  writing: false,
  enlarged: false,
  typed: {},
  field: null,
  form: 'open',
  appointment: null,
  ringBack: null,
};

/** The next state. Gives the same object back where nothing changes. */
export function advance(call: Call, event: CallEvent): Call {
  switch (event.type) {
    case 'wished':
      return { ...call, wish: event.wish, choosingOffice: false };
    case 'offices':
      return { ...call, choosingOffice: event.shown };
    case 'asked':
      return { ...freshCall, wish: event.wish, asked: true };
    case 'told':
      return told(call, event.view);
    case 'wrote':
      return { ...call, lines: withLine(call.lines, event.from, event.text) };
    case 'drafted':
      return { ...call, draft: event.text };
    case 'keys':
      return { ...call, writing: event.shown, field: null };
    case 'enlarged':
      return { ...call, enlarged: event.on };
    case 'answered':
      return { ...call, typed: { ...call.typed, [event.name]: event.value }, form: 'open' };
    case 'field':
      return { ...call, field: event.name, writing: call.writing && event.name === null };
    case 'form':
      return { ...call, form: event.form, field: null, typed: event.form === 'sent' ? {} : call.typed };
    case 'ring_back':
      return { ...call, ringBack: event.ringBack };
    case 'cut':
      return call.asked ? { ...call, asked: false } : call;
  }
}

function told(call: Call, view: CallView | null): Call {
  if (view === null) return call.view === null ? call : { ...freshCall, wish: call.wish };
  const shows = view.share.kind !== 'none';
  const form = view.share.kind === 'form' ? view.share.form : null;
  const sameForm = call.view?.share.kind === 'form' && call.view.share.form === form;
  const starts = isTalk(view) && !(call.view && isTalk(call.view));
  return {
    ...call,
    view,
    asked: false,
    // Who chose to write has the keys from the beginning; nobody else is written to unasked.
    writing: starts ? view.wish.mode === 'text' : call.writing && isTalk(view),
    enlarged: call.enlarged && shows,
    ...(!sameForm && { typed: {}, field: null, form: 'open' as const }),
    appointment: view.share.kind === 'appointment' ? view.share : call.appointment,
    ringBack: isOver(view) && view.noted === undefined ? call.ringBack : null,
  };
}

/** Whether the call fills the screen: somebody has answered. */
export function isTalk({ state }: Pick<CallView, 'state'>): boolean {
  return state === 'connecting' || state === 'connected' || state === 'interrupted';
}

/** Whether the citizen stands in the queue. */
export function isQueue({ state }: Pick<CallView, 'state'>): boolean {
  return state === 'asking' || state === 'waiting' || state === 'ringing';
}

/** Whether nothing more will come of it: it ended, or did not begin. */
export function isOver({ state }: Pick<CallView, 'state'>): boolean {
  return state === 'ended' || state === 'closed';
}

/** What a call means for the time that a session may be left alone: a queue is waited in, a talk is not interrupted. */
export type Hold = 'none' | 'queue' | 'talk';

export function holdOf({ view, asked }: Call): Hold {
  if (view === null) return asked ? 'queue' : 'none';
  if (isTalk(view)) return 'talk';
  return isQueue(view) ? 'queue' : 'none';
}
