import type { AgentMessage, CalibrationOutcome, ExerciseProgress, Result } from '../../protocol/index.ts';
import type { InputStep } from '../../protocol/local.ts';
import type { Exercises } from './exercises.ts';

type Points = Extract<ExerciseProgress, { kind: 'calibration' }>['points'];

/** What of the touch panels the menu needs. */
export interface CalibrationPanels {
  watch(listener: (step: InputStep) => void): () => void;
  /** Lets the calibration that fits these touches hold until it is kept or dropped. */
  tryCalibration(
    part: string,
    points: Points,
  ): Result<{
    keep(): Promise<Result<void>>;
    drop(): void;
  }>;
}

/** Calibrates from the service menu: measures, tries, and keeps only what somebody could touch a mark with. */
export interface CalibrationDesk {
  /** Shows the crosses, and remembers where they were touched and on which panel. */
  measure(): void;
  /**
   * Tries what was measured last. Who does not hit the mark within `trialSeconds`, leaves or loses the page has
   * the calibration of before again; so has the totem that is switched off meanwhile.
   */
  apply(): Promise<void>;
}

/** Seconds for the mark that confirms a new calibration. */
export const trialSeconds = 20;

export function createCalibrationDesk(options: {
  exercises: Exercises;
  panels: () => CalibrationPanels | null;
  send: (message: AgentMessage) => void;
  after: (milliseconds: number, run: () => void) => () => void;
}): CalibrationDesk {
  const { exercises, panels, after } = options;
  let measured: { points: Points; parts: ReadonlySet<string> } | null = null;
  const tell = (outcome: CalibrationOutcome) => options.send({ type: 'service_calibration', outcome });

  async function measure(): Promise<void> {
    measured = null;
    const parts = new Set<string>();
    const unwatch = panels()?.watch((step) => {
      if (step.phase === 'down' && 'contact' in step) parts.add(step.part);
    });
    const shown = exercises.show({ kind: 'calibration' });
    const ending = await shown.ended;
    unwatch?.();
    const progress = shown.progress();
    if (ending === 'done' && progress?.kind === 'calibration') measured = { points: progress.points, parts };
  }

  async function trial(): Promise<CalibrationOutcome> {
    const { points = [], parts = new Set<string>() } = measured ?? {};
    // What was felt by the calibration of before says nothing once another one holds.
    measured = null;
    const touch = panels();
    const [part, another] = parts;
    if (!touch || part === undefined) return 'no_panel';
    if (another !== undefined) return 'several_panels';
    const tried = touch.tryCalibration(part, points);
    if (!tried.ok) return 'unusable';
    const shown = exercises.show({ kind: 'calibration_check', seconds: trialSeconds });
    const endWait = after(trialSeconds * 1000, () => shown.hide());
    const ending = await shown.ended;
    endWait();
    if (ending !== 'done') {
      tried.value.drop();
      return 'returned';
    }
    const kept = await tried.value.keep();
    return kept.ok ? 'kept' : 'not_written';
  }

  return {
    measure: () => void measure(),
    apply: async () => tell(await trial()),
  };
}
