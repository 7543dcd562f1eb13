import type { PageMessage } from '../../protocol/kiosk.ts';
import { advance, freshSession, type Session, type SessionEvent, type SessionSettings } from './session.ts';

/** Holds the one session of the page and the one timer that time needs. */
export interface Controller {
  session(): Session;
  dispatch(event: SessionEvent): void;
  /** New times or another first language; a session under way keeps its language. */
  configure(settings: SessionSettings): void;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** `now` is a monotonic clock in ms; `send` tells the agent. */
export function createController(options: {
  now: () => number;
  settings: SessionSettings;
  send: (message: PageMessage) => void;
}): Controller {
  const { now, send } = options;
  const listeners = new Set<() => void>();
  let settings = options.settings;
  let session = freshSession(settings);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    clearTimeout(timer);
    if (session.deadline === null) return;
    timer = setTimeout(
      () => {
        dispatch({ type: 'expired' });
        // A timer may come a little early by this clock; the table refuses it and it is set again.
        arm();
      },
      Math.max(0, session.deadline - now()),
    );
  }

  function replace(next: Session): void {
    session = next;
    arm();
    for (const listener of listeners) listener();
  }

  function dispatch(event: SessionEvent): void {
    const { session: next, messages } = advance(session, event, now(), settings);
    if (next === session) return;
    replace(next);
    for (const message of messages) send(message);
  }

  return {
    session: () => session,
    dispatch,
    configure(changed) {
      settings = changed;
      if (session.state === 'attract') replace(freshSession(settings));
      // The new times count from now.
      else dispatch({ type: 'touched' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
