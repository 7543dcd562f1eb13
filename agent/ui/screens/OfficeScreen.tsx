import type { Office } from '../../../protocol/content/compiled.ts';
import { CallEntry } from '../call/index.ts';
import { cardsAt, spoken } from '../content.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { CardList } from '../parts/CardList.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { Prose } from '../parts/Prose.tsx';
import { Section } from '../parts/Section.tsx';
import { Week } from '../parts/Week.tsx';
import { TakeAway } from '../takeaway/index.ts';
import { WayMap } from '../way/index.ts';
import { Missing } from './Missing.tsx';

/** One office: where it is, when it is open, how to reach it, what it does. */
export function OfficeScreen({ office }: { office: Office }) {
  const { content, session, open, words, dictionary } = useScreen();
  const version = spoken(office.versions, session.language, content);
  if (!version) return <Missing />;
  const { value: place, language, borrowed } = version;
  const written = dictionary.writtenIn(language);
  const cards = cardsAt(content, office.id);
  return (
    <article class="office tone-blue">
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name="office" />
          </span>
          {words('office.kind')}
        </p>
        <h1 tabIndex={-1} {...written}>
          {place.name}
        </h1>
        <p class="lead" {...written}>
          {place.summary}
        </p>
        {office.opening && (
          <p class="hero-opening">
            <OpeningLine opening={office.opening} />
          </p>
        )}
      </header>
      <CallEntry aim={{ office: office.id }} />
      {borrowed && <Borrowed language={language} />}
      <div class="columns">
        <div class="column">
          <Section title={words('office.address')} icon="place">
            <p class="large" lang={language}>
              <bdi>{place.address}</bdi>
              <br />
              <bdi>{place.town}</bdi>
            </p>
            {office.map && (
              <button type="button" class="map-button" onClick={() => open({ kind: 'map', id: office.id })}>
                <span class="map-preview" aria-hidden="true">
                  <WayMap map={office.map} office={office} chosen={0} cut />
                </span>
                <span class="map-button-words">
                  {words('office.map')}
                  <Icon name="forward" />
                </span>
              </button>
            )}
          </Section>
          {(office.opening || place.hours.length > 0) && (
            <Section title={words('office.hours')} icon="clock">
              {office.opening && <Week opening={office.opening} />}
              <ul class="hours large" {...written}>
                {(office.opening ? place.remarks : place.hours).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Section>
          )}
          {(place.phone || place.email) && (
            <Section title={words('office.contacts')} icon="phone">
              <dl class="contacts">
                {place.phone && (
                  <div>
                    <dt>{words('office.phone')}</dt>
                    <dd>
                      <bdi dir="ltr">{place.phone}</bdi>
                    </dd>
                  </div>
                )}
                {place.email && (
                  <div>
                    <dt>{words('office.email')}</dt>
                    <dd>
                      <bdi dir="ltr">{place.email}</bdi>
                    </dd>
                  </div>
                )}
              </dl>
            </Section>
          )}
        </div>
        <div class="column">
          {place.html && (
            <Section title={words('office.reach')} icon="info">
              <div {...written}>
                <Prose html={place.html} />
              </div>
            </Section>
          )}
          {cards.length > 0 && (
            <Section title={words('office.services')} icon="document" kind="plain">
              <CardList cards={cards} />
            </Section>
          )}
          <TakeAway place={{ kind: 'office', id: office.id }} />
        </div>
      </div>
    </article>
  );
}
