import { useEffect, useRef } from 'preact/hooks';
import { ProfilesButton } from '../profiles/ProfilesButton.tsx';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';
import { Languages } from './Languages.tsx';
import { Scroller } from './Scroller.tsx';

/** Opens the sheet of languages; it says which one is spoken now, in itself. */
export function LanguageButton() {
  const { session, dispatch, words, dictionary } = useScreen();
  return (
    <button
      type="button"
      class="bar-button language-button"
      aria-haspopup="dialog"
      onClick={() => dispatch({ type: 'languages_opened' })}
    >
      <Icon name="world" />
      <span class="visually-hidden">{words('bar.language')}: </span>
      <span>{dictionary.nameOf(session.language)}</span>
    </button>
  );
}

/** All languages of the content over everything else, each named in itself: whoever came to the wrong one finds out. */
export function LanguageSheet() {
  const { content, session, dispatch, words, dictionary } = useScreen();
  const title = useRef<HTMLHeadingElement>(null);
  const others = content.languages.filter((language) => language !== session.language);
  const warned = session.state === 'warning';

  useEffect(() => {
    const before = document.activeElement;
    title.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <div
      class="stage chooser language-sheet"
      role="dialog"
      aria-modal="true"
      aria-labelledby="languages-title"
      inert={warned}
      aria-hidden={warned}
    >
      <Scroller start={0}>
        <header class="hero tone-blue">
          <p class="kicker" aria-hidden="true">
            <span class="badge">
              <Icon name="world" />
            </span>
          </p>
          <h1 id="languages-title" tabIndex={-1} ref={title}>
            {words('bar.language')}
          </h1>
          <p class="lead language-words" aria-hidden="true">
            {others.map((language) => (
              <span key={language} {...dictionary.writtenIn(language)}>
                {dictionary.in(language)('bar.language')}
              </span>
            ))}
          </p>
        </header>
        <Languages
          label={words('bar.language')}
          chosen={session.language}
          onChoose={(language) => dispatch({ type: 'language_chosen', language })}
        />
      </Scroller>
      <div class="bar">
        <button
          type="button"
          class="bar-button"
          data-key="back home"
          onClick={() => dispatch({ type: 'chooser_closed' })}
        >
          <Icon name="back" />
          <span>{words('bar.back')}</span>
        </button>
        <ProfilesButton />
      </div>
    </div>
  );
}
