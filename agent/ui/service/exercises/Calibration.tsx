import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseProgress } from '../../../../protocol/exercises.ts';
import { useService } from '../context.ts';
import { Cross } from './Cross.tsx';

export type CalibrationPoint = Extract<ExerciseProgress, { kind: 'calibration' }>['points'][number];

/** Fractions of the screen: near the corners, where an error is largest, and the middle. */
const targets = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.1, y: 0.9 },
  { x: 0.5, y: 0.5 },
] as const;

/** Milliseconds after a touch in which another one is the same finger bouncing. */
const bounce = 400;

/** Five crosses, one after the other. What counts is where the finger first came down. */
export function Calibration() {
  const { desk, words, now } = useService();
  const [points, setPoints] = useState<readonly CalibrationPoint[]>([]);
  const taken = useRef<{ points: CalibrationPoint[]; at: number }>({
    points: [],
    at: Number.NEGATIVE_INFINITY,
  });
  const stop = useRef<HTMLButtonElement>(null);
  const target = targets[points.length];

  useLayoutEffect(() => {
    const down = (event: PointerEvent) => {
      const state = taken.current;
      const next = targets[state.points.length];
      const onButton = event.target instanceof Node && stop.current?.contains(event.target);
      if (!next || onButton || now() - state.at < bounce) return;
      const touched = { x: event.clientX / window.innerWidth, y: event.clientY / window.innerHeight };
      state.points = [...state.points, { target: next, touched }];
      state.at = now();
      setPoints(state.points);
      desk.progress({ kind: 'calibration', points: state.points });
      if (state.points.length === targets.length) desk.endExercise('done');
    };
    window.addEventListener('pointerdown', down, { capture: true });
    const forget = desk.onKey((key, phase) => {
      if (key === 'back' && phase === 'down') desk.endExercise('given_up');
    });
    return () => {
      window.removeEventListener('pointerdown', down, { capture: true });
      forget();
    };
  }, []);

  return (
    <main class="exercise exercise-paper calibration">
      {target && <Cross at={target} />}
      <div class="calibration-words" data-low={points.length >= 4 || undefined}>
        <h1>{words('service.calibration.title')}</h1>
        <p role="status">{words('service.calibration.step', { number: Math.min(5, points.length + 1) })}</p>
        <button type="button" class="quiet-button" ref={stop} onClick={() => desk.endExercise('given_up')}>
          {words('service.calibration.end')}
        </button>
      </div>
    </main>
  );
}

/** Distances between crosses and touches in points of this screen. */
export function deviations(
  points: readonly CalibrationPoint[],
  width: number,
  height: number,
): { mean: number; worst: number } {
  const distances = points.map(({ target, touched }) =>
    Math.hypot((touched.x - target.x) * width, (touched.y - target.y) * height),
  );
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / Math.max(1, distances.length);
  return { mean: Math.round(mean), worst: Math.round(Math.max(0, ...distances)) };
}
