import { useEffect, useErrorBoundary, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { isTalk, Meeting } from './call/index.ts';
import { Thanks } from './feedback/index.ts';
import { Guidance } from './guidance/index.ts';
import { type Dictionary, fetchLetters } from './languages/index.ts';
import { afterTwoPaints } from './link/index.ts';
import type { Page } from './page.ts';
import { type Screen, ScreenContext } from './parts/context.ts';
import { LanguageSheet } from './parts/LanguageSheet.tsx';
import { applyProfiles, Chooser, measuresOf } from './profiles/index.ts';
import { Attract, Empty, Failure, Stage, Warning } from './screens/index.ts';

/** The whole page: one of attract loop, screen, screen with warning; or why there is none of them. */
export function App({
  page,
  dictionary,
  now,
  ownPlaylist,
}: {
  page: Page;
  dictionary: Dictionary;
  now: () => number;
  /** Shows the playlist in the page even where the agent composes one under it. */
  ownPlaylist: boolean;
}) {
  const [, redraw] = useState(0);
  // Before anything else can run: an effect after painting would miss content that comes quickly.
  useLayoutEffect(() => page.subscribe(() => redraw((count) => count + 1)), [page]);
  const [error] = useErrorBoundary(() => page.failed());

  const { content, proof, attractLayer, connected, online, standsIn, panel } = page.world();
  const session = page.controller.session();
  const attract = session.state === 'attract';
  const { view: call } = page.calling.call();
  const talk = !attract && session.state !== 'thanks' && call !== null && isTalk(call) ? call : null;
  const [proven, setProven] = useState(0);

  useEffect(() => {
    if (error || !content) return;
    return afterTwoPaints(() => {
      if (!isLaidOut()) return;
      setProven(proof);
      page.rendered(content.release);
      const texts = content.languages.map(dictionary.textsIn);
      // Without them a screen asks for its own when it comes.
      fetchLetters(document, [...texts, JSON.stringify(content)]).catch((reason) => console.error(reason));
    });
  }, [content, proof, error]);

  // Before anything is painted the wrong way round.
  useLayoutEffect(() => {
    Object.assign(document.documentElement, dictionary.writtenIn(session.language));
  }, [session.language]);

  // Before anything is measured or painted.
  useLayoutEffect(() => {
    const view = { width: window.innerWidth, height: window.innerHeight };
    applyProfiles(document.documentElement, session.profiles, measuresOf(panel, view));
  }, [session.profiles, panel]);

  useEffect(() => {
    document.title = content?.title[session.language] ?? content?.title[content.defaultLanguage] ?? 'Totem';
  }, [content, session.language]);

  const screen = useMemo<Screen | undefined>(
    () =>
      content
        ? {
            content,
            session,
            dispatch: page.controller.dispatch,
            open: (place) =>
              page.controller.dispatch({
                type: 'opened',
                place,
                scroll: document.querySelector('.scroller')?.scrollTop ?? 0,
              }),
            words: dictionary.in(session.language),
            dictionary,
            now,
            search: page.search,
            assistant: page.assistant,
            speech: page.speech,
            feedback: page.feedback,
            takeAway: page.takeAway,
            printing: page.printing,
            calling: page.calling,
            connected,
            online,
            standsIn,
          }
        : undefined,
    [content, session, connected, online, standsIn],
  );

  if (error) return <Failure dictionary={dictionary} />;
  // Nothing at all for the moment that it takes to ask, rather than words that vanish at once.
  if (content === undefined) return <div class="empty" />;
  if (!screen) return <Empty dictionary={dictionary} connected={connected} online={online} />;
  return (
    <ScreenContext.Provider value={screen}>
      {attract && <Attract ownPlaylist={ownPlaylist || attractLayer === false} />}
      <Stage behind={attract || talk !== null} proving={attract && proven !== proof} />
      {talk && <Meeting view={talk} />}
      {session.choosing === 'profiles' && <Chooser />}
      {session.choosing === 'language' && <LanguageSheet />}
      {session.state === 'thanks' && <Thanks />}
      {session.state === 'warning' && session.deadline !== null && (
        <Warning deadline={session.deadline} total={page.warning()} />
      )}
      {/* Last, so that what a screen does with the focus as it comes has been done. */}
      <Guidance />
    </ScreenContext.Provider>
  );
}

/** Whether the screen of the release takes up room, which a page that failed half-way does not. */
function isLaidOut(): boolean {
  const screen = document.querySelector('.scroller');
  return screen !== null && screen.scrollHeight > 0 && screen.querySelector('h1') !== null;
}
