import type { DeskNotice, DeskRequest } from '../../../../protocol/calls/desk.ts';
import type { CallNotice } from '../../../../protocol/calls/messages.ts';
import type { CallShare } from '../../../../protocol/calls/share.ts';
import type { CallId } from '../../../../protocol/calls/wish.ts';
import { type Call, type CallView, createCall, type Link, openLink, sendsMedia } from '../../call/index.ts';
import { createStore, type Store } from '../../dashboard/shared.ts';
import { deskAddress } from '../api.ts';
import { createTape, type TapeOptions } from '../recording/index.ts';
import { advance, type DeskEvent, type DeskState, emptyDesk } from './desk.ts';
import type { Media } from './media.ts';

export interface DeskSession {
  store: Store<DeskState>;
  send(request: DeskRequest): void;
  /** Takes the call that rings, or, `pick`, one that waits; devices are opened before the hub is told. */
  take(call: CallId, how: 'answer' | 'pick'): Promise<void>;
  decline(call: CallId): void;
  write(text: string, final?: boolean): void;
  show(share: CallShare): void;
  handOn(to: { office: string } | { operator: string }, note: string): void;
  hangUp(): void;
  /** Files the call that is over, and says what the operator does next. */
  file(tags: string[], presence: 'available' | 'away'): void;
  /** Takes the desk back from where it was opened meanwhile. */
  comeBack(): void;
  stop(): void;
}

export interface DeskSessionOptions {
  media: Media;
  /** Hands in the sound of a call that is recorded. */
  handIn: TapeOptions['handIn'];
  /** What the hub refused, in words. */
  onRefused(message: string): void;
  /** The hub is not reached: perhaps because nobody is signed in any more. */
  onInterrupted(): void;
}

const talking = new Set(['connecting', 'connected', 'interrupted']);
const deskNotices = new Set(['desk', 'requests', 'ring', 'hush', 'replaced']);

type Notice = DeskNotice | CallNotice;

/** One operator's desk: the link to the hub and the call that goes on. */
export function openDeskSession(options: DeskSessionOptions): DeskSession {
  const { media, handIn, onRefused, onInterrupted } = options;
  const store = createStore<DeskState>(emptyDesk);
  let call: Call | null = null;
  let looked = false;
  let link: Link<DeskRequest> = connect();
  /** The call that this desk has asked for, before the hub has given it. */
  let taking: CallId | null = null;
  const tape = createTape({
    handIn,
    local: () => media.stream(),
    onSilent: () => onRefused('Touch this page once: until then the browser gives it no sound to record'),
    onFailed: (id, { message }) => {
      // Nobody should read that they are recorded when they are not.
      link.send({ type: 'record', call: id, on: false, sound: false });
      onRefused(`The recording ended: ${message}`);
    },
  });
  const leave = media.onChange(() => {
    call?.setLocal(media.stream());
    if (call) tape.follow(call.view());
  });

  function happen(event: DeskEvent): void {
    store.set((state) => advance(state, event));
  }

  function connect(): Link<DeskRequest> {
    return openLink<DeskRequest, Notice>({
      address: deskAddress,
      onOpen: () => {
        call?.linkOpened();
        // It may have answered one while the hub went away, and not have heard of it.
        looked = false;
      },
      onMessage: hear,
      onState: (state) => {
        happen({ type: 'link', link: state });
        if (state === 'interrupted') onInterrupted();
      },
    });
  }

  function hear(notice: Notice): void {
    if (isOfDesk(notice)) {
      happen({ type: 'notice', notice });
      if (notice.type === 'desk') lookForCall(notice);
      if (notice.type === 'ring') void media.open({ camera: true, microphone: true });
      if (notice.type === 'replaced') link.stop();
      if (notice.type === 'hush') rest();
      return;
    }
    if (notice.type === 'refused' && (call === null || notice.call !== call.view().call)) {
      // Looking for a call that this desk may be in is refused where it is in none.
      if (notice.call === null || notice.error.code !== 'not_found') onRefused(notice.error.message);
      else if (taking === notice.call) onRefused('This call is over, or somebody else took it.');
      if (taking === notice.call) taking = null;
      rest();
      return;
    }
    if (notice.type === 'standing' && call === null && talking.has(notice.state)) begin(notice);
    call?.take(notice);
  }

  /** Nobody is heard or seen without a call. */
  function rest(): void {
    if (!call && !store.get().ring && taking === null) media.close();
  }

  /** A page that was loaded again goes on with the call it was in. */
  function lookForCall({ presence, calls }: Extract<DeskNotice, { type: 'desk' }>): void {
    if (looked) return;
    looked = true;
    if (presence !== 'busy' || call) return;
    for (const each of calls.filter(({ state }) => talking.has(state))) {
      void media.open({ camera: true, microphone: true }).then(() => {
        if (!call) link.send({ type: 'resume', call: each.call });
      });
    }
  }

  function begin(standing: Extract<CallNotice, { type: 'standing' }>): void {
    const { wish, you, parties } = standing;
    const mine = parties.find(({ party }) => party === you) ?? { party: you, listens: false };
    // A call that was not taken here and now was taken before this window was loaded again.
    if (taking !== standing.call && !mine.listens) happen({ type: 'found_again' });
    taking = null;
    const sends = sendsMedia(mine, wish);
    media.keep({ camera: sends.video, microphone: sends.audio });
    // Until it is filed no other call should ring here.
    if (you === 'operator') link.send({ type: 'presence', presence: 'away' });
    let told: CallView['problem'] = null;
    call = createCall({
      call: standing.call,
      wish: null,
      resumed: true,
      local: media.stream(),
      send: (request) => link.send(request),
      onChange: (view) => {
        const over = view.state === 'ended';
        tape.follow(view);
        if (over) {
          call?.stop();
          call = null;
          media.close();
        }
        if (view.problem && view.problem !== told && !over) onRefused(view.problem.message);
        told = view.problem;
        happen({ type: 'view', view, now: Date.now() });
      },
    });
  }

  const own = () => call?.view().call;
  const send: DeskSession['send'] = (request) => link.send(request);
  return {
    store,
    send,
    take: async (id, how) => {
      taking = id;
      await media.open({ camera: true, microphone: true });
      happen({ type: 'answering' });
      send({ type: how, call: id });
    },
    decline: (id) => {
      happen({ type: 'answering' });
      send({ type: 'decline', call: id });
      rest();
    },
    write: (text, final = false) => call?.write(text, final),
    show: (share) => {
      const id = own();
      if (id === undefined) return;
      send({ type: 'show', call: id, share });
      call?.shown(share);
    },
    handOn: (to, note) => {
      const id = own();
      if (id === undefined) return;
      happen({ type: 'handing_on', on: true });
      send({ type: 'transfer', call: id, to, note });
    },
    hangUp: () => call?.leave(),
    file: (tags, presence) => {
      const { finished } = store.get();
      if (finished && tags.length > 0) send({ type: 'file', call: finished.call, tags });
      happen({ type: 'filed' });
      send({ type: 'presence', presence });
    },
    comeBack: () => {
      looked = false;
      store.set(() => emptyDesk);
      link = connect();
    },
    stop: () => {
      leave();
      tape.stop();
      call?.stop();
      media.stop();
      link.stop();
    },
  };
}

function isOfDesk(notice: Notice): notice is DeskNotice {
  return deskNotices.has(notice.type);
}
