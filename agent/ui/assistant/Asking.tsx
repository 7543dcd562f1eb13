import { useEffect, useRef } from 'preact/hooks';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { spokenLanguage } from '../speech/index.ts';
import { longestQuestion } from './client.ts';
import { TalkButton } from './TalkButton.tsx';
import { useAssistant, useSpeech } from './use.ts';

/** The ways to ask, in the lowest part of the screen: by keys, by voice where there is an ear, anew. */
export function Asking() {
  const { words } = useScreen();
  const typing = useAssistant().talk().typing;
  return (
    <section class="asking" aria-label={words('assistant.field')}>
      {typing ? <Typing /> : <Ways />}
    </section>
  );
}

function Ways() {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const speech = useSpeech();
  const { draft, exchanges, aloud } = assistant.talk();
  const spoken = spokenLanguage(session.language);
  return (
    <div class="ways">
      <button type="button" class="write" onClick={() => assistant.showKeys(true)}>
        <Icon name="letters" />
        <span>{draft || words('assistant.field')}</span>
      </button>
      <div class="ways-more">
        {spoken && speech.understood.includes(spoken) && <TalkButton />}
        {spoken && speech.languages.includes(spoken) && (
          <button
            type="button"
            class="way-button"
            aria-pressed={aloud}
            onClick={() => assistant.setAloud(!aloud)}
          >
            <Icon name={aloud ? 'volume' : 'mute'} />
            <span>
              {words('assistant.voice')} {words(aloud ? 'assistant.voiceOn' : 'assistant.voiceOff')}
            </span>
          </button>
        )}
        <button
          type="button"
          class="way-button"
          disabled={exchanges.length === 0 && draft === ''}
          onClick={() => assistant.anew()}
        >
          <Icon name="restart" />
          <span>{words('assistant.anew')}</span>
        </button>
      </div>
    </div>
  );
}

function Typing() {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const { draft } = assistant.talk();
  const row = useRef<HTMLFormElement>(null);
  useEffect(() => row.current?.querySelector('input')?.focus({ preventScroll: true }), []);
  const send = () => {
    if (draft.trim() === '') assistant.showKeys(false);
    else assistant.ask(draft, session.language);
  };
  return (
    <form
      class="typing-question"
      ref={row}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="typing-row">
        <Field
          value={draft}
          onChange={assistant.draft}
          label={words('assistant.field')}
          placeholder={words('assistant.field')}
          limit={longestQuestion}
        />
        <button
          type="button"
          class="close-keys"
          aria-label={words('assistant.closeKeys')}
          onClick={() => assistant.showKeys(false)}
        >
          <Icon name="down" />
        </button>
      </div>
      <Keyboard
        value={draft}
        onChange={assistant.draft}
        onDone={send}
        doneLabel={words('assistant.send')}
        limit={longestQuestion}
      />
    </form>
  );
}
