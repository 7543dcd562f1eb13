import type { CallAction } from '../../protocol/call-page.ts';
import type { CallNotice, CallRequest, CallText, PartyName } from '../../protocol/calls/messages.ts';
import type { CallId } from '../../protocol/calls/wish.ts';

import { type CallProblem, type CallState, type Current, forgotten, fresh, type Seen } from './state.ts';
import { isLive, isTalk, type PhaseEvent, phaseTable } from './table.ts';

/**
 * What happens to the totem's call. Offers, answers and candidates are not here: they go to the media process and
 * back as they come.
 */
export type CallEvent =
  /** The page asks, and the call gets this id. */
  | {
      type: 'ask';
      id: CallId;
      wish: Current['wish'];
      /** Why this totem cannot do that; null where it can. */
      unable: string | null;
    }
  | { type: 'page'; action: Exclude<CallAction, { do: 'ask' | 'place' }>; id: CallId }
  | { type: 'online'; online: boolean }
  | { type: 'notice'; notice: Exclude<CallNotice, { type: 'signal' }> }
  /** What comes in from a party now. */
  | { type: 'flow'; party: PartyName; seen: Seen }
  /** A party, or the citizen, begins or ends to speak. */
  | { type: 'speech'; party: PartyName; speaks: boolean }
  /** The media process is gone, or a device of it is. */
  | { type: 'trouble'; problem: CallProblem; gone: boolean }
  | { type: 'wipe' }
  | { type: 'tick' };

export interface Step {
  state: CallState;
  /** To the hub, in this order. What cannot be sent now is not sent later, but for what `online` says then. */
  requests: CallRequest[];
}

/** Milliseconds that the hub has to answer, after which it is asked again where it could not, and that nothing may come in while it is not reached. */
export const patience = { answer: 15_000, again: 2000, silence: 5000, textSilence: 30_000 };
const keptLines = 200;

/** The next state, and what is to be said to the hub. */
export function decide(state: CallState, event: CallEvent, now: number): Step {
  return settled(taken(state, event, now), now);
}

/** When `tick` must come even if nothing else happens; null when never. */
export function nextDeadline({ call, askedAt, againAt, silentSince }: CallState): number | null {
  if (call?.phase === 'asking') return Math.min(askedAt + patience.answer, againAt ?? Infinity);
  if (call === null || silentSince === null) return null;
  return silentSince + (call.wish.mode === 'text' ? patience.textSilence : patience.silence);
}

function taken(state: CallState, event: CallEvent, now: number): Step {
  switch (event.type) {
    case 'ask':
      return asked(state, event, now);
    case 'page':
      return wished(state, event.action, event.id);
    case 'online':
      return event.online ? reached(state) : step({ ...state, online: false, toldFlowing: false });
    case 'notice':
      return heard(state, event.notice, now);
    case 'flow':
      return step({ ...state, flows: new Map(state.flows).set(event.party, event.seen) });
    case 'speech': {
      const others = state.speaking.filter((party) => party !== event.party);
      return step({ ...state, speaking: event.speaks ? [...others, event.party] : others });
    }
    case 'trouble': {
      const { call } = state;
      if (!call) return step(state);
      const gone = event.gone && { flows: new Map(), speaking: [] };
      return step({ ...state, ...gone, call: { ...call, problem: event.problem } });
    }
    case 'wipe':
      return wiped(state);
    case 'tick': {
      const due = nextDeadline(state);
      if (due === null || now < due || !state.call) return step(state);
      if (state.call.phase === 'asking') {
        if (now >= state.askedAt + patience.answer) return over(state, 'expire', { problem: notReached });
        const { id, wish } = state.call;
        return step({ ...state, againAt: null }, { type: 'ask', call: id, wish });
      }
      return over(state, 'silence', { outcome: state.call.talked ? 'broken' : 'failed' });
    }
  }
}

const notReached: CallProblem = { code: 'unavailable', message: 'the hub is not reached' };

function step(state: CallState, ...requests: CallRequest[]): Step {
  return { state, requests };
}

function moved(call: Current, event: PhaseEvent, change: Partial<Current> = {}): Current | undefined {
  const phase = phaseTable[call.phase][event];
  return phase === undefined ? undefined : { ...call, ...change, phase };
}

