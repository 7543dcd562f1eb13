import { useState } from 'preact/hooks';
import type { Card } from '../../../protocol/content/compiled.ts';
import { CallEntry } from '../call/index.ts';
import { categoryOf, mediaUrl, officeOf, spoken } from '../content.ts';
import { Helped } from '../feedback/index.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { OfficeBox } from '../parts/OfficeBox.tsx';
import { Said } from '../parts/Said.tsx';
import { Service, ServiceFacts } from '../parts/Service.tsx';
import { toneOf } from '../parts/tone.ts';
import { TakeAway } from '../takeaway/index.ts';
import { Missing } from './Missing.tsx';
import { SimpleCard } from './SimpleCard.tsx';

/** One service, with the parts of the Modello Comune for public services. */
export function CardScreen({ card }: { card: Card }) {
  const { content, session, words, dictionary } = useScreen();
  const [whole, setWhole] = useState(false);
  const version = spoken(card.versions, session.language, content);
  if (!version) return <Missing />;
  if (session.profiles.simple && !whole && version.value.simple.length > 0) {
    return <SimpleCard card={card} version={version} onWhole={() => setWhole(true)} />;
  }
  const { value: service, language, borrowed } = version;
  const written = dictionary.writtenIn(language);
  const category = categoryOf(content, card.category);
  const office = service.office === null ? undefined : officeOf(content, service.office);
  const updated = new Intl.DateTimeFormat(dictionary.localeOf(session.language), {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${service.updated}T00:00:00Z`));

  return (
    <article class={`service ${toneOf(content, card.category)}`}>
      <header class="hero">
        {category && (
          <p class="kicker">
            <span class="badge">
              <Icon name={iconNamed(category.icon)} />
            </span>
            <Said texts={category.title} />
          </p>
        )}
        <h1 tabIndex={-1} {...written}>
          {service.title}
        </h1>
        <p class="lead" {...written}>
          {service.summary}
        </p>
      </header>
      {borrowed && <Borrowed language={language} />}
      <div class="columns">
        <div class="column">
          {service.image && <img class="picture" src={mediaUrl(service.image)} alt="" />}
          <Service service={service} language={language} />
        </div>
        <div class="column">
          <ServiceFacts service={service} language={language} />
          {office && <OfficeBox office={office} />}
          <CallEntry aim={{ subject: card.id }} />
          <TakeAway place={{ kind: 'card', id: card.id }} link={service.link} />
          <Helped card={card.id} />
          <p class="updated">{words('card.updated', { date: updated })}</p>
        </div>
      </div>
    </article>
  );
}
