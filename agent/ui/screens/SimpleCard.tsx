import { useEffect, useRef } from 'preact/hooks';
import type { Card, CardVersion } from '../../../protocol/content/compiled.ts';
import { categoryOf, officeOf, type Spoken, textOf } from '../content.ts';
import { Helped } from '../feedback/index.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { OfficeBox } from '../parts/OfficeBox.tsx';
import { toneOf } from '../parts/tone.ts';
import { TakeAway } from '../takeaway/index.ts';

/** One service in easy words: a picture and a short sentence each, whom to turn to, and the way to all of it. */
export function SimpleCard({
  card,
  version,
  onWhole,
}: {
  card: Card;
  version: Spoken<CardVersion>;
  onWhole: () => void;
}) {
  const { content, session, words } = useScreen();
  const { value: service, language, borrowed } = version;
  const category = categoryOf(content, card.category);
  const office = service.office === null ? undefined : officeOf(content, service.office);
  const icon = category ? iconNamed(category.icon) : 'info';

  // The button is gone once it was pressed: what it brought begins at the heading.
  const pressed = useRef(false);
  useEffect(
    () => () => {
      if (pressed.current)
        document.querySelector<HTMLElement>('.scroller h1')?.focus({ preventScroll: true });
    },
    [],
  );

  return (
    <article class={`service service-simple ${toneOf(content, card.category)}`}>
      <header class="hero">
        {category && (
          <p class="kicker">
            <span class="badge">
              <Icon name={icon} />
            </span>
            {textOf(category.title, session.language, content)}
          </p>
        )}
        <h1 tabIndex={-1} lang={language}>
          {service.title}
        </h1>
      </header>
      {borrowed && <Borrowed language={language} />}
      <ul class="points" lang={language}>
        {service.simple.map((point) => (
          <li key={point.text} class="point">
            <span class="badge">
              <Icon name={point.icon ? iconNamed(point.icon) : icon} />
            </span>
            <span>{point.text}</span>
          </li>
        ))}
      </ul>
      {office && <OfficeBox office={office} />}
      <TakeAway place={{ kind: 'card', id: card.id }} link={service.link} small />
      <Helped card={card.id} />
      <button
        type="button"
        class="wide-button whole-button"
        onClick={() => {
          pressed.current = true;
          onWhole();
        }}
      >
        <Icon name="document" />
        {words('assistant.readMore')}
      </button>
    </article>
  );
}