function asked(state: CallState, event: Extract<CallEvent, { type: 'ask' }>, now: number): Step {
  const { id, wish, unable } = event;
  const { call } = state;
  // The citizen of a place that is kept is there again.
  if (call?.phase === 'callback' && call.wish.office === wish.office) {
    return step(state, { type: 'resume', call: call.id });
  }
  const before = call && isLive(call.phase) ? leaving(state, call.id) : step(state);
  if (unable !== null) {
    const problem = { code: 'unsupported', message: unable };
    const call: Current = { ...fresh(id, wish, problem), phase: 'ended' };
    return step({ ...forgotten(before.state), call }, ...before.requests);
  }
  const next: CallState = {
    ...forgotten(before.state),
    askedAt: now,
    call: fresh(id, wish, state.online ? null : notReached),
  };
  return step(next, ...before.requests, { type: 'ask', call: id, wish });
}

/** Says that this call is over; where nobody hears it now, it is said as soon as somebody does. */
function leaving(state: CallState, id: CallId): Step {
  const request: CallRequest = { type: 'leave', call: id };
  return state.online ? step(state, request) : step({ ...state, owed: [...state.owed, id] });
}

/** Ends the call here and tells the hub. */
function over(state: CallState, event: PhaseEvent, change: Partial<Current>): Step {
  const { call } = state;
  const ended = call && moved(call, event, { ...change, parties: [], share: { kind: 'none' } });
  if (!call || !ended) return step(state);
  const left = leaving(state, call.id);
  return step(
    { ...left.state, flows: new Map(), call: ended.phase === 'none' ? null : ended },
    ...left.requests,
  );
}

function wished(state: CallState, action: Exclude<CallAction, { do: 'ask' | 'place' }>, id: CallId): Step {
  const { call } = state;
  switch (action.do) {
    case 'camera':
      return step({ ...state, camera: action.on });
    case 'microphone':
      return step({ ...state, microphone: action.on });
    case 'appointment':
      return step({ ...state, appointment: id }, { type: 'appointment', call: id, request: action.request });
  }
  if (!call) return step(state);
  switch (action.do) {
    case 'leave':
      return over(state, 'leave', { outcome: call.talked ? 'answered' : 'abandoned' });
    case 'dismiss': {
      const gone = moved(call, 'dismiss');
      return gone ? step({ ...forgotten(state), call: null }) : step(state);
    }
    case 'postpone':
      return isLive(call.phase) ? step(state, { type: 'postpone', call: call.id }) : step(state);
    case 'text':
      if (!isLive(call.phase)) return step(state);
      return step(withLine(state, 'citizen', action.text), {
        type: 'text',
        call: call.id,
        text: action.text,
      });
    case 'form':
      return step(state, { type: 'fill', call: call.id, form: action.form, answers: action.answers });
    case 'consent':
      return step(state, { type: 'consent', call: call.id, given: action.given });
  }
}

/** The hub is there again: it is told of the call, and of what could not be said before. */
function reached(state: CallState): Step {
  const { call, owed } = state;
  const next: CallState = { ...state, online: true, owed: [], toldFlowing: false };
  const requests: CallRequest[] = owed.map((id) => ({ type: 'leave', call: id }));
  if (!call) return step(next, ...requests);
  const clear = { ...call, problem: call.problem === notReached ? null : call.problem };
  if (call.phase === 'asking') requests.push({ type: 'ask', call: call.id, wish: call.wish });
  // A place that is kept is taken up again by its citizen, and by nobody else.
  else if (isLive(call.phase) && call.phase !== 'callback') {
    requests.push({ type: 'resume', call: call.id });
    const last = [...state.lines].reverse().find(({ from }) => from === 'citizen');
    if (last && isTalk(call.phase)) requests.push({ type: 'text', call: call.id, text: last.text });
  }
  return step({ ...next, call: clear }, ...requests);
}

