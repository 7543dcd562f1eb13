import type { CardVersion } from '../../../protocol/content/compiled.ts';
import { useScreen } from './context.ts';
import { Facts } from './Facts.tsx';
import { Icon } from './Icon.tsx';
import { Prose } from './Prose.tsx';
import { Section } from './Section.tsx';

interface Shown {
  service: CardVersion;
  /** Of what is written in it. */
  language: string;
}

/** What a service is: on its own screen, and beside the face in a call. */
export function Service({ service, language }: Shown) {
  const { words, dictionary } = useScreen();
  const written = dictionary.writtenIn(language);
  return (
    <>
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
    </>
  );
}

/** How long it takes, what it costs and what comes of it. */
export function ServiceFacts({ service, language }: Shown) {
  const { words } = useScreen();
  return (
    <Facts
      language={language}
      facts={[
        { icon: 'clock', name: words('card.times'), text: service.times },
        { icon: 'euro', name: words('card.costs'), text: service.costs },
        { icon: 'gift', name: words('card.outcome'), text: service.outcome },
      ]}
    />
  );
}
