import { useLayoutEffect } from 'preact/hooks';
import type { PatternName } from '../../../../protocol/exercises.ts';
import { useService } from '../context.ts';

/** All of them, in the order in which they are shown. */
export const patterns = [
  'bars',
  'grid',
  'white',
  'black',
  'red',
  'green',
  'blue',
  'gradient',
  'sharpness',
] as const satisfies readonly PatternName[];

/** Full colour bars in the order of falling brightness, as SMPTE EG 1 has them, at 100 %. */
export const barColours = [
  '#ffffff',
  '#ffff00',
  '#00ffff',
  '#00ff00',
  '#ff00ff',
  '#ff0000',
  '#0000ff',
  '#000000',
] as const;

/** A test pattern from edge to edge. A touch, or OK or Back on the keypad, ends it. */
export function Pattern({ name }: { name: PatternName }) {
  const { desk, words } = useService();
  const end = () => desk.endExercise('done');

  useLayoutEffect(
    () =>
      desk.onKey((key, phase) => {
        if (phase === 'down' && (key === 'ok' || key === 'back')) end();
      }),
    [],
  );

  return (
    <main class="exercise">
      <button type="button" class="pattern-touch" onClick={end}>
        <PatternPicture name={name} />
        <span class={`pattern-hint pattern-hint-${name}`}>
          {words(`service.patterns.${name}`)} · {words('service.patterns.next')}
        </span>
      </button>
    </main>
  );
}

/** The pattern itself, as large as what it is in. */
export function PatternPicture({ name }: { name: PatternName }) {
  return (
    <span class={`pattern pattern-${name}`} aria-hidden="true">
      {name === 'bars' && barColours.map((colour) => <span key={colour} style={{ background: colour }} />)}
      {name === 'grid' && <Grid />}
      {name === 'gradient' &&
        ['#ffffff', '#ff0000', '#00ff00', '#0000ff'].map((colour) => (
          <span key={colour} style={{ background: `linear-gradient(to right, #000000, ${colour})` }} />
        ))}
      {name === 'sharpness' &&
        [1, 2, 4, 8].flatMap((width) =>
          ['right', 'bottom'].map((direction) => (
            <span
              key={`${width}-${direction}`}
              style={{
                background: `repeating-linear-gradient(to ${direction}, #000 0 ${width}px, #fff ${width}px ${2 * width}px)`,
              }}
            />
          )),
        )}
    </span>
  );
}

/** Squares, a frame on the outermost pixels and a circle: what is cut off, bent or stretched shows. */
function Grid() {
  return (
    <>
      <svg class="grid-lines" aria-hidden="true" focusable="false">
        <defs>
          <pattern id="grid-cell" width="60" height="60" patternUnits="userSpaceOnUse" x="-0.5" y="-0.5">
            <path d="M60 0H0V60" fill="none" stroke="#ffffff" />
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#grid-cell)" />
        <line x1="0" y1="0" x2="100%" y2="100%" stroke="#ffffff" />
        <line x1="100%" y1="0" x2="0" y2="100%" stroke="#ffffff" />
      </svg>
      <svg class="grid-circle" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle cx="50" cy="50" r="49" fill="none" stroke="#ffffff" stroke-width="0.5" />
        <circle cx="50" cy="50" r="25" fill="none" stroke="#ffffff" stroke-width="0.5" />
      </svg>
      <span class="grid-frame" />
    </>
  );
}