function heard(state: CallState, notice: Exclude<CallNotice, { type: 'signal' }>, now: number): Step {
  const { call } = state;
  if (notice.call !== null && notice.call === state.appointment) {
    if (notice.type === 'noted' && call) return step({ ...state, call: { ...call, noted: notice.expires } });
    if (notice.type === 'refused' && call)
      return step({ ...state, call: { ...call, problem: notice.error } });
    return step(state);
  }
  if (!call || notice.call !== call.id) {
    // A call that this totem has left, and whose end the hub does not know of yet.
    const stray = notice.type === 'standing' && notice.state !== 'ended' && notice.state !== 'callback';
    return stray ? leaving(state, notice.call) : step(state);
  }
  const become = (next: Current | undefined): Step => step(next ? { ...state, call: next } : state);
  switch (notice.type) {
    case 'standing': {
      const { type: _type, call: _call, state: phase, you: _you, recording, ...rest } = notice;
      const change = { ...rest, recording: recording ?? null, problem: kept(call, phase) };
      return become(moved(call, phase, { ...change, talked: call.talked || phase === 'connected' }));
    }
    case 'closed':
      return become(moved(call, 'closed', { opens: notice.opens }));
    case 'text':
      return step(withLine(state, notice.from, notice.text));
    case 'share':
      return become({ ...call, share: notice.share, delivered: null });
    case 'delivered':
      return become({ ...call, delivered: notice.form });
    case 'ended': {
      const ended = moved(call, 'ended', { outcome: notice.outcome, parties: [], share: { kind: 'none' } });
      return step(ended ? { ...state, flows: new Map(), call: ended } : state);
    }
    case 'refused':
      return refused(state, call, notice.error, now);
    default:
      return step(state);
  }
}

/** What was wrong before somebody answered is no matter once they have. */
function kept({ phase, problem }: Current, next: Current['phase']): CallProblem | null {
  return phase === next ? problem : null;
}

function refused(state: CallState, call: Current, problem: CallProblem, now: number): Step {
  // A hub that has just started may know that the office is there, and not yet when it is open.
  if (call.phase === 'asking' && problem.code === 'unavailable') {
    return step({ ...state, againAt: now + patience.again });
  }
  const gone = call.phase === 'asking' || problem.code === 'not_found';
  const outcome = call.phase === 'asking' ? null : call.talked ? 'broken' : 'lost';
  const ended = gone
    ? moved(call, 'refused', { problem, outcome, parties: [], share: { kind: 'none' } })
    : undefined;
  return step({ ...state, ...(ended && { flows: new Map() }), call: ended ?? { ...call, problem } });
}

function wiped(state: CallState): Step {
  const { call } = state;
  if (!call) return step(forgotten(state));
  if (call.phase === 'callback') return step({ ...forgotten(state), call });
  const left = isLive(call.phase) || call.phase === 'asking' ? leaving(state, call.id) : step(state);
  return step({ ...forgotten(left.state), call: null }, ...left.requests);
}

function withLine(state: CallState, from: PartyName, text: CallText): CallState {
  const others = state.lines.filter((line) => line.from !== from || line.text.line !== text.line);
  return { ...state, lines: [...others, { from, text }].slice(-keptLines) };
}

/** Whether media of every other party comes in; in a text call, whether anybody is there. */
function isFlowing({ call, flows }: CallState): boolean {
  if (!call || !isTalk(call.phase)) return false;
  const others = call.parties.filter(({ party, listens }) => party !== 'citizen' && !listens);
  if (others.length === 0) return false;
  return call.wish.mode === 'text' || others.every(({ party }) => flows.get(party)?.flows === true);
}

/** What follows from the state by itself: the hub is told of media, and silence is timed. */
function settled({ state, requests }: Step, now: number): Step {
  const { call } = state;
  const flowing = isFlowing(state);
  const tells = call !== null && isTalk(call.phase) && state.online && flowing !== state.toldFlowing;
  const nothing = ![...state.flows.values()].some(({ flows }) => flows);
  const silent = call !== null && isTalk(call.phase) && !state.online && nothing;
  return {
    state: {
      ...state,
      toldFlowing: tells ? flowing : call && isTalk(call.phase) ? state.toldFlowing : false,
      silentSince: silent ? (state.silentSince ?? now) : null,
    },
    requests: tells && call ? [...requests, { type: 'media', call: call.id, flowing }] : requests,
  };
}
