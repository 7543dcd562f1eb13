import { useScreen } from './context.ts';
import { Qr } from './Qr.tsx';
import { Section } from './Section.tsx';

/** The page with the same information, to take away on the phone. */
export function TakeAway({ link }: { link: string }) {
  const { words } = useScreen();
  return (
    <Section title={words('card.takeAway')} kind="take-away">
      <div class="take-away-inside">
        <Qr text={link} label={words('card.qr', { link })} />
        <div class="take-away-words">
          <p>{words('card.takeAwayHow')}</p>
          <p class="address">
            <bdi dir="ltr">{link.replace(/^https?:\/\//, '')}</bdi>
          </p>
        </div>
      </div>
    </Section>
  );
}
