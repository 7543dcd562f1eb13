import type { Logger } from 'pino';
import type { AgentMessage, PresenceConfiguration } from '../../protocol/index.ts';
import type { SensorNews } from '../sensors/index.ts';
import type { Backlight } from './backlight.ts';
import { awake, decide, isNear, nextDeadline, type PresenceEvent, type Rest } from './policy.ts';
import { createSight } from './sight.ts';

export { findBacklight } from './backlight.ts';
export type { Rest } from './policy.ts';

/** What a screen can do about nobody being there. */
export interface RestingScreen {
  sleep(): void;
  wake(): void;
}

export interface PresenceOptions {
  settings: PresenceConfiguration;
  /** null where the totem has no screen of its own. */
  screen: RestingScreen | null;
  backlight: Backlight | null;
  /** Tells the page. */
  send(message: Extract<AgentMessage, { type: 'rest' }>): void;
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

export interface PresenceWatch {
  /** Whether somebody is near, as far as a sensor can tell. */
  near(): boolean;
  rest(): Rest;
  /** What a sensor says. */
  sensed(news: SensorNews): void;
  /** A finger or a key. */
  touched(): void;
  /** Whether a citizen uses the totem. */
  session(active: boolean): void;
  /** What a page that has just come has to know. */
  greeting(): Extract<AgentMessage, { type: 'rest' }>;
  stop(): void;
}

/** Lets the screen darken and sleep while nobody is near, and wakes it before a hand reaches it. */
export function watchPresence(options: PresenceOptions): PresenceWatch {
  const { settings, screen, backlight, log, now = () => performance.now() } = options;
  const sight = createSight();
  let state = awake(now());
  let timer: NodeJS.Timeout | undefined;
  let lamp: Promise<void> = Promise.resolve();

  const greeting = (): Extract<AgentMessage, { type: 'rest' }> => ({
    type: 'rest',
    rest: state.rest,
    darkness: darknessOf(state.rest),
  });
  /** A lamp that can be turned down is better than a picture of darkness. */
  const darknessOf = (rest: Rest): number => {
    if (rest === 'asleep') return 1;
    return rest === 'dim' && backlight === null ? 1 - settings.dimPercent / 100 : 0;
  };
  const shine = (rest: Rest): void => {
    if (backlight === null) return;
    const bright = settings.brightPercent / 100;
    const share = { awake: bright, dim: (bright * settings.dimPercent) / 100, asleep: 0 }[rest];
    // One after the other, or an old value could win.
    lamp = lamp
      .then(() => backlight.set(share))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the backlight could not be set');
      });
  };
  const handle = (event: PresenceEvent): void => {
    const before = state.rest;
    state = decide(state, event, now(), settings);
    schedule();
    if (state.rest === before) return;
    log.info({ rest: state.rest, because: event.type }, 'presence');
    if (before === 'asleep') screen?.wake();
    options.send(greeting());
    shine(state.rest);
    if (state.rest === 'asleep') screen?.sleep();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    const due = nextDeadline(state, settings);
    if (due !== null) timer = setTimeout(() => handle({ type: 'tick' }), Math.max(0, due - now()) + 1);
  };

  return {
    near: () => Object.values(state.seen).some((one) => one !== null && isNear(one, settings)),
    rest: () => state.rest,
    sensed(news) {
      const event = sight.understand(news);
      if (event !== null) handle(event);
    },
    touched: () => handle({ type: 'touched' }),
    session: (active) => handle({ type: 'session', active }),
    greeting,
    stop() {
      clearTimeout(timer);
      // Who comes after finds the lamp on.
      if (state.rest !== 'awake') shine('awake');
    },
  };
}
