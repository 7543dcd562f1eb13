import { useEffect, useRef, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { fewLanguages, Languages } from '../parts/Languages.tsx';
import { Said } from '../parts/Said.tsx';
import { ProfilesButton } from '../profiles/ProfilesButton.tsx';
import { Playlist } from './Playlist.tsx';

/** Milliseconds from one call of the beacon to the next. */
const callEvery = 12_000;

/**
 * What passers-by see: the playlist (composed under this transparent page, or shown by the page itself) and the
 * invitation to touch. Any touch begins, wherever it lands and however it moves.
 */
export function Attract({ ownPlaylist }: { ownPlaylist: boolean }) {
  const { content, session, dispatch, dictionary } = useScreen();
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => start.current?.focus({ preventScroll: true }), []);

  // The beacon calls for a moment and rests for longer: a page that never stops moving keeps a board busy all day.
  const [call, setCall] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCall((count) => count + 1), callEvery);
    return () => clearInterval(timer);
  }, []);

  const begin = (language: string | null) => dispatch({ type: 'started', language });
  const others = content.languages.filter((language) => language !== session.language);
  const words = dictionary.in(session.language);

  function lifted(event: PointerEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    if (!target?.closest('.languages button, .profiles-button')) begin(null);
  }

  return (
    <main class="attract" onPointerUp={lifted}>
      {ownPlaylist && <Playlist items={content.playlist} />}
      <div class="call">
        <h1 class="visually-hidden">
          <Said texts={content.title} />
        </h1>
        <button type="button" class="call-button" data-key="any" ref={start} onClick={() => begin(null)}>
          <span class="beacon" aria-hidden="true" key={call}>
            <span class="beacon-ring" />
            <span class="beacon-ring beacon-late" />
            <span class="beacon-core">
              <Icon name="touch" />
            </span>
          </span>
          <span class="call-words">
            <span class="call-first">{words('attract.touch')}</span>
            <span class={`call-others ${others.length > fewLanguages ? 'call-many' : ''}`}>
              {others.map((language) => (
                <span class="call-other" {...dictionary.writtenIn(language)} key={language}>
                  {dictionary.in(language)('attract.touch')}
                </span>
              ))}
            </span>
          </span>
        </button>
        <p class="call-invitation">{words('attract.invitation')}</p>
        <Languages label={words('attract.languages')} chosen={null} onChoose={begin} />
        <ProfilesButton kind="wide" />
      </div>
    </main>
  );
}
