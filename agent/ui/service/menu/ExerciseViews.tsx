import type { ComponentChildren } from 'preact';
import type { Exercise } from '../../../../protocol/exercises.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Section } from '../../parts/Section.tsx';
import { useService } from '../context.ts';
import { deviations } from '../exercises/Calibration.tsx';
import { cellsOf, mapFor } from '../exercises/coverage.ts';
import { allKeys } from '../exercises/Keypad.tsx';
import { Cells, shareOf } from '../exercises/TouchMap.tsx';

/** Points of deviation up to which a touch is exact enough for the smallest control of the page. */
const exactEnough = 20;

/** What the exercise is for, how to begin it, and how it went the last time. */
function ExerciseView({
  name,
  how,
  exercise,
  news,
  children,
}: {
  name: 'touch_map' | 'keypad' | 'calibration';
  how: string;
  exercise: Exercise;
  /** What came of it since, where it leads to more. */
  news?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { desk, view, words } = useService();
  const known = view.last?.progress.kind === name && view.last.outcome !== null;
  return (
    <div class="menu-page">
      <h1 tabIndex={-1}>{words(`service.tiles.${name}`)}</h1>
      <p class="menu-lead">{how}</p>
      <button
        type="button"
        class="main-button"
        onClick={() => desk.send({ type: 'service_exercise', exercise })}
      >
        {words(known ? 'service.touch.again' : 'service.touch.start')}
        <Icon name="forward" />
      </button>
      <div role="status">{news}</div>
      {known && (
        <Section title={words('service.touch.result')} kind="menu-section">
          <div role="status">{children}</div>
        </Section>
      )}
    </div>
  );
}

export function TouchView() {
  const { view, words } = useService();
  const progress = view.last?.progress;
  const coverage =
    progress?.kind === 'touch_map' ? { ...progress, covered: new Set(progress.covered) } : null;
  const dead = coverage ? cellsOf(coverage) - coverage.covered.size : 0;
  return (
    <ExerciseView
      name="touch_map"
      how={words('service.touch.how')}
      exercise={{ kind: 'touch_map', ...mapFor(window.innerWidth, window.innerHeight) }}
    >
      {coverage && (
        <div class="touch-result">
          <div
            class="touch-mini"
            style={{ aspectRatio: `${window.innerWidth} / ${window.innerHeight}` }}
            role="img"
            aria-label={`${words('service.touch.map')}: ${words('service.touch.share', { share: shareOf(coverage) })}`}
          >
            <Cells coverage={coverage} />
          </div>
          <div class="touch-result-words">
            <Outcome good={dead === 0}>
              {dead === 0 ? words('service.touch.complete') : words('service.touch.dead', { count: dead })}
            </Outcome>
            <p>
              {words('service.touch.covered', { covered: coverage.covered.size, total: cellsOf(coverage) })} ·{' '}
              {words('service.touch.share', { share: shareOf(coverage) })}
            </p>
            {dead > 0 && <p>{words('service.touch.deadWhere')}</p>}
          </div>
        </div>
      )}
    </ExerciseView>
  );
}

export function KeypadView() {
  const { view, words } = useService();
  const progress = view.last?.progress;
  const pressed = progress?.kind === 'keypad' ? progress.pressed : [];
  const missing = allKeys.filter((key) => !pressed.includes(key));
  const names = missing.map((key) => words(`service.keypad.${key}`)).join(', ');
  return (
    <ExerciseView name="keypad" how={words('service.keypad.how')} exercise={{ kind: 'keypad' }}>
      <Outcome good={missing.length === 0}>
        {missing.length === 0
          ? words('service.keypad.complete')
          : words('service.keypad.missing', { keys: names })}
      </Outcome>
    </ExerciseView>
  );
}

export function CalibrationView() {
  const { desk, view, words } = useService();
  const progress = view.last?.progress;
  const points = progress?.kind === 'calibration' ? progress.points : [];
  const { innerWidth: width, innerHeight: height } = window;
  const { mean, worst } = deviations(points, width, height);
  const good = worst <= exactEnough;
  return (
    <ExerciseView
      name="calibration"
      how={words('service.calibration.how')}
      exercise={{ kind: 'calibration' }}
      news={
        view.calibration && (
          <Outcome good={view.calibration === 'kept'}>
            {words(`service.calibration.outcome_${view.calibration}`)}
          </Outcome>
        )
      }
    >
      <Outcome good={good}>{words(good ? 'service.calibration.good' : 'service.calibration.bad')}</Outcome>
      <p>
        {words('service.calibration.result', { mean, worst })} (
        {words('service.calibration.from', { width, height })})
      </p>
      {!good && (
        <button type="button" class="main-button" onClick={() => desk.send({ type: 'service_calibrate' })}>
          {words('service.calibration.apply')}
          <Icon name="forward" />
        </button>
      )}
    </ExerciseView>
  );
}

function Outcome({ good, children }: { good: boolean; children: ComponentChildren }) {
  return (
    <p class={good ? 'outcome outcome-ok' : 'outcome outcome-warning'}>
      <Icon name={good ? 'done' : 'warning'} />
      <span>{children}</span>
    </p>
  );
}
