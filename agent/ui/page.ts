import type { CompiledContent } from '../../protocol/content/compiled.ts';
import type { AgentMessage, SessionState } from '../../protocol/kiosk.ts';
import type { PanelSize } from '../../protocol/profiles.ts';
import type { TotemKey } from '../../protocol/touch.ts';
import { type AssistantClient, createAssistantClient } from './assistant/client.ts';
import { type CallClient, createCallClient, holdOf, isQueue, isTalk } from './call/index.ts';
import { type Controller, createController } from './controller.ts';
import { createFeedbackClient, type FeedbackClient } from './feedback/client.ts';
import { createGuide } from './guidance/guide.ts';
import { createKeys } from './keys/index.ts';
import { createAgentSocket, createContentLoader, createFrameReport } from './link/index.ts';
import { profilesOf } from './profiles/profiles.ts';
import { takeRest } from './rest.ts';
import { createSearchClient, type SearchClient } from './search/client.ts';
import { createServiceDesk, type ServiceDesk } from './service/desk.ts';
import { currentVisit, type SessionSettings } from './session.ts';
import { createSpeech, type Speech } from './speech/index.ts';
import { createTakeAwayClient, type TakeAwayClient } from './takeaway/client.ts';
import { createPrintClient, type PrintClient } from './takeaway/print-client.ts';
import { createPointer } from './touch/index.ts';

/** What the page knows of the world around the session. */
export interface World {
  /** `undefined` until it is known whether there is any. */
  content: CompiledContent | null | undefined;
  /** Counts how often the agent has to be told that this release is on the screen. */
  proof: number;
  /** `null` until the agent has said whether an attract layer lies under the page. */
  attractLayer: boolean | null;
  /** Whether the local agent answers, and whether it reaches its hub. */
  connected: boolean;
  online: boolean;
  /** Id of the office that the totem stands in. */
  standsIn: string | null;
  /** Size of the panel, where it is known. */
  panel: PanelSize | null;
}

/** The parts of the page that are no pictures: session, link to the agent, touches. */
export interface Page {
  world(): World;
  controller: Controller;
  /** The technician's side, beside all of it. */
  service: ServiceDesk;
  /** The totem's voice and ear. */
  speech: Speech;
  /** What the citizen’s session searches for. */
  search: SearchClient;
  /** What the citizen’s session asks. */
  assistant: AssistantClient;
  /** What the citizen’s session says of the totem. */
  feedback: FeedbackClient;
  /** What the citizen’s session takes away. */
  takeAway: TakeAwayClient;
  /** The totem's receipt printer. */
  printing: PrintClient;
  /** The citizen’s call to a person. */
  calling: CallClient;
  /** Length of the idle warning, in ms. */
  warning(): number;
  subscribe(listener: () => void): () => void;
  /** Says that the current release is laid out and painted. */
  rendered(release: string): void;
  /** A screen could not be drawn. */
  failed(): void;
  start(): void;
  stop(): void;
}

/** Before the agent has said its configuration. */
const initial = { idleSeconds: 60, warningSeconds: 20, language: 'it' };

/** Time to read that the page failed before it loads again, in ms. */
const failureShown = 8000;

/** Time without a sign of life before the page loads anew: a finger that lies on the glass begins a session, in ms. */
const calmBeforeRenewal = 2000;

