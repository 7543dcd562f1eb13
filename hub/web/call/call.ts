import type { FormAnswers } from '../../../protocol/calls/form.ts';
import type {
  CallNotice,
  CallRequest,
  CallSignal,
  IceServer,
  PartyName,
} from '../../../protocol/calls/messages.ts';
import type { CallShare } from '../../../protocol/calls/share.ts';
import type { CallId, CallWish } from '../../../protocol/calls/wish.ts';
import { withLine } from './lines.ts';
import { createPeer, type Peer } from './peer.ts';
import { offersTo, sendsMedia } from './roles.ts';
import { afterNotice, type CallView, isOver, newView } from './view.ts';

export interface CallOptions {
  call: CallId;
  /** What whoever asks wants; null for who takes part in a call of others. */
  wish: CallWish | null;
  /** Whether a page that was loaded again goes on with it. */
  resumed?: boolean;
  /** Camera and microphone, as far as they are there. They stay the caller's, who ends them. */
  local: MediaStream | null;
  send(request: CallRequest): void;
  /** Told at every change, never from within `createCall`. */
  onChange(view: CallView): void;
}

/** One call, from asking to its end. */
export interface Call {
  view(): CallView;
  /** What the hub says; of another call it is passed over. */
  take(notice: CallNotice): void;
  /** The hub is reached, for the first time or again. */
  linkOpened(): void;
  /** The line that is being typed, or, `final`, has been. */
  write(text: string, final?: boolean): void;
  /** Other devices, or a camera switched on or off. */
  setLocal(stream: MediaStream | null): void;
  /** What this party shows, which the hub tells the others only. */
  shown(share: CallShare): void;
  /** The citizen's answers to a form, and their word on being recorded. */
  fill(form: string, answers: FormAnswers): void;
  consent(given: boolean): void;
  postpone(): void;
  leave(): void;
  /** Ends all media without a word to the hub, as when the page goes. */
  stop(): void;
}

const talking = new Set(['connecting', 'connected', 'interrupted']);
/** How often, and after how many ms, a hub is asked again that cannot read its content just now. */
const asksAgain = 7;
const againAfter = 2_000;

export function createCall(options: CallOptions): Call {
  const { call, wish, resumed = false, send, onChange } = options;
  // Numbers only grow, also those of a page that was loaded again: it goes on from the clock's seconds.
  const start = resumed ? Math.floor(Date.now() / 1000) : 0;
  let attempts = start;
  let line = start;
  let local = options.local;
  let ice: readonly IceServer[] = [];
  let view = newView(call, wish);
  let peers: Peer[] = [];
  let toldFlowing = false;
  let stopped = false;
  let asksLeft = asksAgain;
  let again: ReturnType<typeof setTimeout> | undefined;

  const become = (next: CallView) => {
    if (stopped) return;
    view = next;
    onChange(view);
  };

  const peersChanged = () => {
    if (stopped) return;
    become({ ...view, peers: peers.map((peer) => peer.view()), flowing: flows() });
    tellFlowing();
  };

  const others = () => view.parties.filter(({ party }) => party !== view.you);

  /** In a text call the two are together as soon as the other is there. */
  const flows = (): boolean => {
    if (!talking.has(view.state)) return false;
    const heard = others().filter(({ listens }) => !listens);
    if (view.wish?.mode === 'text') return heard.length > 0;
    return (
      heard.length > 0 &&
      heard.every(({ party }) =>
        peers.some((peer) => peer.party === party && peer.view().state === 'flowing'),
      )
    );
  };

  const tellFlowing = () => {
    if (view.flowing === toldFlowing) return;
    toldFlowing = view.flowing;
    send({ type: 'media', call, flowing: toldFlowing });
  };

  const meet = (party: PartyName): Peer | undefined => {
    const you = view.parties.find((each) => each.party === view.you);
    const other = view.parties.find((each) => each.party === party);
    if (!you || !other || !view.wish) return undefined;
    const sends = sendsMedia(you, view.wish);
    const wants = sendsMedia(other, view.wish);
    if (![sends, wants].some(({ audio, video }) => audio || video)) return undefined;
    return createPeer({
      party,
      offers: offersTo(you.party, party),
      nextAttempt: () => ++attempts,
      sends,
      wants,
      local: () => local,
      ice: () => ice,
      signal: (signal: CallSignal) => send({ type: 'signal', call, to: party, signal }),
      onChange: peersChanged,
    });
  };

  /** Makes the peers those of the parties that take part now. */
  const gather = () => {
    const present = talking.has(view.state) ? others().map(({ party }) => party) : [];
    const left = peers.filter(({ party }) => !present.includes(party));
    peers = peers.filter(({ party }) => present.includes(party));
    for (const peer of left) peer.stop();
    for (const party of present) {
      if (peers.some((peer) => peer.party === party)) continue;
      const peer = meet(party);
      if (peer) peers = [...peers, peer];
    }
    peersChanged();
  };

  const askAgain = (): boolean => {
    if (!wish || view.state !== 'asking' || asksLeft === 0) return false;
    asksLeft -= 1;
    clearTimeout(again);
    again = setTimeout(() => send({ type: 'ask', call, wish }), againAfter);
    return true;
  };

  return {
    view: () => view,
    take: (notice) => {
      if (stopped || notice.call !== call) return;
      if (notice.type === 'signal') {
        peers.find(({ party }) => party === notice.from)?.take(notice.signal);
        return;
      }
      if (notice.type === 'text') {
        become({ ...view, lines: withLine(view.lines, notice.from, notice.text, Date.now()) });
        return;
      }
      if (notice.type === 'refused' && notice.error.code === 'unavailable' && askAgain()) return;
      if (notice.type === 'standing') ice = notice.ice;
      become(afterNotice(view, notice));
      gather();
      if (notice.type === 'standing') for (const peer of peers) peer.nudge();
    },
    linkOpened: () => {
      if (isOver(view)) return;
      if (wish && view.state === 'asking' && !resumed) send({ type: 'ask', call, wish });
      else send({ type: 'resume', call });
      if (toldFlowing) send({ type: 'media', call, flowing: true });
    },
    write: (text, final = false) => {
      const whole = { line, text, final };
      if (final) line += 1;
      send({ type: 'text', call, text: whole });
      if (view.you) become({ ...view, lines: withLine(view.lines, view.you, whole, Date.now()) });
    },
    setLocal: (stream) => {
      local = stream;
      for (const peer of peers) peer.localChanged();
    },
    shown: (share) => become({ ...view, share }),
    fill: (form, answers) => send({ type: 'fill', call, form, answers }),
    consent: (given) => send({ type: 'consent', call, given }),
    postpone: () => send({ type: 'postpone', call }),
    leave: () => {
      clearTimeout(again);
      send({ type: 'leave', call });
    },
    stop: () => {
      stopped = true;
      clearTimeout(again);
      for (const peer of peers) peer.stop();
      peers = [];
    },
  };
}
