import type { AgentMessage, ServiceState, TotemEvent } from '../../protocol/index.ts';
import type { ServiceLock } from './lock.ts';
import { type ServiceEvent, transitions } from './table.ts';

/** The service session on the totem's screen: from the technician's gesture to the end of the menu. */
export interface ServiceSession {
  state(): ServiceState;
  asked(): void;
  submitted(code: string): Promise<void>;
  /** A sign of life. */
  touched(): void;
  left(): void;
  pageGone(): void;
  /** The lock has got a secret. */
  keyed(): void;
  /** What the page is told about it. */
  message(): AgentMessage;
  stop(): void;
}

export interface SessionOptions {
  lock: ServiceLock;
  totem: string | null;
  send: (message: AgentMessage) => void;
  onState?: (state: ServiceState, former: ServiceState) => void;
  record: (event: TotemEvent) => void;
  /** Milliseconds of a clock that only goes forward. */
  monotonic: () => number;
  /** The time of day, for events. */
  now: () => number;
  /** Runs something after so many milliseconds; gives back how to prevent it. */
  after: (milliseconds: number, run: () => void) => () => void;
}

/** Milliseconds without a sign of life after which it closes: the pad, and the menu. */
export const padIdle = 90_000;
export const menuIdle = 300_000;

export function createSession(options: SessionOptions): ServiceSession {
  const { lock, monotonic, now, after } = options;
  let state: ServiceState = 'closed';
  let refusal: 'none' | 'wrong' | 'disk' = 'none';
  let openedAt = 0;
  /** The counter of the code that is being checked, or opened. */
  let codeFor = 0;
  /** When the next code is taken. A wait that a power cut interrupted begins again. */
  let waitEnds = monotonic() + lock.wait() * 1000;
  let endIdle: () => void = () => undefined;
  let endWait: () => void = () => undefined;

  const at = () => new Date(now()).toISOString();
  const waitSeconds = () => Math.max(0, Math.ceil((waitEnds - monotonic()) / 1000));

  const message = (): AgentMessage => ({
    type: 'service',
    state,
    totem: options.totem,
    generation: lock.generation(),
    counter: lock.counter(),
    refusal,
    waitSeconds: waitSeconds(),
  });

  const armIdle = () => {
    endIdle();
    if (state !== 'closed') endIdle = after(state === 'open' ? menuIdle : padIdle, () => happen('idle'));
  };

  const armWait = () => {
    endWait();
    if (state === 'waiting') endWait = after(waitSeconds() * 1000, () => happen('waited'));
  };

  function happen(event: ServiceEvent): void {
    const next = transitions[state][event];
    if (next === undefined) return;
    const former = state;
    state = next;
    if (next === 'closed' || event === 'waited' || event === 'accepted') refusal = 'none';
    armIdle();
    armWait();
    options.send(message());
    if (next === 'open') {
      openedAt = monotonic();
      options.record({ kind: 'service.opened', at: at(), counter: codeFor });
    }
    if (former === 'open') {
      const seconds = Math.round((monotonic() - openedAt) / 1000);
      options.record({ kind: 'service.closed', at: at(), seconds });
    }
    if (next !== former) options.onState?.(next, former);
  }

  function asked(): void {
    if (lock.counter() === null) happen('asked_in_vain');
    else happen(waitSeconds() > 0 ? 'asked_too_soon' : 'asked');
  }

  return {
    state: () => state,
    asked,
    submitted: async (code) => {
      if (state !== 'asking') return;
      codeFor = lock.counter() ?? 0;
      happen('submitted');
      const outcome = await lock.attempt(code);
      if (outcome === 'accepted') return happen('accepted');
      refusal = outcome === 'disk' ? 'disk' : 'wrong';
      if (outcome === 'refused' || outcome === 'limited') {
        waitEnds = monotonic() + lock.wait() * 1000;
        options.record({ kind: 'service.refused', at: at(), attempt: lock.refusals() });
      }
      happen(outcome === 'limited' ? 'limited' : 'refused');
    },
    touched: armIdle,
    left: () => happen('left'),
    pageGone: () => happen('page_gone'),
    keyed: () => {
      happen('keyed');
      // Another secret has another counter.
      if (state === 'asking' || state === 'waiting') options.send(message());
    },
    message,
    stop: () => {
      endIdle();
      endWait();
    },
  };
}
