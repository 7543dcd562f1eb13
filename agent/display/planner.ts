import type { FaultCode } from '../../protocol/faults.ts';

/**
 * Decides when the display's child process is started, given up and started again. Pure: it takes what
 * happened and when, and returns the next state and what to do. Times are milliseconds of a clock that never
 * goes back.
 */
export type Phase = 'starting' | 'running' | 'waiting' | 'stopped';

export interface Supervision {
  phase: Phase;
  /** Frames shown by this child, and until when the next one must have been shown. */
  rendered: number;
  frameDue: number;
  /** The page's own frame counter (null before its first sign of life), and until when it must have moved. */
  pageFrames: number | null;
  pageDue: number;
  /** The page loads itself anew, and the connection of the old one has not closed yet. */
  renewing: boolean;
  /** When the next child is started, in `waiting`. */
  resumeAt: number;
  /** Failures since the display was last well for long; sets the wait before the next start. */
  failures: number;
  /** Since when frames and page have both been alive; null while one of them is not yet. */
  wellSince: number | null;
  restarts: number;
}

export type DisplayEvent =
  /** A deadline may have passed. */
  | { type: 'tick' }
  /** The child's count of frames shown. */
  | { type: 'frames'; rendered: number }
  /** The page's heartbeat with its own count of frames. */
  | { type: 'page'; frames: number }
  /** The page's connection closed. */
  | { type: 'page_gone' }
  /** The pipeline told of an error. */
  | { type: 'failed'; message: string }
  /** The child process ended. */
  | { type: 'exited'; message: string }
  /** The page says that it loads itself anew; no fault. */
  | { type: 'page_renews' }
  /** Someone asked for a new display; no fault. */
  | { type: 'rebuild' }
  | { type: 'stop' };

export type DisplayFault = Extract<FaultCode, `display.${string}`>;
export type Action =
  | { do: 'spawn' }
  | { do: 'kill' }
  | { do: 'raise'; code: DisplayFault; message: string }
  /** Clears the faults of `watchedFaults`. */
  | { do: 'clear' };

export interface Step {
  state: Supervision;
  actions: Action[];
}

/** Faults that end when the display is well again. */
export const watchedFaults = [
  'display.no_first_frame',
  'display.stalled',
  'display.failed',
  'display.page_lost',
] as const satisfies readonly DisplayFault[];

/** Milliseconds. */
export const limits = {
  firstFrame: 15_000,
  nextFrame: 4_000,
  firstPage: 20_000,
  nextPage: 5_000,
  pageReturn: 3_000,
  firstWait: 500,
  longestWait: 30_000,
  /** Well for this long, and the next failure is treated as the first one. */
  soak: 60_000,
} as const;

/**
 * Seconds that the next child leaves the page's engine to show life: few, because an engine that hangs at its
 * start never recovers and one that does not is there within a second or two, so that another try helps sooner than
 * a longer one; and more after every third failure, because a slow board may need them.
 */
export function engineSeconds({ failures }: Pick<Supervision, 'failures'>): number {
  return Math.min(16, 4 * 2 ** Math.floor(failures / 3));
}

export const atRest: Supervision = {
  phase: 'waiting',
  rendered: 0,
  frameDue: 0,
  pageFrames: null,
  pageDue: 0,
  renewing: false,
  resumeAt: 0,
  failures: 0,
  wellSince: null,
  restarts: -1,
};

type Rule<Type extends DisplayEvent['type']> = (
  state: Supervision,
  event: Extract<DisplayEvent, { type: Type }>,
  now: number,
) => Step;
type Rules = { [Type in DisplayEvent['type']]: Rule<Type> };

const stay = (state: Supervision): Step => ({ state, actions: [] });

