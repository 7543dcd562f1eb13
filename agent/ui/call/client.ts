import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import { answersTo, wrongIn } from './form.ts';
import { me, nextLine } from './lines.ts';
import { freshRingBack, numberOf, type RingBack } from './ring-back.ts';
import { advance, type Call, type CallEvent, freshCall, isOver } from './state.ts';
import type { CallAction, CallPlace, CallText, CallWish } from './types.ts';

/** Characters of a line of text at most, as the protocol takes them. */
export const longestLine = 300;

/** The call of one session, with the agent's at its other end. It is wiped with the session. */
export interface CallClient {
  call(): Call;
  /** Whether this totem can call anybody: its agent has spoken of calls. */
  offered(): boolean;
  /** What is to be asked for, before it is. */
  wish(wish: CallWish | null): void;
  chooseOffice(shown: boolean): void;
  ask(wish: CallWish): void;
  /** Hangs up, or leaves the queue. */
  leave(): void;
  /** Keeps the place in the queue for later. */
  postpone(): void;
  /** The line that is being written, at every letter; finished by `finishLine`. */
  draft(text: string): void;
  finishLine(): void;
  showKeys(shown: boolean): void;
  enlarge(on: boolean): void;
  camera(on: boolean): void;
  microphone(on: boolean): void;
  /** Tells where the page has left a hole for the face, or that there is none; the same again is not told again. */
  place(face: CallPlace | null): void;
  /** An answer to the form that is shown; which of its fields is written in; all of it goes to the operator. */
  answer(name: string, value: string): void;
  atField(name: string | null): void;
  sendForm(): void;
  /** The citizen's word on being recorded. */
  consent(given: boolean): void;
  /** A request to be rung up is made, changed, or given up. */
  ringBack(change: Partial<Pick<RingBack, 'typed' | 'when'>> | null): void;
  /** It goes to the office, with the sentence that was agreed to; the number is forgotten here. */
  sendRingBack(consent: string, language: string): void;
  /** The screen of the call is left: what it chose, and a call that is over, are forgotten. */
  settle(): void;
  /** Takes what is meant for it; true where nobody else needs it. */
  hear(message: AgentMessage): boolean;
  /** The agent came or went. */
  connected(there: boolean): void;
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

export function createCallClient({ send }: { send: (message: PageMessage) => void }): CallClient {
  const listeners = new Set<() => void>();
  let call = freshCall;
  let offered = false;
  let there = false;
  let placed = 'null';
  /** What came of a call that a session has left behind is not for the next one. */
  let left = false;

  const act = (action: CallAction) => send({ type: 'call', action });

  function take(event: CallEvent): void {
    const next = advance(call, event);
    if (next === call) return;
    call = next;
    for (const listener of listeners) listener();
  }

  function write(text: CallText): void {
    take({ type: 'wrote', from: me, text });
    act({ do: 'text', text });
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  return {
    call: () => call,
    offered: () => offered,
    wish: (wish) => take({ type: 'wished', wish }),
    chooseOffice: (shown) => take({ type: 'offices', shown }),
    ask(wish) {
      left = false;
      take({ type: 'asked', wish });
      if (there) act({ do: 'ask', wish });
      else take({ type: 'cut' });
    },
    leave: () => act({ do: 'leave' }),
    postpone: () => act({ do: 'postpone' }),
    draft(text) {
      const line = [...text].slice(0, longestLine).join('');
      if (line === call.draft) return;
      take({ type: 'drafted', text: line });
      write({ line: nextLine(call.lines), text: line, final: false });
    },
    finishLine() {
      const text = call.draft;
      if (text.trim() === '') return;
      take({ type: 'drafted', text: '' });
      write({ line: nextLine(call.lines), text, final: true });
    },
    showKeys: (shown) => take({ type: 'keys', shown }),
    enlarge: (on) => take({ type: 'enlarged', on }),
    camera: (on) => act({ do: 'camera', on }),
    microphone: (on) => act({ do: 'microphone', on }),
    place(face) {
      const key = JSON.stringify(face);
      if (key === placed) return;
      placed = key;
      act({ do: 'place', face });
    },
    answer: (name, value) => take({ type: 'answered', name, value }),
    atField: (name) => take({ type: 'field', name }),
    sendForm() {
      const share = call.view?.share;
      if (share?.kind !== 'form') return;
      if (wrongIn(share, call.typed).length > 0) return take({ type: 'form', form: 'wrong' });
      act({ do: 'form', form: share.form, answers: answersTo(share, call.typed) });
      take({ type: 'form', form: 'sent' });
    },
    consent: (given) => act({ do: 'consent', given }),
    ringBack(change) {
      const ringBack = change && { ...(call.ringBack ?? freshRingBack), ...change, wrong: false };
      take({ type: 'ring_back', ringBack });
    },
    sendRingBack(consent, language) {
      const { ringBack, view } = call;
      if (ringBack?.step !== 'typing' || view === null) return;
      const phone = numberOf(ringBack.typed);
      if (phone === undefined) return take({ type: 'ring_back', ringBack: { ...ringBack, wrong: true } });
      const { office, subject } = view.wish;
      const request = { office, subject, language, phone, when: ringBack.when, consent };
      act({ do: 'appointment', request });
      take({ type: 'ring_back', ringBack: { ...freshRingBack, step: 'sent' } });
    },
    settle() {
      if (call.view && isOver(call.view)) act({ do: 'dismiss' });
      if (call.wish !== null || call.choosingOffice) take({ type: 'wished', wish: null });
      if (call.ringBack !== null) take({ type: 'ring_back', ringBack: null });
    },
    hear(message) {
      if (message.type === 'callText') {
        if (!left) take({ type: 'wrote', from: message.from, text: message.text });
        return true;
      }
      if (message.type !== 'call') return false;
      const { call: view } = message;
      if (!offered) {
        offered = true;
        tell();
      }
      if (left) {
        if (view !== null && isOver(view)) act({ do: 'dismiss' });
        if (view !== null) return true;
        left = false;
      }
      take({ type: 'told', view });
      return true;
    },
    connected(now) {
      there = now;
      placed = 'null';
      if (now) return;
      left = false;
      take({ type: 'cut' });
    },
    wipe() {
      if (call === freshCall) return;
      const { view, asked } = call;
      // A place that is kept stays: whoever asked for it went away on purpose, and nothing in it says who they are.
      const kept = view?.state === 'callback' ? view : null;
      left = kept === null && (view !== null || asked);
      if (left) act({ do: view && isOver(view) ? 'dismiss' : 'leave' });
      call = kept ? { ...freshCall, view: kept } : freshCall;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
