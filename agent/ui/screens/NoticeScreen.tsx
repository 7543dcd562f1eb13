import type { ComponentChildren } from 'preact';
import type { EventItem, EventVersion, NewsItem, NewsVersion } from '../../../protocol/content/compiled.ts';
import { mediaUrl, officeOf, type Spoken, spoken } from '../content.ts';
import { dayInWords, daysInWords, hoursInWords } from '../notices.ts';
import { Borrowed } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { OfficeBox } from '../parts/OfficeBox.tsx';
import { useOpeningWords, useToday } from '../parts/opening.ts';
import { Prose } from '../parts/Prose.tsx';
import { TakeAway } from '../takeaway/index.ts';
import { Missing } from './Missing.tsx';

/** One notice. */
export function NewsScreen({ item }: { item: NewsItem }) {
  const { content, session, words, dictionary } = useScreen();
  const today = useToday();
  const version = spoken(item.versions, session.language, content);
  if (!version) return <Missing />;
  const locale = dictionary.localeOf(session.language);
  return (
    <Announced version={version} tone="tone-ochre" kind="news" id={item.id}>
      {item.until !== null && (
        <p class="updated">{words('notices.until', { date: dayInWords(item.until, today, locale) })}</p>
      )}
    </Announced>
  );
}

/** One event: when, where, what it costs. */
export function EventScreen({ event }: { event: EventItem }) {
  const { content, session, words, dictionary } = useScreen();
  const today = useToday();
  const told = useOpeningWords();
  const version = spoken<EventVersion>(event.versions, session.language, content);
  if (!version) return <Missing />;
  const days = daysInWords(event, today, dictionary.localeOf(session.language));
  const hours = hoursInWords(event, told, words);
  return (
    <Announced version={version} tone="tone-purple" kind="event" id={event.id}>
      <Facts
        language={session.language}
        facts={[
          {
            icon: 'calendar',
            name: words('notices.when'),
            text: hours ? `${days}${words('list.comma')}${hours}` : days,
          },
        ]}
      />
      <Facts
        language={version.language}
        facts={[
          { icon: 'place', name: words('notices.where'), text: version.value.place },
          { icon: 'euro', name: words('card.costs'), text: version.value.costs },
        ]}
      />
    </Announced>
  );
}

function Announced({
  version,
  tone,
  kind,
  id,
  children,
}: {
  version: Spoken<NewsVersion>;
  tone: string;
  kind: 'news' | 'event';
  id: string;
  children: ComponentChildren;
}) {
  const { content, words, dictionary } = useScreen();
  const { value: told, language, borrowed } = version;
  const written = dictionary.writtenIn(language);
  const office = told.office === null ? undefined : officeOf(content, told.office);
  return (
    <article class={`service announced ${tone}`}>
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name={kind === 'news' ? 'bell' : 'calendar'} />
          </span>
          {words(`search.kinds.${kind}`)}
        </p>
        <h1 tabIndex={-1} {...written}>
          {told.title}
        </h1>
        <p class="lead" {...written}>
          {told.summary}
        </p>
      </header>
      {borrowed && <Borrowed language={language} />}
      <div class="columns">
        <div class="column">
          {told.image && <img class="picture" src={mediaUrl(told.image)} alt="" />}
          {kind === 'event' && children}
          {told.html && (
            <section class="section" {...written}>
              <Prose html={told.html} />
            </section>
          )}
          {kind === 'news' && children}
        </div>
        <div class="column">
          {office && <OfficeBox office={office} />}
          <TakeAway place={{ kind, id }} link={told.link} />
        </div>
      </div>
    </article>
  );
}
