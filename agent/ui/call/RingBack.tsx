import { useState } from 'preact/hooks';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import { type RingBack, ringBackTimes } from './ring-back.ts';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';

/** Fifteen figures (E.164), two zeros before them, and the spaces that people type. */
const limit = 24;

/** The request to be rung up by an office that is closed: what it means, and when it may be. */
export function RingBackScreen({ ringBack, view }: { ringBack: RingBack; view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const failed = ringBack.step === 'sent' && view.problem !== null;
  const title = failed
    ? 'call.ringBackFailed'
    : ringBack.step === 'sent'
      ? 'call.ringBackSent'
      : 'call.ringBackTitle';
  return (
    <article class="over tone-blue">
      <Headline
        step={title}
        icon="phone"
        kicker={<OfficeName id={view.wish.office} />}
        title={words(title)}
      />
      {ringBack.step === 'typing' && (
        <div class="over-body">
          <section aria-labelledby="ring-back-when">
            <h2 id="ring-back-when">{words('call.ringBackWhen')}</h2>
            <div class="tongues">
              {ringBackTimes.map((when) => (
                <button
                  key={when}
                  type="button"
                  class="tongue"
                  aria-pressed={ringBack.when === when}
                  onClick={() => calling.ringBack({ when })}
                >
                  {words(`call.ringBackTimes.${when}`)}
                </button>
              ))}
            </div>
          </section>
          <p class="with-icon">
            <Icon name="lock" />
            <span>{words('call.ringBackConsent')}</span>
          </p>
        </div>
      )}
    </article>
  );
}

/** The number and the keys for it, in the lowest part of the screen. */
export function RingBackKeys({ ringBack }: { ringBack: RingBack }) {
  const { words, session } = useScreen();
  const calling = useCall();
  const type = (typed: string) => calling.ringBack({ typed });
  // Where only the lowest band can be touched, it holds either the keys or the times to choose from.
  const [away, setAway] = useState(false);
  const { low } = session.profiles;
  return (
    <section class="typing texting-keys" aria-label={words('call.ringBackField')}>
      <div class="texting-field" dir="ltr">
        <Field
          kind="phone"
          value={ringBack.typed}
          onChange={type}
          label={words('call.ringBackField')}
          placeholder={words('call.ringBackField')}
          limit={limit}
        />
        {low && (
          <button type="button" class="typing-switch" onClick={() => setAway(!away)}>
            <Icon name={away ? 'keypad' : 'clock'} />
            <span>{words(away ? 'call.ringBackField' : 'call.ringBackWhen')}</span>
          </button>
        )}
      </div>
      <p class="texting-hint texting-wrong" role="alert">
        {ringBack.wrong && (
          <>
            <Icon name="warning" />
            <span>{words('call.ringBackWrong')}</span>
          </>
        )}
      </p>
      {!(low && away) && (
        <Keyboard
          kind="phone"
          value={ringBack.typed}
          onChange={type}
          onDone={() => calling.sendRingBack(words('call.ringBackConsent'), session.language)}
          doneLabel={words('call.ringBackSend')}
          limit={limit}
        />
      )}
    </section>
  );
}
