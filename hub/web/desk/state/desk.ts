import type { KnownAppointmentRequest } from '../../../../protocol/calls/appointment.ts';
import type { DeskNotice } from '../../../../protocol/calls/desk.ts';
import type { PartyName } from '../../../../protocol/calls/messages.ts';
import type { CallId, CallWish } from '../../../../protocol/calls/wish.ts';
import type { CallView, LinkState } from '../../call/index.ts';

export type Standing = Extract<DeskNotice, { type: 'desk' }>;

/** A call that is over for this desk and not filed yet. */
export interface Finished {
  call: CallId;
  wish: CallWish;
  outcome: CallView['outcome'];
  /** Whether this operator handed it on; it goes on with somebody else. */
  handedOn: boolean;
  /** How long the two were together, in seconds. */
  seconds: number;
}

/** Everything that the desk shows. It is never changed, only replaced. */
export interface DeskState {
  link: LinkState;
  /** How things stand at the desks; null before the hub has said it. */
  standing: Standing | null;
  requests: readonly KnownAppointmentRequest[];
  /** The call that rings here. */
  ring: { call: CallId; as: PartyName; seconds: number | null } | null;
  /** The call that this operator is in. */
  call: CallView | null;
  /** Since when, in ms. */
  callSince: number;
  /** Whether this window was loaded again meanwhile: what was written before is nowhere kept. */
  textLost: boolean;
  handingOn: boolean;
  finished: Finished | null;
  /** The same operator signed in somewhere else. */
  replaced: boolean;
}

export const emptyDesk: DeskState = {
  link: 'connecting',
  standing: null,
  requests: [],
  ring: null,
  call: null,
  callSince: 0,
  textLost: false,
  handingOn: false,
  finished: null,
  replaced: false,
};

export type DeskEvent =
  | { type: 'link'; link: LinkState }
  | { type: 'notice'; notice: DeskNotice }
  | { type: 'answering' }
  /** The window was loaded again, and finds itself in a call. */
  | { type: 'found_again' }
  | { type: 'view'; view: CallView; now: number }
  | { type: 'handing_on'; on: boolean }
  | { type: 'filed' };

/** The desk after something happened. */
export function advance(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'link':
      // What rang does not while nobody can be reached: the call goes on to another desk.
      return { ...state, link: event.link, ring: event.link === 'open' ? state.ring : null };
    case 'notice':
      return afterNotice(state, event.notice);
    case 'answering':
      return { ...state, ring: null };
    case 'found_again':
      return { ...state, textLost: true };
    case 'view':
      return afterView(state, event.view, event.now);
    case 'handing_on':
      return { ...state, handingOn: event.on };
    case 'filed':
      return { ...state, finished: null };
  }
}

function afterNotice(state: DeskState, notice: DeskNotice): DeskState {
  switch (notice.type) {
    case 'desk':
      return { ...state, standing: notice };
    case 'requests':
      return { ...state, requests: notice.requests };
    case 'ring':
      return { ...state, ring: { call: notice.call, as: notice.as, seconds: notice.seconds ?? null } };
    case 'hush':
      return state.ring?.call === notice.call ? { ...state, ring: null } : state;
    case 'replaced':
      return { ...state, replaced: true, ring: null };
  }
}

function afterView(state: DeskState, view: CallView, now: number): DeskState {
  const began = state.call?.call !== view.call;
  const callSince = began ? now : state.callSince;
  if (view.state !== 'ended') {
    // The stop of a call that was just filed may still tell something.
    return { ...state, call: view, callSince, ring: null, finished: began ? null : state.finished };
  }
  const { call, wish, outcome, you } = view;
  const files = wish !== null && you === 'operator';
  const seconds = Math.round((now - callSince) / 1000);
  const finished = files ? { call, wish, outcome, handedOn: state.handingOn, seconds } : null;
  return { ...state, call: null, textLost: false, handingOn: false, finished };
}
