import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../parts/Icon.tsx';
import { useService } from '../context.ts';
import { ServiceLanguages } from '../Languages.tsx';
import { DoctorView } from './DoctorView.tsx';
import { CalibrationView, KeypadView, TouchView } from './ExerciseViews.tsx';
import { MenuHome } from './MenuHome.tsx';
import { MenuScroller } from './MenuScroller.tsx';
import { PatternsView } from './PatternsView.tsx';
import { QuestionSheet } from './QuestionSheet.tsx';
import { RestartView } from './RestartView.tsx';
import type { MenuView } from './views.ts';

/** The menu of whoever looks after the totem. It stays as it was while an exercise covers it. */
export function ServiceMenu({ hidden }: { hidden: boolean }) {
  const { desk, view, words } = useService();
  const [place, setPlace] = useState<MenuView>('home');
  const menu = useRef<HTMLDivElement>(null);
  const question = view.doctor?.question ?? null;
  const asleep = hidden || question !== null;

  useEffect(() => {
    if (!asleep) menu.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [place, asleep]);

  return (
    <>
      <div class="menu" ref={menu} inert={asleep} aria-hidden={asleep || undefined}>
        <header class="top">
          <p class="institution">{words('service.menu.title')}</p>
          <p class="menu-totem">{view.session.totem ?? words('service.status.hubNone')}</p>
        </header>
        <MenuScroller key={place}>
          <At place={place} open={setPlace} />
        </MenuScroller>
        <nav class="bar" aria-label={words('service.controls')}>
          <button
            type="button"
            class="bar-button"
            data-key="back home"
            disabled={place === 'home'}
            onClick={() => setPlace('home')}
          >
            <Icon name="back" />
            <span>{words('service.back')}</span>
          </button>
          <ServiceLanguages />
          <button
            type="button"
            class="bar-button bar-end"
            data-key={place === 'home' ? 'back' : undefined}
            onClick={() => desk.send({ type: 'service_left' })}
          >
            <Icon name="done" />
            <span>{words('service.leave')}</span>
          </button>
        </nav>
      </div>
      {question && !hidden && <QuestionSheet />}
    </>
  );
}

function At({ place, open }: { place: MenuView; open: (place: MenuView) => void }) {
  switch (place) {
    case 'home':
      return <MenuHome open={open} />;
    case 'doctor':
      return <DoctorView />;
    case 'patterns':
      return <PatternsView />;
    case 'touch_map':
      return <TouchView />;
    case 'keypad':
      return <KeypadView />;
    case 'calibration':
      return <CalibrationView />;
    case 'restart':
      return <RestartView />;
  }
}
