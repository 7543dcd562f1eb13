import type { EventItem, NewsItem } from '../../../protocol/content/compiled.ts';
import { spoken } from '../content.ts';
import { daysInWords, hoursInWords, noticesOn, shortDay } from '../notices.ts';
import { BorrowedMark } from '../parts/Borrowed.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useOpeningWords, useToday } from '../parts/opening.ts';
import { Section } from '../parts/Section.tsx';

/** What is announced and what takes place. */
export function NoticesScreen() {
  const { content, words } = useScreen();
  const today = useToday();
  const { news, events } = noticesOn(content, today);
  return (
    <div class="notices tone-ochre">
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name="bell" />
          </span>
          {words('home.notices')}
        </p>
        <h1 tabIndex={-1}>{words('notices.title')}</h1>
      </header>
      {news.length + events.length === 0 && <p class="notice">{words('notices.empty')}</p>}
      <div class="columns">
        {events.length > 0 && (
          <Section title={words('notices.events')} icon="calendar" kind="plain tone-purple">
            <ul class="rows">
              {events.map((event) => (
                <li key={event.id}>
                  <EventRow event={event} today={today} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        {news.length > 0 && (
          <Section title={words('notices.news')} icon="bell" kind="plain">
            <ul class="rows">
              {news.map((item) => (
                <li key={item.id}>
                  <NewsRow item={item} />
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </div>
  );
}

function EventRow({ event, today }: { event: EventItem; today: string }) {
  const { content, session, open, words, dictionary } = useScreen();
  const told = useOpeningWords();
  const version = spoken(event.versions, session.language, content);
  if (!version) return null;
  const locale = dictionary.localeOf(session.language);
  const { day, month } = shortDay(event.from, locale);
  const hours = hoursInWords(event, told, words);
  return (
    <button type="button" class="row" onClick={() => open({ kind: 'event', id: event.id })}>
      <span class="leaf" aria-hidden="true">
        <span class="leaf-month">{month}</span>
        <span class="leaf-day">{day}</span>
      </span>
      <span class="row-words">
        <span class="row-title" {...dictionary.writtenIn(version.language)}>
          {version.value.title}
        </span>
        <BorrowedMark version={version} />
        <span class="row-summary">
          {daysInWords(event, today, locale)}
          {hours && `${words('list.comma')}${hours}`}
        </span>
      </span>
      <span class="row-go">
        <Icon name="forward" />
      </span>
    </button>
  );
}

function NewsRow({ item }: { item: NewsItem }) {
  const { content, session, open, dictionary } = useScreen();
  const version = spoken(item.versions, session.language, content);
  if (!version) return null;
  const written = dictionary.writtenIn(version.language);
  return (
    <button type="button" class="row" onClick={() => open({ kind: 'news', id: item.id })}>
      <span class="row-words">
        <span class="row-title" {...written}>
          {version.value.title}
        </span>
        <span class="row-summary" {...written}>
          {version.value.summary}
        </span>
        <BorrowedMark version={version} />
      </span>
      <span class="row-go">
        <Icon name="forward" />
      </span>
    </button>
  );
}
