import {
  type CalibrationMatrix,
  type DisplayState,
  type Exercise,
  type ExerciseProgress,
  type Fault,
  failure,
  type Health,
  type InputDeviceFigures,
  type Problem,
  type ReportedState,
  type Result,
  type SensorFigures,
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
  /** How many pages are connected. */
  pages(): number;
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

/** What may be shown on the screen now, or why nothing. */
export function screenProblem(parts: LocalParts): { ok: false; error: Problem } | undefined {
  if (parts.citizenPresent()) {
    return failure('session_active', 'a citizen is using the totem; try again when the session has ended');
  }
  if (parts.pages() > 0) return undefined;
  return failure(
    'unavailable',
    'no page is on the screen: totem local status shows the display, totem local display rebuild starts it anew',
  );
}

/** One exercise on the page. */
export interface ShownExercise {
  onProgress(listener: (progress: ExerciseProgress) => void): () => void;
  ended: Promise<string>;
  hide(): void;
}
