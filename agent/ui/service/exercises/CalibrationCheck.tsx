import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useService } from '../context.ts';
import { Cross } from './Cross.tsx';

/** Where a mirrored, turned or displaced touch does not land by chance. */
const target = { x: 0.25, y: 0.78 } as const;

/** Points by which the finger may be off: half of the smallest control of the page. */
const near = 32;

/** One cross under the new calibration. Who does not hit it before the time is over gets the former one back. */
export function CalibrationCheck({ seconds }: { seconds: number }) {
  const { desk, words, now } = useService();
  const [left, setLeft] = useState(seconds);
  const [missed, setMissed] = useState(false);
  const stop = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const end = now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [seconds]);

  useLayoutEffect(() => {
    const down = (event: PointerEvent) => {
      if (event.target instanceof Node && stop.current?.contains(event.target)) return;
      const { innerWidth: width, innerHeight: height } = window;
      const off = Math.hypot(event.clientX - target.x * width, event.clientY - target.y * height);
      if (off <= near) desk.endExercise('done');
      else setMissed(true);
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
      <Cross at={target} />
      <div class="calibration-words calibration-check">
        <h1>{words('service.calibration.checkTitle')}</h1>
        <p>{words('service.calibration.checkLeft', { count: left })}</p>
        <p role="status">{missed && words('service.calibration.checkMissed')}</p>
        <button type="button" class="quiet-button" ref={stop} onClick={() => desk.endExercise('given_up')}>
          {words('service.calibration.checkEnd')}
        </button>
      </div>
    </main>
  );
}
