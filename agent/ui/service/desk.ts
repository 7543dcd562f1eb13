import type { DoctorEvent } from '../../../protocol/doctor.ts';
import type { Exercise, ExerciseOutcome, ExerciseProgress } from '../../../protocol/exercises.ts';
import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import type { CalibrationOutcome, ServiceStatus } from '../../../protocol/service.ts';
import type { KeyPhase, TotemKey } from '../../../protocol/touch.ts';
import { createCornerGesture, createKeyGesture } from './gesture.ts';
import { type DoctorRun, followDoctor } from './run.ts';

export type ServiceMessage = Extract<AgentMessage, { type: 'service' }>;

/** What the page shows of the service session and of exercises. */
export interface ServiceView {
  session: ServiceMessage;
  /** When the waiting time is over, in ms of the page's clock. */
  waitEnds: number;
  status: ServiceStatus | null;
  exercise: Exercise | null;
  /** Counts exercises, so that one like the former one starts anew. */
  turn: number;
  /** How far the exercise that was shown last came, and how it ended. */
  last: { progress: ExerciseProgress; outcome: ExerciseOutcome | null } | null;
  doctor: DoctorRun | null;
  /** What became of the calibration that was tried last; null once another one is measured. */
  calibration: CalibrationOutcome | null;
}

type KeyListener = (key: TotemKey, phase: KeyPhase) => void;

/** The technician's side of the page. It works beside everything else, with content or without. */
export interface ServiceDesk {
  view(): ServiceView;
  /** Whether it covers the citizen's page now. */
  covers(): boolean;
  /** A finger came down, in fractions of the screen. */
  touched(x: number, y: number): void;
  /** Takes what is meant for it; true where nobody else should have it. */
  hear(message: AgentMessage): boolean;
  /** The agent is gone, and with it the session. */
  lost(): void;
  send(message: PageMessage): void;
  progress(progress: ExerciseProgress): void;
  endExercise(outcome: ExerciseOutcome): void;
  /** Keys of the keypad while an exercise is on the screen. */
  onKey(listener: KeyListener): () => void;
  subscribe(listener: () => void): () => void;
}

const closed: ServiceMessage = {
  type: 'service',
  state: 'closed',
  totem: null,
  generation: 0,
  counter: null,
  refusal: 'none',
  waitSeconds: 0,
};

/** Milliseconds between two signs of life. */
const aliveEvery = 5000;

export function createServiceDesk(options: {
  now: () => number;
  send: (message: PageMessage) => void;
  /** Width of the screen divided by its height. */
  aspect: () => number;
  /** The gesture was made: a citizen's session ends first. */
  onAsked: (by: 'touch' | 'keys') => void;
}): ServiceDesk {
  const { now, send } = options;
  const corners = createCornerGesture(options.aspect);
  const keys = createKeyGesture();
  const listeners = new Set<() => void>();
  const keyListeners = new Set<KeyListener>();
  /** Whether the exercise on the screen is over; the agent takes it away. */
  let ended = false;
  let aliveAt = Number.NEGATIVE_INFINITY;
  let view: ServiceView = {
    session: closed,
    waitEnds: 0,
    status: null,
    exercise: null,
    turn: 0,
    last: null,
    doctor: null,
    calibration: null,
  };

  function change(part: Partial<ServiceView>): void {
    view = { ...view, ...part };
    for (const listener of listeners) listener();
  }

  function ask(by: 'touch' | 'keys'): void {
    if (view.session.state !== 'closed' || view.exercise) return;
    options.onAsked(by);
    send({ type: 'service_asked' });
  }

  function alive(): void {
    if (view.session.state === 'closed' || now() - aliveAt < aliveEvery) return;
    aliveAt = now();
    send({ type: 'service_touched' });
  }

  function session(message: ServiceMessage): void {
    const waitEnds = now() + message.waitSeconds * 1000;
    // Nothing of one technician's visit is there for the next one.
    if (message.state === 'closed')
      change({ session: message, waitEnds, status: null, last: null, doctor: null, calibration: null });
    else change({ session: message, waitEnds });
  }

  function doctor(event: DoctorEvent | null): void {
    change({ doctor: followDoctor(view.doctor, event) });
  }

  return {
    view: () => view,
    covers: () => view.session.state !== 'closed' || view.exercise !== null,
    touched(x, y) {
      alive();
      if (corners.down(x, y, now())) ask('touch');
    },
    hear(message) {
      switch (message.type) {
        case 'service':
          session(message);
          return true;
        case 'service_status':
          change({ status: message.status });
          return true;
        case 'service_calibration':
          // What was measured is of the calibration that held before.
          change({ calibration: message.outcome, last: null });
          return true;
        case 'service_doctor':
          doctor(message.event);
          return true;
        case 'exercise':
          ended = false;
          change({ exercise: message.exercise, turn: view.turn + 1 });
          if (message.exercise?.kind === 'calibration') change({ calibration: null });
          return true;
        case 'key':
          alive();
          if (keys.key(message.key, message.phase)) ask('keys');
          if (!view.exercise) return false;
          for (const listener of keyListeners) listener(message.key, message.phase);
          return true;
        default:
          return false;
      }
    },
    lost: () =>
      change({ session: closed, exercise: null, status: null, last: null, doctor: null, calibration: null }),
    send,
    progress(progress) {
      // A report that was on its way when the exercise ended changes nothing any more.
      if (ended) return;
      view = { ...view, last: { progress, outcome: null } };
      send({ type: 'exercise_progress', progress });
    },
    endExercise(outcome) {
      if (ended) return;
      ended = true;
      if (view.last && view.last.progress.kind === view.exercise?.kind) {
        change({ last: { ...view.last, outcome } });
      }
      send({ type: 'exercise_ended', outcome });
    },
    onKey(listener) {
      keyListeners.add(listener);
      return () => keyListeners.delete(listener);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
