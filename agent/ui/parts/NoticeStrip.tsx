import type { EventItem, NewsItem } from '../../../protocol/content/compiled.ts';
import { spoken } from '../content.ts';
import { daysInWords } from '../notices.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';

/** Quietly, below all else: the newest notice and the next event. */
export function NoticeStrip({
  news,
  events,
  today,
}: {
  news: readonly NewsItem[];
  events: readonly EventItem[];
  today: string;
}) {
  const { content, session, open, words, dictionary } = useScreen();
  const locale = dictionary.localeOf(session.language);
  const [item] = news;
  const [event] = events;
  if (!item && !event) return null;
  const notice = item && spoken(item.versions, session.language, content);
  const next = event && spoken(event.versions, session.language, content);
  return (
    <section class="strip" aria-label={words('notices.title')}>
      {item && notice && (
        <button type="button" class="strip-item" onClick={() => open({ kind: 'news', id: item.id })}>
          <Icon name="bell" />
          <span class="strip-words" {...dictionary.writtenIn(notice.language)}>
            {notice.value.title}
          </span>
        </button>
      )}
      {event && next && (
        <button type="button" class="strip-item" onClick={() => open({ kind: 'event', id: event.id })}>
          <Icon name="calendar" />
          <span class="strip-words">
            <span {...dictionary.writtenIn(next.language)}>{next.value.title}</span>
            <span class="strip-when">{daysInWords(event, today, locale)}</span>
          </span>
        </button>
      )}
    </section>
  );
}
