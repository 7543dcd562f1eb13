import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CallPlace } from '../../protocol/call-page.ts';
import type { CallNotice, CallRequest } from '../../protocol/calls/messages.ts';
import type { AgentMessage, PageMessage } from '../../protocol/kiosk.ts';
import { type CallEvent, decide, nextDeadline } from './machine.ts';
import { createPictures, type PicturesOptions } from './pictures.ts';
import { atRest } from './state.ts';
import { createStudio, type FaceSource, type StudioOptions } from './studio.ts';
import { type Devices, viewOf } from './view.ts';

export { devicesOfCalls } from './devices.ts';
export { isPicturePath } from './pictures.ts';
export type { FaceSource } from './studio.ts';
export { withTestVoice } from './test-voice.ts';

/** A face for the display, and where on the screen. */
export interface ShownFace extends FaceSource {
  place: CallPlace;
}

/** The totem's side of calls to a person. */
export interface Calls {
  /** Takes what the page on the screen says; messages that are not for it are passed over. */
  heard(message: PageMessage): void;
  /** What a page that has just connected is told. */
  greeting(): AgentMessage[];
  /** What the hub says. */
  notice(notice: CallNotice): void;
  /** The link to the hub came or went. */
  online(online: boolean): void;
  /** A citizen's session began or ended: with it ends their call. */
  session(active: boolean): void;
  /** How loud the others are heard, from 0 to 1: as loud as the citizen wants the totem. */
  setVolume(volume: number): void;
  /** The page is gone: it is waited for a little, for the call goes on when it is loaded again. */
  pageGone(): void;
  /** Answers a request of the page for a picture. */
  serve(path: string, response: ServerResponse): void;
  /** Process id of the media process; undefined where none runs. */
  mediaProcess(): number | undefined;
  stop(): Promise<void>;
}

export interface CallsOptions {
  devices: Devices;
  settings: Pick<StudioOptions, 'video' | 'sound' | 'runtimeFolder'>;
  /** Whether sound and picture are possible here at all; a reason where they are not. */
  mediaMissing: string | null;
  /** To the hub; false where it is not reached. */
  request(request: CallRequest): boolean;
  /** Puts the face on the screen, or takes it away. */
  show(face: ShownFace | null): void;
  send(message: AgentMessage): void;
  fetchPicture: PicturesOptions['fetch'];
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/** Milliseconds for a page that broke to come back into its session: as long as the hub waits for a totem. */
const pageReturn = 30_000;

/** Starts the totem's side of calls. Nothing runs until a citizen asks for a person. */
export function startCalls(options: CallsOptions): Calls {
  const {
    devices,
    settings,
    mediaMissing,
    request,
    show,
    send,
    log,
    now = () => performance.now(),
  } = options;
  let state = atRest;
  let face: FaceSource | null = null;
  let place: CallPlace | null = null;
  let shown = 'null';
  let told = 'null';
  let timer: NodeJS.Timeout | undefined;
  let returning: NodeJS.Timeout | undefined;
  const shape = settings.video.width / settings.video.height;
  let stopped = false;

  const pictures = createPictures({
    fetch: options.fetchPicture,
    onChange: (problem) => {
      if (problem !== null)
        handle({ type: 'trouble', problem: { code: 'unavailable', message: problem }, gone: false });
      else tell();
    },
  });
  const studio = createStudio({
    ...settings,
    log,
    onSignal: request,
    onFlow: (party, seen) => handle({ type: 'flow', party, seen }),
    onSpeech: (party, speaks) => handle({ type: 'speech', party, speaks }),
    onTrouble: (problem, gone) => handle({ type: 'trouble', problem, gone }),
    onFace: (source) => {
      face = source;
      showFace();
    },
  });

  const handle = (event: CallEvent): void => {
    if (stopped) return;
    const before = state.call?.phase ?? 'none';
    const step = decide(state, event, now());
    state = step.state;
    for (const each of step.requests) request(each);
    const phase = state.call?.phase ?? 'none';
    // Neither the wish nor what was said belongs in a log.
    if (phase !== before) log.info({ call: state.call?.id, phase, before }, 'call');
    follow();
  };

  /** Brings everything else into line with the state. */
  const follow = (): void => {
    const { call } = state;
    studio.follow(state);
    if (!call || call.phase === 'ended' || call.phase === 'closed') pictures.forget();
    else if (call.share.kind === 'document') pictures.want(call.id, call.share.sha256, call.share.media);
    showFace();
    tell();
    clearTimeout(timer);
    const due = nextDeadline(state);
    if (due !== null) timer = setTimeout(() => handle({ type: 'tick' }), Math.max(0, due - now()));
  };
  const wipe = (): void => {
    place = null;
    handle({ type: 'wipe' });
  };
  const showFace = (): void => {
    const next = face && place && state.call ? { ...face, place } : null;
    const key = JSON.stringify(next);
    if (key === shown) return;
    shown = key;
    show(next);
  };
  const view = (): AgentMessage => ({ type: 'call', call: viewOf(state, devices, pictures.url, shape) });
  const tell = (): void => {
    const message = view();
    const text = JSON.stringify(message);
    if (text === told) return;
    told = text;
    send(message);
  };

  return {
    heard(message) {
      if (message.type !== 'call') return;
      const { action } = message;
      if (action.do === 'place') {
        place = action.face;
        showFace();
      } else if (action.do === 'ask') {
        const id = randomUUID();
        const unable = action.wish.mode === 'text' ? null : mediaMissing;
        handle({ type: 'ask', id, wish: action.wish, unable });
      } else handle({ type: 'page', action, id: randomUUID() });
    },
    greeting: () => [
      view(),
      ...state.lines.map(({ from, text }) => ({ type: 'callText' as const, from, text })),
    ],
    notice(notice) {
      if (notice.type === 'signal') {
        if (notice.call === state.call?.id) studio.signal(notice.from, notice.signal);
        return;
      }
      handle({ type: 'notice', notice });
      if (notice.type === 'standing') studio.nudge();
      if (notice.type === 'text' && notice.call === state.call?.id) {
        send({ type: 'callText', from: notice.from, text: notice.text });
      }
    },
    online: (online) => handle({ type: 'online', online }),
    session(active) {
      // A page that is loaded again begins without a session, and takes up its call then.
      if (!active && returning !== undefined) return;
      clearTimeout(returning);
      returning = undefined;
      if (!active) wipe();
    },
    setVolume: studio.setVolume,
    pageGone() {
      place = null;
      showFace();
      clearTimeout(returning);
      returning = setTimeout(() => {
        returning = undefined;
        wipe();
      }, pageReturn);
    },
    serve: pictures.serve,
    mediaProcess: studio.pid,
    async stop() {
      // Whoever is in the call is told; the hub's grace is for those who come back.
      handle({ type: 'wipe' });
      stopped = true;
      clearTimeout(timer);
      clearTimeout(returning);
      pictures.forget();
      await studio.stop();
    },
  };
}
