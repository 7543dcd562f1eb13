import type { Logger } from 'pino';
import type {
  AgentMessage,
  PageMessage,
  ServiceAction,
  ServiceKey,
  ServiceState,
  TotemEvent,
} from '../../protocol/index.ts';
import { type CalibrationPanels, createCalibrationDesk } from './calibration.ts';
import { createDoctorDesk, type RunDoctor } from './doctor.ts';
import { createExercises, type Exercises } from './exercises.ts';
import { openLock } from './lock.ts';
import { createSession } from './session.ts';
import { type StatusSource, statusOf } from './status.ts';

export type { CalibrationPanels } from './calibration.ts';
export type { RunDoctor } from './doctor.ts';
export type { ExerciseEnding, Exercises, ShownExercise } from './exercises.ts';
export { forgetServiceKey, keepServiceKey } from './record.ts';
export { restartAgent, restartBoard } from './restart.ts';
export type { StatusSource } from './status.ts';

/** The technician's side of the totem's screen. */
export interface Service {
  state(): ServiceState;
  /** For whoever else tries out the hardware through the page: the doctor, `totem local`. */
  exercises: Exercises;
  /** Which secret this totem has, for the hello; 0 without one. */
  generation(): number;
  /** Another secret came from the hub. */
  take(key: ServiceKey): Promise<void>;
  /** What a page on the totem's screen says; messages about other things are ignored. */
  heard(message: PageMessage): void;
  /** A page was opened: it is told what it should show. */
  greet(): void;
  /** The last page on the screen is gone. */
  pageGone(): void;
  stop(): void;
}

export interface ServiceOptions {
  /** Of the agent's data; holds `service.json`. */
  folder: string;
  totem: string | null;
  send: (message: AgentMessage) => void;
  status: StatusSource;
  /** Carries out what the technician has confirmed. */
  actions: Record<ServiceAction, () => void>;
  /** `null` where no panel is read (yet). */
  panels: () => CalibrationPanels | null;
  /** `null` where this totem cannot run it. */
  runDoctor: RunDoctor | null;
  record: (event: TotemEvent) => void;
  /** Told when the session begins or ends, or an exercise comes or goes: the screen must not sleep meanwhile. */
  onChange?: () => void;
  log: Logger;
  now: () => number;
  /** Milliseconds of a clock that only goes forward; `performance.now` where nothing is said. */
  monotonic?: () => number;
  after?: (milliseconds: number, run: () => void) => () => void;
}

/** Milliseconds between two statuses while the menu is open. */
const statusEvery = 2000;

export async function startService(options: ServiceOptions): Promise<Service> {
  const { send, log, now, monotonic = () => performance.now(), after = afterTimeout } = options;
  const lock = await openLock(options.folder);
  const exercises = createExercises({ send, onChange: () => options.onChange?.() });
  const calibration = createCalibrationDesk({ exercises, panels: options.panels, send, after });
  let endStatus: () => void = () => undefined;

  const session = createSession({
    lock,
    totem: options.totem,
    send,
    record: options.record,
    onState: (state, former) => {
      log.info({ state, former }, 'service session');
      if (state === 'open') tellStatus();
      if (former === 'open') {
        endStatus();
        doctor?.stop();
        exercises.clear();
      }
      options.onChange?.();
    },
    monotonic,
    now,
    after,
  });

  const doctor =
    options.runDoctor &&
    createDoctorDesk({
      runDoctor: options.runDoctor,
      send,
      onEvent: session.touched,
      onFailed: (error) => log.error({ err: error }, 'the doctor failed'),
    });

  function tellStatus(): void {
    send({ type: 'service_status', status: statusOf(options.status, now()) });
    endStatus = after(statusEvery, tellStatus);
  }

  function heardInMenu(message: PageMessage): void {
    switch (message.type) {
      case 'service_exercise':
        if (message.exercise.kind === 'calibration') calibration.measure();
        else exercises.show(message.exercise);
        return;
      case 'service_calibrate':
        log.warn('a new calibration is tried in the service menu');
        void calibration.apply();
        return;
      case 'service_action':
        log.warn({ action: message.action }, 'asked for in the service menu');
        options.actions[message.action]();
        return;
      case 'service_doctor':
        doctor?.run(message.only);
        return;
      case 'service_doctor_stop':
        doctor?.stop();
        return;
      case 'service_answer':
        doctor?.answer(message.question, message.answer);
    }
  }

  return {
    state: session.state,
    exercises,
    generation: lock.generation,
    take: async (key) => {
      try {
        await lock.replace(key);
        log.info({ generation: key.generation }, 'service key received');
        session.keyed();
      } catch (error) {
        // The hub sends it again at the next hello.
        log.error({ err: error }, 'the service key could not be kept');
      }
    },
    heard: (message) => {
      switch (message.type) {
        case 'service_asked':
          session.asked();
          return;
        case 'service_code':
          void session.submitted(message.code);
          return;
        case 'service_touched':
          session.touched();
          return;
        case 'service_left':
          session.left();
          return;
        case 'exercise_progress':
        case 'exercise_ended':
          session.touched();
          exercises.heard(message);
          return;
        default:
          if (session.state() === 'open') heardInMenu(message);
      }
    },
    greet: () => {
      send(session.message());
      exercises.greet();
    },
    pageGone: () => {
      session.pageGone();
      exercises.gone();
    },
    stop: () => {
      endStatus();
      session.stop();
      doctor?.stop();
    },
  };
}

function afterTimeout(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}
