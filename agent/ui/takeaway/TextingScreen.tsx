import { useEffect, useRef } from 'preact/hooks';
import type { PublicPlace } from '../../../protocol/public-link.ts';
import type { TextMessageOutcome } from '../../../protocol/take-away.ts';
import type { WordKey } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { Qr } from '../parts/Qr.tsx';
import type { Texting } from './client.ts';
import { useLink, useTakeAway } from './use.ts';

/** Step by step to a link by text message: the number, whether it is right, what became of it. */
export function TextingScreen({ page }: { page: PublicPlace }) {
  const { words } = useScreen();
  const takeAway = useTakeAway();
  const texting = takeAway.texting();
  const { icon, title, text } = told(texting);

  // Whoever leaves the screen leaves nothing behind.
  useEffect(() => () => takeAway.wipe(), [takeAway]);

  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus({ preventScroll: true });
    first.current = false;
  }, [texting.step]);

  return (
    <article class={`texting texting-at-${texting.step} tone-blue`}>
      <header class="hero">
        {texting.step !== 'typing' && (
          <p class="kicker">
            <span class={`badge texting-${texting.step === 'over' ? texting.outcome : 'open'}`}>
              <Icon name={icon} />
            </span>
            {words('takeAway.kicker')}
          </p>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {words(title)}
        </h1>
        {text && <p class="lead">{words(text)}</p>}
      </header>
      <div class="texting-body">
        <Step page={page} texting={texting} />
      </div>
    </article>
  );
}

function Step({ page, texting }: { page: PublicPlace; texting: Texting }) {
  const { words, session, dispatch } = useScreen();
  const takeAway = useTakeAway();
  switch (texting.step) {
    case 'typing':
      return (
        <p class="with-icon texting-note">
          <Icon name="lock" />
          <span>{words('takeAway.privacy')}</span>
        </p>
      );
    case 'confirming':
      return (
        <>
          <p class="texting-number" dir="ltr" data-personal>
            {grouped(texting.number)}
          </p>
          <p class="texting-note">{words('takeAway.consent')}</p>
          <div class="texting-buttons">
            <button
              type="button"
              class="texting-button texting-main"
              onClick={() => takeAway.send(page, session.language)}
            >
              <Icon name="done" />
              <span>{words('takeAway.send')}</span>
            </button>
            <button type="button" class="texting-button" onClick={takeAway.correct}>
              <Icon name="erase" />
              <span>{words('takeAway.correct')}</span>
            </button>
          </div>
        </>
      );
    case 'sending':
      return null;
    case 'over':
      return (
        <>
          {texting.outcome !== 'sent' && <Otherwise page={page} />}
          <div class="texting-buttons">
            <button
              type="button"
              class="texting-button texting-main"
              onClick={() => dispatch({ type: 'returned' })}
            >
              <Icon name="back" />
              <span>{words('takeAway.back')}</span>
            </button>
            {texting.outcome !== 'sent' && texting.outcome !== 'limited' && (
              <button type="button" class="texting-button" onClick={takeAway.wipe}>
                <Icon name="erase" />
                <span>{words('takeAway.again')}</span>
              </button>
            )}
          </div>
        </>
      );
  }
}

/** The code, for whoever got no message. */
function Otherwise({ page }: { page: PublicPlace }) {
  const { words } = useScreen();
  const link = useLink(page, null);
  if (link === null) return null;
  return (
    <div class="section texting-otherwise">
      <Qr text={link} label={words('card.qr', { link })} />
      <p>{words('card.takeAwayHow')}</p>
    </div>
  );
}

interface Told {
  icon: IconName;
  title: WordKey;
  text: WordKey | null;
}

const outcomes: Record<TextMessageOutcome, Told> = {
  sent: { icon: 'done', title: 'takeAway.sent', text: 'takeAway.sentText' },
  limited: { icon: 'clock', title: 'takeAway.limited', text: 'takeAway.limitedText' },
  refused: { icon: 'warning', title: 'takeAway.refused', text: 'takeAway.refusedText' },
  failed: { icon: 'warning', title: 'takeAway.failed', text: 'takeAway.failedText' },
};

function told(texting: Texting): Told {
  switch (texting.step) {
    case 'typing':
      return { icon: 'phone', title: 'takeAway.title', text: 'takeAway.lead' };
    case 'confirming':
      return { icon: 'phone', title: 'takeAway.confirm', text: null };
    case 'sending':
      return { icon: 'speak', title: 'takeAway.sending', text: null };
    case 'over':
      return outcomes[texting.outcome];
  }
}

/** A number in the groups that it is read in: Italian ones by country, 3, 3 and the rest, others by three. */
function grouped(number: string): string {
  const italian = /^\+39(\d{3})(\d{3})(\d+)$/.exec(number);
  if (italian) return `+39 ${italian.slice(1).join(' ')}`;
  return `+${number.slice(1).replace(/(\d{3})(?=\d{2})/g, '$1 ')}`;
}
