import { ProfilesButton } from '../profiles/ProfilesButton.tsx';
import { currentVisit } from '../session.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';
import { LanguageButton } from './LanguageSheet.tsx';
import { fewLanguages, Languages } from './Languages.tsx';

/** The controls that are always there, at the lowest reach of the screen. */
export function Bar() {
  const { content, session, dispatch, words } = useScreen();
  const home = currentVisit(session).place.kind === 'home';
  return (
    <nav class="bar" aria-label={words('bar.label')}>
      <button
        type="button"
        class="bar-button"
        data-key="back"
        disabled={session.trail.length < 2}
        onClick={() => dispatch({ type: 'returned' })}
      >
        <Icon name="back" />
        <span>{words('bar.back')}</span>
      </button>
      <button
        type="button"
        class="bar-button"
        data-key="home"
        disabled={home}
        onClick={() => dispatch({ type: 'went_home' })}
      >
        <Icon name="home" />
        <span>{words('bar.home')}</span>
      </button>
      {content.languages.length > fewLanguages ? (
        <LanguageButton />
      ) : (
        <Languages
          label={words('bar.language')}
          chosen={session.language}
          onChoose={(language) => dispatch({ type: 'language_chosen', language })}
        />
      )}
      <ProfilesButton />
      <button type="button" class="bar-button bar-end" onClick={() => dispatch({ type: 'left' })}>
        <Icon name="done" />
        <span>{words('bar.end')}</span>
      </button>
    </nav>
  );
}
