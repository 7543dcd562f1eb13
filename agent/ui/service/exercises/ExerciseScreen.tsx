import type { Exercise } from '../../../../protocol/exercises.ts';
import { useService } from '../context.ts';
import { Calibration } from './Calibration.tsx';
import { CalibrationCheck } from './CalibrationCheck.tsx';
import { Keypad } from './Keypad.tsx';
import { Pattern } from './Pattern.tsx';
import { TouchMap } from './TouchMap.tsx';

/** One exercise over the whole screen. */
export function ExerciseScreen({ exercise }: { exercise: Exercise }) {
  const { language, words } = useService();
  switch (exercise.kind) {
    case 'pattern':
      return <Pattern name={exercise.pattern} />;
    case 'touch_map':
      return <TouchMap columns={exercise.columns} rows={exercise.rows} />;
    case 'keypad':
      return <Keypad keys={exercise.keys} />;
    case 'calibration':
      return <Calibration />;
    case 'calibration_check':
      return <CalibrationCheck seconds={exercise.seconds} />;
    case 'message':
      return (
        <main class="exercise exercise-message" aria-label={words('service.message.label')}>
          <p role="status">
            {exercise.texts[language] ?? exercise.texts.it ?? Object.values(exercise.texts)[0]}
          </p>
        </main>
      );
  }
}
