import { homeCountry } from '../../../protocol/phone-number.ts';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useTakeAway } from './use.ts';

/** Fifteen digits (E.164), two zeros before them, and the spaces that people type. */
const limit = 24;

/** The number and the keys for it, in the lowest part of the screen. */
export function TextingKeys() {
  const { words } = useScreen();
  const takeAway = useTakeAway();
  const texting = takeAway.texting();
  if (texting.step !== 'typing') return null;
  const { typed, wrong } = texting;
  const abroad = /^\s*(?:\+|00)/.test(typed);
  return (
    <section class="typing texting-keys" aria-label={words('takeAway.field')}>
      <div class="texting-field" dir="ltr">
        {!abroad && <span class="texting-country">+{homeCountry}</span>}
        <Field
          kind="phone"
          value={typed}
          onChange={takeAway.type}
          label={words('takeAway.field')}
          placeholder={words('takeAway.field')}
          limit={limit}
        />
      </div>
      <p class={`texting-hint${wrong ? ' texting-wrong' : ''}`} role={wrong ? 'alert' : undefined}>
        {wrong && <Icon name="warning" />}
        <span>{words(wrong ? 'takeAway.wrong' : 'takeAway.abroad')}</span>
      </p>
      <Keyboard
        kind="phone"
        value={typed}
        onChange={takeAway.type}
        onDone={takeAway.check}
        doneLabel={words('takeAway.next')}
        limit={limit}
      />
    </section>
  );
}
