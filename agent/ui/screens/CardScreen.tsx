import { useState } from 'preact/hooks';
import type { Card } from '../../../protocol/content/compiled.ts';
import { CallEntry } from '../call/index.ts';
import { categoryOf, mediaUrl, officeOf, spoken } from '../content.ts';
import { Helped } from '../feedback/index.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { OfficeBox } from '../parts/OfficeBox.tsx';
import { Prose } from '../parts/Prose.tsx';
import { Said } from '../parts/Said.tsx';
import { Section } from '../parts/Section.tsx';
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
          <Section title={words('card.audience')} icon="people">
            <p {...written}>{service.audience}</p>
          </Section>
          <Section title={words('card.how')} icon="touch">
            <div {...written}>
              <Prose html={service.html} />
            </div>
          </Section>
          {service.needed.length > 0 && (
            <Section title={words('card.needed')} icon="document">
              <ul class="checks" {...written}>
                {service.needed.map((thing) => (
                  <li key={thing}>
                    <Icon name="done" />
                    <span>{thing}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div class="column">
          <Facts
            language={language}
            facts={[
              { icon: 'clock', name: words('card.times'), text: service.times },
              { icon: 'euro', name: words('card.costs'), text: service.costs },
              { icon: 'gift', name: words('card.outcome'), text: service.outcome },
            ]}
          />
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
