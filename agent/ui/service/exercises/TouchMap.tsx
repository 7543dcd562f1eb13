import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ExerciseProgress } from '../../../../protocol/exercises.ts';
import { Icon } from '../../parts/Icon.tsx';
import { useService } from '../context.ts';
import { type Coverage, cellsOf, cover, emptyCoverage } from './coverage.ts';

/** Milliseconds between two reports, and for which a full map is shown before it ends. */
const reportEvery = 150;
const fullShown = 1500;

/** Draw where you touch: every cell that a finger was in turns blue, and the finger's way is drawn. */
export function TouchMap({ columns, rows }: { columns: number; rows: number }) {
  const { desk, words } = useService();
  const [coverage, setCoverage] = useState(() => emptyCoverage(columns, rows));
  /** The panel with the words keeps away from the finger. */
  const [low, setLow] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stop = useRef<HTMLButtonElement>(null);
  const latest = useRef<Coverage>(coverage);
  const total = cellsOf(coverage);
  const full = coverage.covered.size === total;

  // At once, so that the first touch counts too.
  useLayoutEffect(() => {
    const report = throttled(reportEvery, () => desk.progress(progressOf(latest.current)));
    const draw = penOn(canvas.current);
    const point = (event: PointerEvent) => {
      if (event.type === 'pointermove' && event.buttons === 0) return;
      draw(event);
      // What the engine gathered into one event is what the finger really gave.
      const points = event.type === 'pointermove' ? (event.getCoalescedEvents?.() ?? []) : [];
      let next = latest.current;
      for (const { clientX, clientY } of points.length > 0 ? points : [event]) {
        next = cover(next, clientX / window.innerWidth, clientY / window.innerHeight);
      }
      // It must not run away from a finger that presses its button.
      if (!stop.current?.contains(event.target instanceof Node ? event.target : null)) {
        setLow(event.clientY < window.innerHeight / 2);
      }
      if (next === latest.current) return;
      latest.current = next;
      setCoverage(next);
      report.soon();
    };
    const types = ['pointerdown', 'pointermove', 'pointerup'] as const;
    for (const type of types) window.addEventListener(type, point, { capture: true });
    report.soon();
    return () => {
      for (const type of types) window.removeEventListener(type, point, { capture: true });
      report.end();
    };
  }, []);

  const end = (outcome: 'done' | 'given_up') => {
    desk.progress(progressOf(latest.current));
    desk.endExercise(outcome);
  };

  useEffect(() => {
    if (!full) return;
    const timer = setTimeout(() => end('done'), fullShown);
    return () => clearTimeout(timer);
  }, [full]);

  useLayoutEffect(
    () =>
      desk.onKey((key, phase) => {
        if (phase === 'down' && key === 'back') end('given_up');
      }),
    [],
  );

  return (
    <main class="exercise touch-map">
      <Cells coverage={coverage} />
      <canvas ref={canvas} class="touch-trace" />
      <div class="touch-words" data-low={low || undefined} data-full={full || undefined}>
        <h1>{words(full ? 'service.touch.complete' : 'service.touch.title')}</h1>
        <p class="touch-share" aria-hidden="true">
          {full ? <Icon name="done" /> : words('service.touch.share', { share: shareOf(coverage) })}
        </p>
        <p role="status">{words('service.touch.covered', { covered: coverage.covered.size, total })}</p>
        {!full && (
          <button type="button" class="quiet-button" ref={stop} onClick={() => end('given_up')}>
            {words('service.touch.end')}
          </button>
        )}
      </div>
    </main>
  );
}

/** The map itself, as large as what it is in; for eyes only, the words beside it say the same. */
export function Cells({ coverage: { columns, rows, covered } }: { coverage: Coverage }) {
  return (
    <div
      class="touch-cells"
      aria-hidden="true"
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)`, gridTemplateRows: `repeat(${rows}, 1fr)` }}
    >
      {Array.from({ length: columns * rows }, (_, cell) => (
        <span key={cell} data-covered={covered.has(cell) || undefined} />
      ))}
    </div>
  );
}

/** Whole percent that never says 100 while a cell is missing. */
export function shareOf(coverage: Coverage): number {
  return Math.floor((coverage.covered.size / cellsOf(coverage)) * 100);
}

function progressOf({ columns, rows, covered }: Coverage): ExerciseProgress {
  return { kind: 'touch_map', columns, rows, covered: [...covered].sort((one, other) => one - other) };
}

/** Draws the way of a finger: a dot at each point and a line between two of the same touch. */
function penOn(canvas: HTMLCanvasElement | null): (event: PointerEvent) => void {
  const pen = canvas?.getContext('2d');
  if (!canvas || !pen) return () => undefined;
  canvas.width = window.innerWidth;
  canvas.height = window.innerHeight;
  pen.strokeStyle = pen.fillStyle = '#0c2136';
  pen.lineWidth = 3;
  let last: { id: number; x: number; y: number } | undefined;
  return ({ type, pointerId: id, clientX: x, clientY: y }) => {
    if (type !== 'pointerdown' && last?.id === id) {
      pen.beginPath();
      pen.moveTo(last.x, last.y);
      pen.lineTo(x, y);
      pen.stroke();
    }
    pen.beginPath();
    pen.arc(x, y, 5, 0, 2 * Math.PI);
    pen.fill();
    last = type === 'pointerup' ? undefined : { id, x, y };
  };
}

function throttled(every: number, run: () => void): { soon(): void; end(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, every);
    },
    end: () => clearTimeout(timer),
  };
}
