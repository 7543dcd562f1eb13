import type { Office } from '../../../protocol/content/compiled.ts';
import { spoken } from '../content.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';
import { OpeningLine } from './OpeningLine.tsx';
import { Section } from './Section.tsx';
import { Whereabouts } from './Whereabouts.tsx';

/** The office that answers for a service, in short, with the way to its page. */
export function OfficeBox({ office }: { office: Office }) {
  const { content, session, open, words, dictionary } = useScreen();
  const version = spoken(office.versions, session.language, content);
  if (!version) return null;
  const { value: place, language } = version;
  return (
    <Section title={words('card.where')} kind="office-box" icon="office">
      <div {...dictionary.writtenIn(language)}>
        <p class="office-name">{place.name}</p>
        <p class="with-icon">
          <Icon name="place" />
          <Whereabouts place={place} language={language} />
        </p>
        {office.opening && (
          <p class="box-opening" {...dictionary.writtenIn(session.language)}>
            <OpeningLine opening={office.opening} />
          </p>
        )}
        {place.hours.length > 0 && (
          <div class="with-icon">
            <Icon name="clock" />
            <ul class="hours">
              {place.hours.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <button type="button" class="wide-button" onClick={() => open({ kind: 'office', id: office.id })}>
        {words('card.openOffice')}
        <Icon name="forward" />
      </button>
    </Section>
  );
}