const alive: Omit<Rules, 'stop'> = {
  tick: (state, _event, now) => {
    if (now >= state.frameDue) {
      return state.rendered === 0
        ? giveUp(state, now, 'display.no_first_frame', 'no frame reached the screen after the start')
        : giveUp(state, now, 'display.stalled', `no new frame after ${state.rendered}`);
    }
    if (now >= state.pageDue) {
      const what = state.pageFrames === null ? 'the page did not come' : 'the page stopped answering';
      return giveUp(state, now, 'display.page_lost', what);
    }
    return stay(state);
  },
  frames: (state, { rendered }, now) =>
    rendered > state.rendered
      ? settle({ ...state, phase: 'running', rendered, frameDue: now + limits.nextFrame }, now)
      : stay(state),
  page: (state, { frames }, now) =>
    // What the old page says last is no sign of the new one.
    frames === state.pageFrames || state.renewing
      ? stay(state)
      : settle({ ...state, pageFrames: frames, pageDue: now + limits.nextPage }, now),
  page_gone: (state, _event, now) =>
    stay(
      state.renewing
        ? { ...state, renewing: false }
        : { ...state, pageDue: Math.min(state.pageDue, now + limits.pageReturn) },
    ),
  failed: (state, { message }, now) => giveUp(state, now, 'display.failed', message),
  exited: (state, { message }, now) => giveUp(state, now, 'display.failed', message),
  page_renews: (state, _event, now) =>
    stay({ ...state, renewing: true, pageFrames: null, pageDue: now + limits.firstPage }),
  rebuild: (state, _event, now) => {
    const next = spawn(state, now);
    return { state: next.state, actions: [{ do: 'kill' }, ...next.actions] };
  },
};

const resting: Omit<Rules, 'stop'> = {
  tick: (state, _event, now) => (now >= state.resumeAt ? spawn(state, now) : stay(state)),
  frames: stay,
  page: stay,
  page_gone: stay,
  failed: stay,
  exited: stay,
  page_renews: stay,
  rebuild: (state, _event, now) => spawn(state, now),
};

const stop: Rule<'stop'> = (state) => ({
  state: { ...state, phase: 'stopped' },
  actions: [{ do: 'kill' }, { do: 'clear' }],
});

const table: Record<Phase, Rules> = {
  starting: { ...alive, stop },
  running: { ...alive, stop },
  waiting: { ...resting, stop },
  stopped: { ...resting, tick: stay, rebuild: stay, stop: stay },
};

/** The next state and what to do about one event. */
export function decide(state: Supervision, event: DisplayEvent, now: number): Step {
  return apply(table[state.phase], state, event, now);
}

function apply<Type extends DisplayEvent['type']>(
  rules: { [Key in Type]: Rule<Key> },
  state: Supervision,
  event: Extract<DisplayEvent, { type: Type }>,
  now: number,
): Step {
  return rules[event.type](state, event, now);
}

/** When `tick` must come next even if nothing else happens; null when never. */
export function nextDeadline(state: Supervision): number | null {
  if (state.phase === 'stopped') return null;
  if (state.phase === 'waiting') return state.resumeAt;
  return Math.min(state.frameDue, state.pageDue);
}

function spawn(state: Supervision, now: number): Step {
  return {
    state: {
      ...state,
      phase: 'starting',
      rendered: 0,
      frameDue: now + limits.firstFrame,
      pageFrames: null,
      pageDue: now + limits.firstPage,
      renewing: false,
      wellSince: null,
      restarts: state.restarts + 1,
    },
    actions: [{ do: 'spawn' }],
  };
}

function giveUp(state: Supervision, now: number, code: DisplayFault, message: string): Step {
  const wait = Math.min(limits.longestWait, limits.firstWait * 2 ** state.failures);
  return {
    state: {
      ...state,
      phase: 'waiting',
      resumeAt: now + wait,
      failures: Math.min(state.failures + 1, 30),
      wellSince: null,
    },
    actions: [{ do: 'raise', code, message }, { do: 'kill' }],
  };
}

/** Clears the faults when both frames and page have shown life, and forgives failures after the soak. */
function settle(state: Supervision, now: number): Step {
  if (state.wellSince !== null) {
    return stay(now - state.wellSince >= limits.soak ? { ...state, failures: 0 } : state);
  }
  if (state.rendered === 0 || state.pageFrames === null) return stay(state);
  return { state: { ...state, wellSince: now }, actions: [{ do: 'clear' }] };
}
