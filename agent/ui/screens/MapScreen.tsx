import { useState } from 'preact/hooks';
import type { Office, PlaceMap } from '../../../protocol/content/compiled.ts';
import { spoken } from '../content.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Said } from '../parts/Said.tsx';
import { Section } from '../parts/Section.tsx';
import { Whereabouts } from '../parts/Whereabouts.tsx';
import { WayMap } from '../way/index.ts';
import { Missing } from './Missing.tsx';

/** The way to an office: drawn, and the same in words. */
export function MapScreen({ office, map }: { office: Office; map: PlaceMap }) {
  const { content, session, words, dictionary } = useScreen();
  const [chosen, setChosen] = useState(0);
  const version = spoken(office.versions, session.language, content);
  const way = map.ways[chosen] ?? map.ways[0];
  const steps = way && spoken(way.steps, session.language, content);
  if (!version || !way) return <Missing />;
  const { value: place, language } = version;
  const written = dictionary.writtenIn(language);
  return (
    <article class="office way tone-blue">
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name="map" />
          </span>
          <span {...written}>{place.name}</span>
        </p>
        <h1 tabIndex={-1}>{words('map.title')}</h1>
        <p class="lead" lang={language}>
          <Whereabouts place={place} language={language} />
        </p>
      </header>
      <div class="columns">
        <figure class="map-figure">
          <WayMap map={map} office={office} chosen={chosen} />
          <figcaption>{words('map.schematic')}</figcaption>
        </figure>
        <div class="column">
          {map.ways.length > 1 && (
            <Section title={words('map.ways')} icon="walk" kind="plain">
              <div class="way-choices">
                {map.ways.map((each, index) => (
                  <button
                    key={index}
                    type="button"
                    class="way-choice"
                    aria-pressed={index === chosen}
                    onClick={() => setChosen(index)}
                  >
                    <span class="way-from">
                      <Said texts={each.from} />
                    </span>
                    <span class="way-facts">
                      {words('map.minutes', { count: each.minutes })}
                      {each.stepFree && (
                        <span class="way-flat">
                          <Icon name="accessibility" />
                          {words('map.stepFree')}
                        </span>
                      )}
                    </span>
                  </button>
                ))}
              </div>
            </Section>
          )}
          {steps && (
            <Section title={words('map.steps')} icon="document">
              {steps.borrowed && <Borrowed language={steps.language} />}
              <div class="prose" {...dictionary.writtenIn(steps.language)} aria-live="polite">
                <ol>
                  {steps.value.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </div>
            </Section>
          )}
        </div>
      </div>
    </article>
  );
}
