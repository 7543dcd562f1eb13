import { spoken } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import type { CallWish } from './types.ts';
import { useCall } from './use.ts';
import { usualWish } from './wish.ts';

/** The offices that can be called, and who of them is open. */
export function Offices({ wish }: { wish: CallWish | null }) {
  const { words, content, session } = useScreen();
  const calling = useCall();
  const choose = (office: string) =>
    calling.wish(wish ? { ...wish, office } : usualWish(office, null, session.language));
  return (
    <article class="wishes tone-blue">
      <Headline step="offices" icon="office" kicker={words('call.kicker')} title={words('call.office')} />
      <ul class="rows wishes-offices">
        {content.offices.map(({ id, opening, versions }) => (
          <li key={id}>
            <button
              type="button"
              class="row"
              aria-pressed={wish?.office === id ? true : undefined}
              onClick={() => choose(id)}
            >
              <span class="row-words">
                <span class="row-title">
                  <OfficeName id={id} />
                </span>
                {opening && <OpeningLine opening={opening} />}
                <span class="row-summary">{spoken(versions, session.language, content)?.value.summary}</span>
              </span>
              <span class="row-go">
                <Icon name={wish?.office === id ? 'done' : 'forward'} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}
