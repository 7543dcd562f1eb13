import { CallEntry, useAim, useCallable } from '../call/index.ts';
import { officeOf, spoken } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { Section } from '../parts/Section.tsx';

/**
 * A person instead of the assistant: called with one touch where calls are possible; otherwise whoever works in the
 * office that the totem stands in, or the offices.
 */
export function Person() {
  const { content, session, standsIn, open, words, dictionary } = useScreen();
  const callable = useCallable();
  const aim = useAim();
  const id = callable ? aim.office : standsIn;
  const office = id === null ? undefined : officeOf(content, id);
  const version = office && spoken(office.versions, session.language, content);
  return (
    <div class="next">
      <Section title={words('assistant.person')} icon="people" kind="person">
        {office && version ? (
          <>
            <p>{words(callable ? 'call.reachedHere' : 'assistant.personHere')}</p>
            <p class="office-name" {...dictionary.writtenIn(version.language)}>
              {version.value.name}
            </p>
            {office.opening && (
              <p class="box-opening">
                <OpeningLine opening={office.opening} />
              </p>
            )}
            <CallEntry />
            {version.value.phone && (
              <p class="with-icon person-phone">
                <Icon name="phone" />
                <bdi>{version.value.phone}</bdi>
              </p>
            )}
            <button type="button" class="wide-button" onClick={() => open({ kind: 'office', id: office.id })}>
              {words('card.openOffice')}
              <Icon name="forward" />
            </button>
          </>
        ) : (
          <>
            <p>{words('assistant.personWhere')}</p>
            <CallEntry />
            <button type="button" class="wide-button" onClick={() => open({ kind: 'offices' })}>
              {words('assistant.offices')}
              <Icon name="forward" />
            </button>
          </>
        )}
      </Section>
    </div>
  );
}
