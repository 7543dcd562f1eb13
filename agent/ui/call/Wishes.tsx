import { officeOf, spoken } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { OpeningLine } from '../parts/OpeningLine.tsx';
import { Said } from '../parts/Said.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import { Offices } from './Offices.tsx';
import type { CallWish } from './types.ts';
import { useCall } from './use.ts';
import { inManner, type Manner, mannerOf, manners } from './wish.ts';

const pictograms: Record<Manner, IconName> = { seen: 'camera', unseen: 'eyeOff', text: 'letters' };

/** What can be chosen before the queue, all on one screen: office, way of talking, language, sign language. */
export function Wishes({ wish }: { wish: CallWish | null }) {
  const { words, content, session } = useScreen();
  const calling = useCall();
  const { choosingOffice } = calling.call();
  if (wish === null || choosingOffice) return <Offices wish={wish} />;
  const card = wish.subject === null ? undefined : content.cards.find(({ id }) => id === wish.subject);
  const version = card && spoken(card.versions, session.language, content);
  return (
    <article class="wishes tone-blue">
      <Headline step="wishes" icon="camera" kicker={words('call.kicker')} title={words('call.title')}>
        <p class="lead">{words('call.lead')}</p>
      </Headline>
      <div class="wishes-body">
        <OfficeChoice wish={wish} />
        {version && card && (
          <p class="wishes-subject">
            {words('call.subject')}{' '}
            <strong>
              <Said texts={titlesOf(card.versions)} />
            </strong>
          </p>
        )}
        <section aria-labelledby="wishes-manner">
          <h2 id="wishes-manner">{words('call.manner')}</h2>
          <ul class="manners">
            {manners.map((manner) => (
              <li key={manner}>
                <button
                  type="button"
                  class="manner"
                  aria-pressed={mannerOf(wish) === manner}
                  onClick={() => calling.wish(inManner(wish, manner))}
                >
                  <Icon name={pictograms[manner]} />
                  <span class="manner-name">{words(`call.manners.${manner}`)}</span>
                  <span class="manner-hint">{words(`call.mannerHints.${manner}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="wishes-language">
          <h2 id="wishes-language">{words('call.language')}</h2>
          <Tongues wish={wish} />
        </section>
        <button
          type="button"
          class="sign-switch"
          role="switch"
          aria-checked={wish.signLanguage}
          onClick={() => calling.wish({ ...wish, signLanguage: !wish.signLanguage })}
        >
          <Icon name="hands" />
          <span class="sign-words">{words('call.sign')}</span>
          <span class="switch" aria-hidden="true">
            <span class="switch-words">{words(wish.signLanguage ? 'profiles.on' : 'profiles.off')}</span>
          </span>
        </button>
      </div>
    </article>
  );
}

function OfficeChoice({ wish }: { wish: CallWish }) {
  const { words, content } = useScreen();
  const calling = useCall();
  const opening = officeOf(content, wish.office)?.opening;
  return (
    <div class="wishes-office">
      <span class="badge">
        <Icon name="office" />
      </span>
      <div class="wishes-office-words">
        <p class="wishes-office-name">
          <OfficeName id={wish.office} />
        </p>
        {opening && (
          <p>
            <OpeningLine opening={opening} />
          </p>
        )}
      </div>
      {content.offices.length > 1 && (
        <button type="button" class="wishes-change" onClick={() => calling.chooseOffice(true)}>
          {words('call.changeOffice')}
        </button>
      )}
    </div>
  );
}

/** The languages of the content, each named in itself. */
function Tongues({ wish }: { wish: CallWish }) {
  const { content, dictionary, words } = useScreen();
  const calling = useCall();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="tongues" role="group" aria-label={words('call.language')}>
      {content.languages.map((language) => (
        <button
          key={language}
          type="button"
          class="tongue"
          {...dictionary.writtenIn(language)}
          aria-pressed={wish.language === language}
          onClick={() => calling.wish({ ...wish, language })}
        >
          {dictionary.nameOf(language)}
        </button>
      ))}
    </div>
  );
}

function titlesOf(versions: Record<string, { title: string }>): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).map(([language, { title }]) => [language, title]));
}
