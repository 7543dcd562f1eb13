import type { PublicPlace } from '../../../protocol/public-link.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Qr } from '../parts/Qr.tsx';
import { Section } from '../parts/Section.tsx';
import { PrintButton, usePrinting } from './PrintButton.tsx';
import { useLink, useTakeAway } from './use.ts';

/**
 * The same page for the phone: a code to point a camera at and, where the hub sends them, a text message. `link` is
 * shown where the hub has no public pages. A totem with a printer puts it on paper too; without any of them there is
 * nothing to take away.
 */
export function TakeAway({
  place,
  link = null,
  small = false,
}: {
  place: PublicPlace;
  link?: string | null;
  /** Beside something else that is more important, such as an answer. */
  small?: boolean;
}) {
  const { words, open, online } = useScreen();
  const { url, texts } = useTakeAway().services();
  const address = useLink(place, link);
  const printer = usePrinting().printer();
  if (address === null && printer === null) return null;
  const print = <PrintButton page={place} />;
  if (address === null) return <Section title={words('print.title')}>{print}</Section>;
  return (
    <Section
      title={words(printer === null ? 'card.takeAway' : 'print.title')}
      kind={`take-away${small ? ' take-away-small' : ''}`}
    >
      <div class="take-away-inside">
        <Qr text={address} label={words('card.qr', { link: address })} />
        <div class="take-away-words">
          <p>{words('card.takeAwayHow')}</p>
          <p class="address" dir="ltr">
            {address.replace(/^https?:\/\//, '')}
          </p>
          {texts && url !== null && online && (
            <button
              type="button"
              class="take-away-text"
              onClick={() => open({ kind: 'texting', page: place })}
            >
              <Icon name="speak" />
              <span>{words('takeAway.byText')}</span>
            </button>
          )}
          {print}
        </div>
      </div>
    </Section>
  );
}
