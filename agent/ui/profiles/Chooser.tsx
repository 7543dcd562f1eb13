import { useEffect, useRef } from 'preact/hooks';
import type { ProfileName } from '../../../protocol/profiles.ts';
import { useSpeech } from '../assistant/use.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { Scroller } from '../parts/Scroller.tsx';
import { profileNames } from './profiles.ts';

const pictograms: Record<ProfileName, IconName> = {
  large: 'letters',
  contrast: 'contrast',
  low: 'lower',
  simple: 'simple',
  guidance: 'volume',
  calm: 'still',
};

/** How the citizen wants the totem: each profile on or off, with its effect seen at once, here too. */
export function Chooser() {
  const { session, dispatch, words } = useScreen();
  const { languages } = useSpeech();
  const panel = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const warned = session.state === 'warning';

  useEffect(() => {
    const before = document.activeElement;
    // Who opened it by a key may not see it: the way to hear it comes first.
    const byKey = document.documentElement.dataset.keys !== undefined && !session.profiles.guidance;
    const guidance = panel.current?.querySelector<HTMLElement>('[aria-labelledby="profile-guidance-name"]');
    (byKey && guidance ? guidance : title.current)?.focus({ preventScroll: !byKey });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <div
      class="stage chooser"
      ref={panel}
      role="dialog"
      aria-modal="true"
      aria-labelledby="chooser-title"
      inert={warned}
      aria-hidden={warned}
    >
      <Scroller start={0}>
        <header class="hero tone-blue">
          <p class="kicker">
            <span class="badge">
              <Icon name="accessibility" />
            </span>
            {words('profiles.button')}
          </p>
          <h1 id="chooser-title" tabIndex={-1} ref={title}>
            {words('profiles.title')}
          </h1>
          <p class="lead">{words('profiles.lead')}</p>
        </header>
        <ul class="profiles">
          {profileNames.map((name) => (
            <li key={name}>
              <button
                type="button"
                class="profile tone-blue"
                role="switch"
                aria-checked={session.profiles[name]}
                aria-describedby={`profile-${name}`}
                aria-labelledby={`profile-${name}-name`}
                onClick={() =>
                  dispatch({ type: 'profile_switched', profile: name, on: !session.profiles[name] })
                }
              >
                <span class="badge">
                  <Icon name={pictograms[name]} />
                </span>
                <span class="profile-words">
                  <span class="profile-name" id={`profile-${name}-name`}>
                    {words(`profiles.${name}.name`)}
                  </span>
                  <span class="profile-text" id={`profile-${name}`}>
                    {words(
                      name === 'guidance' && languages.length === 0
                        ? 'guidance.mute'
                        : `profiles.${name}.text`,
                    )}
                  </span>
                </span>
                <span class="switch" aria-hidden="true">
                  <span class="switch-words">
                    {words(session.profiles[name] ? 'profiles.on' : 'profiles.off')}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Scroller>
      <div class="bar">
        <button
          type="button"
          class="bar-button chooser-restore"
          onClick={() => dispatch({ type: 'profiles_restored' })}
        >
          <Icon name="restart" />
          <span>{words('profiles.restore')}</span>
        </button>
        <button
          type="button"
          class="bar-button bar-end chooser-done"
          data-key="back home help"
          onClick={() => dispatch({ type: 'chooser_closed' })}
        >
          <Icon name="done" />
          <span>{words('profiles.done')}</span>
        </button>
      </div>
    </div>
  );
}
