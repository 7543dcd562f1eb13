import { useEffect, useErrorBoundary, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Dictionary } from '../languages/index.ts';
import { CodePad } from './CodePad.tsx';
import { ServiceContext, type ServiceScreen } from './context.ts';
import type { ServiceDesk } from './desk.ts';
import { ExerciseScreen } from './exercises/ExerciseScreen.tsx';
import { QuestionSheet } from './menu/QuestionSheet.tsx';
import { ServiceMenu } from './menu/ServiceMenu.tsx';

const languages = ['it', 'en'] as const;

/** What lies over the citizen's page while somebody looks after the totem: code, menu, exercises. */
export function ServiceLayer({
  desk,
  dictionary,
  now,
}: {
  desk: ServiceDesk;
  dictionary: Dictionary;
  now: () => number;
}) {
  const [, redraw] = useState(0);
  useLayoutEffect(() => desk.subscribe(() => redraw((count) => count + 1)), [desk]);
  const [language, setLanguage] = useState<string>(languages[0]);
  // A screen of ours that cannot be drawn must not take the citizen's page with it.
  const [error] = useErrorBoundary(() => desk.send({ type: 'service_left' }));
  const view = desk.view();
  const { state } = view.session;

  useEffect(() => {
    if (state === 'closed') setLanguage(languages[0]);
  }, [state]);

  const screen = useMemo<ServiceScreen>(
    () => ({
      desk,
      view,
      words: dictionary.in(language),
      language,
      locale: dictionary.localeOf(language),
      languages: languages.map((tag) => ({ tag, name: dictionary.nameOf(tag) })),
      setLanguage,
      now,
    }),
    [view, language],
  );

  if (error || !desk.covers()) return null;
  return (
    <ServiceContext.Provider value={screen}>
      <div class="technician" {...dictionary.writtenIn(language)}>
        {state === 'open' && <ServiceMenu hidden={view.exercise !== null} />}
        {state !== 'open' && state !== 'closed' && !view.exercise && <CodePad />}
        {view.exercise && <ExerciseScreen key={view.turn} exercise={view.exercise} />}
        {state === 'open' && view.exercise && view.doctor?.question && <QuestionSheet over />}
      </div>
    </ServiceContext.Provider>
  );
}
