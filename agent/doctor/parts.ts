import type {
  AgentConfiguration,
  Answer,
  Exercise,
  ExerciseProgress,
  Fault,
  Health,
  InputDeviceFigures,
  Question,
  Result,
  SensorFigures,
} from '../../protocol/index.ts';
import type { Identity } from '../identity/index.ts';

/** One exercise on the totem's page, as agent/service shows it. */
export interface ShownExercise {
  progress(): ExerciseProgress | null;
  ended: Promise<string>;
  onProgress(listener: (progress: ExerciseProgress) => void): () => void;
  hide(): void;
}

/** The screen of a totem whose agent runs. */
export interface ScreenParts {
  figures(): Pick<Health['display'], 'state' | 'framesPerSecond' | 'restarts'>;
  /** One frame of the screen as JPEG. */
  picture(): Promise<Result<Buffer>>;
  show(exercise: Exercise): ShownExercise;
}

/** What only an agent that runs can tell. */
export interface RunningParts {
  /** `null` where this totem has no display. */
  screen: ScreenParts | null;
  input(): InputDeviceFigures[];
  sensors(): SensorFigures[];
  faults(): Fault[];
  /** Whether nobody uses the screen. */
  screenFree(): boolean;
  link: {
    online(): boolean;
    /** Hub's clock minus ours in milliseconds, from the last welcome; `null` before the first one. */
    clockOffset(): number | null;
  } | null;
  /** Whether the agent was stopped in good order the time before this start. */
  cleanStop: boolean;
}

/** What the doctor works with. */
export interface DoctorParts {
  /** All state of this totem. */
  folder: string;
  version: string;
  configuration: Result<AgentConfiguration>;
  identity: Result<Identity | null>;
  /** `null` where the doctor runs without the agent. */
  running: RunningParts | null;
  /** Why there is no running agent: it is stopped, or holds its folder and is deaf. */
  away: 'stopped' | 'deaf';
  now: () => number;
  /** Root of the kernel's files, `/` but in tests. */
  system: string;
}

export interface RunOptions {
  /** Asks whoever stands at the totem; the answer may take as long as the signal lets it. */
  ask?: (question: Question, signal: AbortSignal) => Promise<Answer>;
  /** Cancels the run: it ends without a verdict. */
  signal?: AbortSignal;
  /** Milliseconds in which a question has to be answered. */
  patience?: number;
}
