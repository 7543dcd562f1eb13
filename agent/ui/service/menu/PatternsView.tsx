import { useEffect, useRef } from 'preact/hooks';
import type { PatternName } from '../../../../protocol/exercises.ts';
import { Icon } from '../../parts/Icon.tsx';
import { useService } from '../context.ts';
import { PatternPicture, patterns } from '../exercises/Pattern.tsx';

/** All test patterns, to be shown one by one or in a row. */
export function PatternsView() {
  const { desk, view, words } = useService();
  /** What is still to be shown of the row. */
  const row = useRef<PatternName[]>([]);
  const shown = view.exercise;

  const show = (pattern: PatternName) =>
    desk.send({ type: 'service_exercise', exercise: { kind: 'pattern', pattern } });

  useEffect(() => {
    if (shown) return;
    const next = row.current.shift();
    if (next) show(next);
  }, [shown]);

  return (
    <div class="menu-page">
      <h1 tabIndex={-1}>{words('service.tiles.patterns')}</h1>
      <p class="menu-lead">{words('service.patterns.how')}</p>
      <button
        type="button"
        class="main-button"
        onClick={() => {
          row.current = patterns.slice(1);
          show(patterns[0]);
        }}
      >
        {words('service.patterns.all')}
        <Icon name="forward" />
      </button>
      <ul class="pattern-tiles">
        {patterns.map((name) => (
          <li key={name}>
            <button type="button" class="pattern-tile" onClick={() => show(name)}>
              <span class="pattern-frame">
                <PatternPicture name={name} />
              </span>
              <span>{words(`service.patterns.${name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