export function createPage(options: { socketUrl: string; now: () => number; reload: () => void }): Page {
  let world: World = {
    content: undefined,
    proof: 0,
    attractLayer: null,
    connected: false,
    online: false,
    standsIn: null,
    panel: null,
  };
  let configuration: Extract<AgentMessage, { type: 'configuration' }> | undefined;
  let reloading: ReturnType<typeof setTimeout> | undefined;
  let renewing = false;
  let before: SessionState = 'attract';
  /** Whether the agent has yet to say how a call stands that an earlier page may have begun. */
  let unaware = true;
  const listeners = new Set<() => void>();

  const socket = createAgentSocket({
    url: options.socketUrl,
    onConnected(connected) {
      change({ connected, online: connected && world.online });
      if (!connected) pointer.release();
      if (!connected) speech.lost();
      assistant.connected(connected);
      takeAway.connected(connected);
      printing.connected(connected);
      unaware = true;
      calling.connected(connected);
      if (!connected) return service.lost();
      socket.send({ type: 'ready' });
      socket.send({ type: 'session', state: controller.session().state });
    },
    onMessage: take,
  });
  const controller = createController({ now: options.now, settings: settings(), send: socket.send });
  const speech = createSpeech({ now: options.now, send: socket.send });
  const search = createSearchClient({ send: socket.send });
  const assistant = createAssistantClient({ send: socket.send, speech });
  const feedback = createFeedbackClient({ send: socket.send });
  const takeAway = createTakeAwayClient({ send: socket.send });
  const printing = createPrintClient({ send: socket.send });
  const calling = createCallClient({ send: socket.send });
  const service = createServiceDesk({
    now: options.now,
    send: socket.send,
    aspect: () => window.innerWidth / window.innerHeight,
    onAsked(by) {
      // The rest of the touch that ends the gesture is meant for nothing on the screen.
      if (by === 'touch') {
        for (const rest of rests) window.addEventListener(rest, swallow, { capture: true, once: true });
        setTimeout(stopSwallowing, 800);
      }
      controller.dispatch({ type: 'closed' });
    },
  });
  const loader = createContentLoader({
    fetch: (input, init) => fetch(input, init),
    onContent(content) {
      world = { ...world, content, proof: world.proof + 1 };
      controller.configure(settings());
      tell();
    },
  });
  const pointer = createPointer(document);
  const keys = createKeys(document, createGuide(document));
  const frames = createFrameReport((count) => socket.send({ type: 'heartbeat', frames: count }));

  function settings(): SessionSettings {
    const wanted = configuration?.language;
    const content = world.content;
    const known = wanted && (!content || content.languages.includes(wanted)) ? wanted : undefined;
    return {
      idle: (configuration?.idleSeconds ?? initial.idleSeconds) * 1000,
      warning: (configuration?.warningSeconds ?? initial.warningSeconds) * 1000,
      language: known ?? content?.defaultLanguage ?? initial.language,
      profiles: profilesOf(configuration?.profiles ?? []),
    };
  }

  function take(message: AgentMessage): void {
    if (service.hear(message) || speech.hear(message) || search.hear(message)) return;
    if (assistant.hear(message) || takeAway.hear(message) || printing.hear(message)) return;
    if (calling.hear(message)) {
      if (message.type === 'call') takeUp();
      return;
    }
    switch (message.type) {
      case 'touch':
        pointer.take(message);
        return;
      case 'key':
        controller.dispatch({ type: 'touched' });
        if (message.phase === 'down' && !isVolume(message.key)) speech.stop();
        keys.take(message);
        return;
      case 'content':
        loader.want(message.release);
        return;
      case 'configuration':
        configuration = message;
        controller.configure(settings());
        change({
          attractLayer: message.attractLayer,
          standsIn: message.office ?? null,
          panel: message.panel ?? null,
        });
        return;
      case 'rest':
        takeRest(document.documentElement, message);
        return;
      case 'renew':
        renew();
        return;
      case 'link':
        change({ online: message.online });
    }
  }

  /** A page that was loaded again goes on with the call that was under way. */
  function takeUp(): void {
    const { view } = calling.call();
    if (unaware && view && (isTalk(view) || isQueue(view)) && controller.session().state === 'attract') {
      controller.dispatch({ type: 'started', language: null });
      toCall();
    }
    unaware = false;
  }

  function toCall(): void {
    const { view } = calling.call();
    if (view === null || currentVisit(controller.session()).place.kind === 'call') return;
    const { office, subject } = view.wish;
    controller.dispatch({ type: 'opened', place: { kind: 'call', office, subject }, scroll: 0 });
  }

  /** The session's time follows the call; what was answered is shown, wherever the citizen reads. */
  function follow(): void {
    const { state, hold } = controller.session();
    if (state !== 'active' && state !== 'warning') return;
    const wanted = holdOf(calling.call());
    if (wanted === hold) return;
    if (wanted !== 'talk') controller.dispatch({ type: 'call_held', hold: wanted });
    else {
      controller.dispatch({ type: 'call_answered' });
      toCall();
    }
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function change(part: Partial<World>): void {
    world = { ...world, ...part };
    tell();
  }

  function session(): void {
    const { state } = controller.session();
    const attract = state === 'attract';
    if (attract) delete document.documentElement.dataset.keys;
    if (attract || (state === 'thanks' && before !== 'thanks')) wipe();
    before = state;
    follow();
    loader.hold(!attract);
    tell();
  }

  /** What a citizen typed, asked, heard and took away. */
  function wipe(): void {
    for (const each of [speech, search, assistant, feedback, takeAway, printing, calling]) each.wipe();
  }

  // Any sign of life counts, wherever it lands. Whether it was a key decides if the focus is drawn.
  let aliveAt = Number.NEGATIVE_INFINITY;
  const alive = (event: Event) => {
    aliveAt = options.now();
    if (event.type === 'keydown') document.documentElement.dataset.keys = '';
    if (event.type === 'pointerdown') delete document.documentElement.dataset.keys;
    controller.dispatch({ type: 'touched' });
  };
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  const rests = ['pointerup', 'click'] as const;
  const stopSwallowing = () => {
    for (const rest of rests) window.removeEventListener(rest, swallow, { capture: true });
  };
  // Before anything under the finger hears of it, and says something of its own.
  const hush = (event: KeyboardEvent) => {
    if (!event.repeat) speech.stop();
  };
  const point = (event: PointerEvent) => {
    speech.stop();
    service.touched(event.clientX / window.innerWidth, event.clientY / window.innerHeight);
  };
  /** Whoever looks after the totem just now comes first. */
  const reload = () => {
    if (service.covers()) reloading = setTimeout(reload, failureShown);
    else options.reload();
  };
  /** Whoever is there comes first; the agent asks again later. */
  const renew = () => {
    const calm = options.now() - aliveAt >= calmBeforeRenewal;
    const free = controller.session().state === 'attract' && !service.covers();
    if (renewing || reloading !== undefined || !calm || !free) return;
    renewing = true;
    socket.send({ type: 'renewing' });
    options.reload();
  };
  const signs = ['pointerdown', 'pointermove', 'pointerup', 'keydown', 'wheel'] as const;

  return {
    world: () => world,
    controller,
    service,
    speech,
    search,
    assistant,
    feedback,
    takeAway,
    printing,
    calling,
    warning: () => settings().warning,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rendered: (release) => socket.send({ type: 'rendered', release }),
    failed() {
      controller.dispatch({ type: 'failed' });
      reloading ??= setTimeout(reload, failureShown);
    },
    start() {
      controller.subscribe(session);
      calling.subscribe(follow);
      calling.subscribe(tell);
      for (const sign of signs) window.addEventListener(sign, alive, { passive: true });
      window.addEventListener('pointerdown', point, { capture: true, passive: true });
      window.addEventListener('keydown', hush, { capture: true, passive: true });
      socket.start();
      frames.start();
      loader.want(undefined);
    },
    stop() {
      for (const sign of signs) window.removeEventListener(sign, alive);
      window.removeEventListener('pointerdown', point, { capture: true });
      window.removeEventListener('keydown', hush, { capture: true });
      stopSwallowing();
      clearTimeout(reloading);
      socket.stop();
      frames.stop();
      loader.stop();
      controller.stop();
      listeners.clear();
    },
  };
}

function isVolume(key: TotemKey): boolean {
  return key === 'volume_up' || key === 'volume_down';
}
