import type { FormAnswers } from '../../../protocol/calls/form.ts';
import type { CallNotice, CallRequest } from '../../../protocol/calls/messages.ts';
import type { CallWish } from '../../../protocol/calls/wish.ts';
import { type Call, type CallView, createCall, type LinkState, openLink } from '../call/index.ts';

export interface LineOptions {
  /** Address of the WebSocket of this visit. */
  address: string;
  call: string;
  /** What is wanted; null where a page that was loaded again goes on with its call. */
  wish: CallWish | null;
  local(): MediaStream | null;
  /** Before a call goes on: the devices that it needs. */
  prepare(wish: CallWish): Promise<void>;
  onView(view: CallView): void;
  onLink(state: LinkState): void;
}

/** One call over its own connection to the hub. */
export interface Line {
  write(text: string, final: boolean): void;
  fill(form: string, answers: FormAnswers): void;
  consent(given: boolean): void;
  setLocal(stream: MediaStream | null): void;
  /** Hangs up: media ends at once, the hub is told as soon as it can be reached. */
  leave(): void;
  /** Ends everything on this side, without a word to the hub. */
  stop(): void;
}

/** So long the hub may take to hear that the visitor has gone (ms); it notices by itself soon after. */
const farewell = 10_000;

export function openLine(options: LineOptions): Line {
  const { address, call: id, wish, prepare, onView, onLink } = options;
  const early: CallNotice[] = [];
  let call: Call | undefined;
  let preparing = false;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const link = openLink<CallRequest, CallNotice>({
    address,
    onOpen: () => {
      if (call) call.linkOpened();
      else link.send({ type: 'resume', call: id });
    },
    onMessage: (notice) => {
      if (stopped) return;
      if (leaving) return notice.type === 'ended' && stop();
      if (notice.call !== id) return;
      if (call) return call.take(notice);
      early.push(notice);
      void goOn(notice);
    },
    onState: onLink,
  });

  const begin = () => {
    call = createCall({
      call: id,
      wish,
      resumed: wish === null,
      local: options.local(),
      send: link.send,
      onChange: onView,
    });
    for (const notice of early.splice(0)) call.take(notice);
  };

  /** A call that goes on says first what it is about; then the devices are opened, then it is taken up. */
  const goOn = async (notice: CallNotice) => {
    if (preparing) return;
    preparing = true;
    if (notice.type === 'standing') await prepare(notice.wish);
    if (!stopped) begin();
  };

  const stop = () => {
    stopped = true;
    clearTimeout(leaving);
    call?.stop();
    link.stop();
  };

  if (wish) begin();
  return {
    write: (text, final) => call?.write(text, final),
    fill: (form, answers) => call?.fill(form, answers),
    consent: (given) => call?.consent(given),
    setLocal: (stream) => call?.setLocal(stream),
    leave: () => {
      link.send({ type: 'leave', call: id });
      call?.stop();
      leaving = setTimeout(stop, farewell);
    },
    stop,
  };
}

/** Says one thing to the hub over a connection of its own, and gives what it answers to that. */
export function sayOnce(
  address: string,
  request: CallRequest,
  onAnswer: (notice: CallNotice) => void,
): () => void {
  const link = openLink<CallRequest, CallNotice>({
    address,
    onOpen: () => link.send(request),
    onMessage: (notice) => {
      if (notice.call !== request.call && notice.call !== null) return;
      link.stop();
      onAnswer(notice);
    },
  });
  return link.stop;
}
