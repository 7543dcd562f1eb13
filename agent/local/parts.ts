import type {
  CalibrationMatrix,
  DisplayState,
  Exercise,
  ExerciseProgress,
  Fault,
  Health,
  InputDeviceFigures,
  ReportedState,
  Result,
  SensorFigures,
} from '../../protocol/index.ts';
import type { InputStep } from '../../protocol/local.ts';
import type { Network } from '../network/index.ts';
import type { LogRing } from './ring.ts';
import type { Settings } from './settings.ts';

/** What the local API speaks for. */
export interface LocalParts {
  version: string;
  identity: { totem: string; hub: string } | null;
  /** Address of the citizen's page. */
  page: string;
  online(): boolean;
  reported(): ReportedState;
  health(): Promise<Health>;
  faults(): Fault[];
  /** `null` where this totem has no display. */
  display: { state(): DisplayState; rebuild(reason: string): void } | null;
  exercises: { show(exercise: Exercise): ShownExercise };
  /** Whether a citizen uses the totem now. */
  citizenPresent(): boolean;
  /** `null` where this totem has no input devices. */
  input: InputParts | null;
  /** `null` where this totem has no sensors. */
  sensors: SensorParts | null;
  settings: Settings;
  logs: LogRing;
  network: Network;
  now: () => number;
}

export interface SensorParts {
  list(): SensorFigures[];
  /** Told the id of a sensor that changed. Returns how to unsubscribe. */
  watch(listener: (news: { sensor: string }) => void): () => void;
}

export interface InputParts {
  devices(): InputDeviceFigures[];
  /** Returns how to unsubscribe. */
  watch(listener: (step: InputStep) => void): () => void;
  /**
   * Takes a matrix that fits these touches into force and keeps it; no touches forget what was measured.
   */
  calibrate(part: string, points: readonly CalibrationPoint[]): Promise<Result<Calibrated>>;
}

/** Where a cross was, and where the finger was felt by the calibration in force; fractions of the screen. */
export interface CalibrationPoint {
  target: { x: number; y: number };
  touched: { x: number; y: number };
}

export interface Calibrated {
  matrix: CalibrationMatrix;
  /** Largest distance between a cross and its touch by the new matrix, as a fraction of the screen. */
  error: number;
}

/** One exercise on the page. */
export interface ShownExercise {
  onProgress(listener: (progress: ExerciseProgress) => void): () => void;
  ended: Promise<string>;
  hide(): void;
}
