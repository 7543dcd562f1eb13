import { chmod, mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { AgentConfiguration } from '../../protocol/configuration.ts';
import type { Result } from '../../protocol/errors.ts';
import type { FaultCode } from '../../protocol/faults.ts';
import type { DisplayState } from '../../protocol/health.ts';
import type { Child } from '../child/index.ts';
import { createCamera } from './camera.ts';
import { startDisplayChild } from './child.ts';
import { engineBytes } from './engine.ts';
import type { FaceOnScreen, FromChild, ToChild } from './messages.ts';
import {
  type Action,
  atRest,
  type DisplayEvent,
  decide,
  engineSeconds,
  nextDeadline,
  watchedFaults,
} from './planner.ts';
import { createPlayer, type Played, type PlayerItem } from './player.ts';

/** Where a part tells what is wrong with it. */
export interface Faults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

export interface DisplayFigures {
  state: DisplayState;
  framesPerSecond: number;
  /** Since the agent started, over all rebuilds. */
  framesRendered: number;
  restarts: number;
  /** Since the page's last sign of life; null where this child's page gave none. */
  pageSilentSeconds: number | null;
  /** Memory that the page's engine holds for itself alone, looked at now and then; null where there is none. */
  pageBytes: number | null;
  /** How often the page was loaded anew to give memory back, since the agent started. */
  pageRenewals: number;
}

export interface DisplayOptions {
  configuration: AgentConfiguration['display'];
  /** Address of the citizen's page on the local server. */
  pageUrl: string;
  /** Folder for sockets of the display's processes; made, and closed to everybody else. */
  runtimeFolder: string;
  faults: Faults;
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

export interface Display {
  figures(): DisplayFigures;
  /** What the attract layer plays; files by absolute path. The same list again changes nothing. */
  setPlaylist(items: readonly PlayerItem[]): void;
  /** Whether the attract layer plays: false for as long as a citizen's session lasts. */
  setAttract(showing: boolean): void;
  /** Shows the other side of a call below the page, in the place that the page left free; null takes it away. */
  setFace(face: FaceOnScreen | null): void;
  /** The page's heartbeat with its own frame counter, which must move. */
  pageAlive(frames: number): void;
  /** The page's connection closed; it has a few seconds to come back. */
  pageGone(): void;
  /** Draws next to nothing until `wake`: nobody is there to see it. */
  sleep(): void;
  wake(): void;
  /** One frame of the screen as JPEG. */
  picture(): Promise<Result<Buffer>>;
  /** Frames for this many seconds; a new call takes the place of the one before, and 0 seconds end it. */
  live(seconds: number, framesPerSecond: number, onFrame: (jpeg: Buffer) => void): void;
  /** The page says that it loads itself anew: it may be away for as long as at its first start. */
  pageRenews(): void;
  /** Ends the pipeline and the page and starts both again. */
  rebuild(reason: string): void;
  /** Proof of play: told after each item that was shown from start to end. Returns how to unsubscribe. */
  onPlayed(listener: (played: Played) => void): () => void;
  /** Told when the state changes. Returns how to unsubscribe. */
  onChange(listener: (figures: DisplayFigures) => void): () => void;
  stop(): Promise<void>;
}

/** Milliseconds between two looks at the memory of the page's engine, for which the kernel walks through all of it. */
const memoryLook = 30_000;

/** Starts the supervisor of the display, which starts and watches the process that owns GStreamer. */
export async function startDisplay(options: DisplayOptions): Promise<Display> {
  const { configuration, pageUrl, runtimeFolder, faults, log, now = () => performance.now() } = options;
  const { patience = 1 } = configuration;
  // The planner's time goes slower on a slow board, so that all its deadlines come later.
  const planned = () => now() / patience;
  await mkdir(runtimeFolder, { recursive: true });
  await chmod(runtimeFolder, 0o700);

  let state = configuration.enabled ? atRest : { ...atRest, phase: 'stopped' as const };
  let child: Child<ToChild> | null = null;
  const ending = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let framesBefore = 0;
  let pageSeenAt: number | null = null;
  let rate = { rendered: 0, at: 0, framesPerSecond: 0 };
  let asleep = false;
  let attract = true;
  let face: FaceOnScreen | null = null;
  let renewals = 0;
  let memory: { at: number; pid: number | undefined; bytes: number | null } = {
    at: Number.NEGATIVE_INFINITY,
    pid: undefined,
    bytes: null,
  };
  const played = new Set<(played: Played) => void>();
  const changed = new Set<(figures: DisplayFigures) => void>();

  const camera = createCamera((request) => {
    if (child === null || state.rendered === 0) return false;
    child.send({ type: 'picture', request });
    return true;
  });
  const player = createPlayer({
    show: (item, file) => child?.send({ type: 'show', item, file }),
    hide: () => child?.send({ type: 'hide' }),
    onPlayed: (what) => {
      for (const listener of played) listener(what);
    },
    faults,
    now,
  });

  const pageBytes = (): number | null => {
    const pid = child?.pid;
    if (memory.pid !== pid || now() - memory.at >= memoryLook) {
      memory = { at: now(), pid, bytes: pid === undefined ? null : engineBytes(pid) };
    }
    return memory.bytes;
  };
  const figures = (): DisplayFigures => ({
    state: asleep && state.phase === 'running' ? 'asleep' : stateOf(state.phase, state.restarts),
    framesPerSecond: state.phase === 'running' ? rate.framesPerSecond : 0,
    framesRendered: framesBefore + state.rendered,
    restarts: Math.max(0, state.restarts),
    pageSilentSeconds: pageSeenAt === null ? null : Math.round((now() - pageSeenAt) / 100) / 10,
    pageBytes: pageBytes(),
    pageRenewals: renewals,
  });

  const handle = (event: DisplayEvent): void => {
    const before = state;
    const step = decide(state, event, planned());
    state = step.state;
    for (const action of step.actions) act(action);
    schedule();
    if (before.phase === state.phase) return;
    // A screen that was rebuilt in its sleep goes on sleeping.
    if (asleep && state.phase === 'running') child?.send({ type: 'rest', asleep });
    for (const listener of changed) listener(figures());
  };
  const rest = (wanted: boolean): void => {
    if (asleep === wanted) return;
    asleep = wanted;
    if (state.phase === 'running') child?.send({ type: 'rest', asleep });
    player.setAttract(attract && !asleep);
    for (const listener of changed) listener(figures());
  };
  const act = (action: Action): void => {
    if (action.do === 'spawn') spawnChild();
    else if (action.do === 'kill') dropChild();
    else if (action.do === 'clear') for (const code of watchedFaults) faults.clear(code);
    else {
      log.warn({ fault: action.code, message: action.message, restarts: state.restarts }, 'display given up');
      faults.raise(action.code, action.message);
    }
  };
  const schedule = (): void => {
    clearTimeout(timer);
    const due = nextDeadline(state);
    if (due === null) return;
    // When this process itself was held up, the signs of life wait in its sockets: they are read first.
    timer = setTimeout(
      () => setImmediate(() => setImmediate(() => handle({ type: 'tick' }))),
      Math.max(0, (due - planned()) * patience),
    );
  };
  const dropChild = (): void => {
    const dropped = child;
    child = null;
    player.setReady(false);
    camera.abandon();
    if (dropped === null) return;
    const gone = dropped.kill().finally(() => ending.delete(gone));
    ending.add(gone);
  };
  const spawnChild = (): void => {
    framesBefore += rate.rendered;
    pageSeenAt = null;
    rate = { rendered: 0, at: now(), framesPerSecond: 0 };
    const { enabled: _enabled, patience: _patience, ...screen } = configuration;
    const started = startDisplayChild({
      open: { type: 'open', ...screen, pageUrl, engineSeconds: engineSeconds(state) * patience },
      runtimeFolder,
      log,
      onMessage: (message) => {
        if (child === started) receive(message);
      },
      onExit: (message) => {
        if (child === started) handle({ type: 'exited', message });
      },
    });
    child = started;
    log.info({ pid: started.pid, restarts: state.restarts }, 'display started');
    player.setReady(configuration.attractLayer);
    if (face !== null) started.send({ type: 'face', face });
  };
  const receive = (message: FromChild): void => {
    if (message.type === 'frames') {
      measure(message.rendered);
      handle(message);
    } else if (message.type === 'awake') log.info({ milliseconds: message.milliseconds }, 'display awake');
    else if (message.type === 'failed') handle(message);
    else if (message.type === 'picture') camera.taken(message.request, message.jpeg);
    else if (message.type === 'shown') player.shown(message.item);
    else if (message.type === 'ended') player.ended(message.item);
    else player.failed(message.item, message.message);
  };
  const measure = (rendered: number): void => {
    const seconds = (now() - rate.at) / 1000;
    if (seconds <= 0) return;
    rate = { rendered, at: now(), framesPerSecond: (rendered - rate.rendered) / seconds };
  };

  if (configuration.enabled) handle({ type: 'tick' });

  return {
    figures,
    setPlaylist: player.setPlaylist,
    setAttract(showing) {
      attract = showing;
      player.setAttract(attract && !asleep);
    },
    setFace(shown) {
      face = shown;
      child?.send({ type: 'face', face });
    },
    pageAlive(frames) {
      pageSeenAt = now();
      handle({ type: 'page', frames });
    },
    pageGone: () => handle({ type: 'page_gone' }),
    sleep: () => rest(true),
    wake: () => rest(false),
    picture: camera.picture,
    live: camera.live,
    pageRenews() {
      renewals += 1;
      handle({ type: 'page_renews' });
    },
    rebuild(reason) {
      log.info({ reason }, 'display rebuilt on request');
      handle({ type: 'rebuild' });
    },
    onPlayed: (listener) => subscribe(played, listener),
    onChange: (listener) => subscribe(changed, listener),
    async stop() {
      player.stop();
      camera.stop();
      handle({ type: 'stop' });
      await Promise.all(ending);
    },
  };
}

function stateOf(phase: (typeof atRest)['phase'], restarts: number): DisplayState {
  if (phase === 'stopped') return 'off';
  if (phase === 'running') return 'running';
  return restarts > 0 || phase === 'waiting' ? 'rebuilding' : 'starting';
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
