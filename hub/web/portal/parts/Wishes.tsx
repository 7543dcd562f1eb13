import type { CallMode } from '../../../../protocol/calls/wish.ts';
import { officeOf } from '../state.ts';
import type { Word } from '../words.ts';
import { useShown } from './context.ts';
import { Icon, type IconName } from './Icon.tsx';
import { directionOf } from './Office.tsx';
import { Step } from './Step.tsx';

interface Choice {
  mode: CallMode;
  seen: boolean;
  name: Word;
  hint: Word;
  icon: IconName;
}

const choices: readonly Choice[] = [
  { mode: 'video', seen: true, name: 'video', hint: 'videoHint', icon: 'camera' },
  { mode: 'video', seen: false, name: 'unseen', hint: 'unseenHint', icon: 'eyeOff' },
  { mode: 'voice', seen: false, name: 'voice', hint: 'voiceHint', icon: 'microphone' },
  { mode: 'text', seen: false, name: 'text', hint: 'textHint', icon: 'text' },
];

/** How the visitor wants to talk, before anybody is asked. */
export function Wishes() {
  const { state, portal, words, office: fixed } = useShown();
  const { manner, directory } = state;
  const office = officeOf(state);
  const devices = manner.mode !== 'text';
  return (
    <Step title={words('wishes')}>
      <p class="with">
        <Icon name="person" />
        {office && (
          <strong lang={office.language} dir={directionOf(office.language)}>
            {office.name}
          </strong>
        )}
        {fixed === null && (
          <button type="button" class="plain" onClick={portal.back}>
            {words('otherOffice')}
          </button>
        )}
      </p>
      {office && !office.attended && <p class="note">{words('unattendedText')}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          portal.proceed();
        }}
      >
        <fieldset class="manners">
          <legend>{words('manner')}</legend>
          {choices.map(({ mode, seen, name, hint, icon }) => (
            <label key={name} class="manner">
              <input
                type="radio"
                name="manner"
                checked={manner.mode === mode && manner.seen === seen}
                onChange={() => portal.manner({ mode, seen })}
              />
              <Icon name={icon} />
              <span>
                <strong>{words(name)}</strong>
                <small>{words(hint)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="fields">
          <label class="field">
            <span>{words('language')}</span>
            <select
              value={manner.language}
              onChange={({ currentTarget }) => portal.manner({ language: currentTarget.value })}
            >
              {directory?.languages.map((language) => (
                <option key={language} value={language} lang={language}>
                  {words.languageName(language)}
                </option>
              ))}
            </select>
            {directory?.spoken.includes(manner.language) && <small>{words('spoken')}</small>}
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={manner.signLanguage}
              onChange={({ currentTarget }) => portal.manner({ signLanguage: currentTarget.checked })}
            />
            <Icon name="hands" />
            <span>{words('sign')}</span>
          </label>
        </div>
        <p class="quiet">{words('privacy')}</p>
        <div class="foot">
          <button type="submit" class="main">
            {words(devices ? 'next' : 'callText')}
          </button>
        </div>
      </form>
    </Step>
  );
}
