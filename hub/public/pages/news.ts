import type { EventItem, EventVersion, NewsVersion } from '../../../protocol/content/compiled.ts';
import { type PublicKind, publicPath } from '../../../protocol/index.ts';
import { openingWords, wallClock } from '../../../protocol/opening/index.ts';
import { html, type Markup } from '../html.ts';
import { dayIn, daysIn, filled } from '../words.ts';
import { officeBox } from './office.ts';
import {
  borrowedNote,
  homeLink,
  type Page,
  pictureLink,
  prose,
  section,
  spokenIn,
  type Version,
  type View,
  versionOf,
} from './view.ts';

/** Something that is announced. */
export function newsPage(view: View, id: string): Page | undefined {
  const item = view.edition.content.news.find((known) => known.id === id);
  const version = item && versionOf(view, item.versions);
  if (!item || !version) return undefined;
  const { words } = view;
  const until = item.until !== null && html`<p>${filled(words.until, 'date', dayIn(words, item.until))}</p>`;
  const over = item.until !== null && item.until < today(view) && words.noticeOver;
  return announced(view, { kind: 'news', id, version, over, facts: until });
}

/** Something that takes place. */
export function eventPage(view: View, id: string): Page | undefined {
  const event = view.edition.content.events.find((known) => known.id === id);
  const version = event && versionOf<EventVersion>(view, event.versions);
  if (!event || !version) return undefined;
  const { words } = view;
  const { place, costs } = version.value;
  const days = daysIn(words, event.from, event.until);
  const hours = hoursOf(view, event);
  const facts = html`<section aria-label="${words.when}"><dl><div><dt>${words.when}</dt><dd>${days}${hours !== '' && `, ${hours}`}</dd></div>
<div><dt>${words.place}</dt><dd ${spokenIn(version.language)}>${place}</dd></div>
${costs !== null && html`<div><dt>${words.costs}</dt><dd ${spokenIn(version.language)}>${costs}</dd></div>`}</dl></section>`;
  const over = event.until < today(view) && words.eventOver;
  return announced(view, { kind: 'event', id, version, over, facts });
}

interface Announced {
  kind: PublicKind & ('news' | 'event');
  id: string;
  version: Version<NewsVersion>;
  /** What is said where its time has passed. */
  over: string | false;
  facts: Markup | false;
}

function announced(view: View, { kind, id, version, over, facts }: Announced): Page {
  const { words } = view;
  const { value, language } = version;
  const picture = value.image === null ? undefined : pictureLink(view, value.image);
  const office = officeBox(view, value.office);
  const kinds = kind === 'news' ? words.notice : words.event;
  return {
    title: value.title,
    summary: value.summary,
    language,
    path: (other) => publicPath(other, { kind, id }, view.group),
    body: html`<article>
<header class="head"><p class="kicker"><a href="${homeLink(view)}#-${kind}">${kinds}</a></p>
<h1 ${spokenIn(language)}>${value.title}</h1>
<p class="lead" ${spokenIn(language)}>${value.summary}</p></header>
${over && html`<p class="note" role="note">${over}</p>`}
${borrowedNote(view, version)}
${picture !== undefined && html`<img class="picture" src="${picture}" alt="">`}
${kind === 'event' && facts}
${value.html !== '' && html`<div class="plain" ${spokenIn(language)}>${prose(view, value.html)}</div>`}
${office.markup !== '' && section('where', words.where, office)}
<footer class="about">${kind === 'news' && facts}
${value.link !== null && html`<p><a class="official" href="${value.link}" rel="noopener noreferrer">${words.official}</a></p>`}
</footer></article>`,
  };
}

/** Times of an event's days; empty where none are given. */
function hoursOf({ words, wordsLanguage }: View, { hours }: EventItem): string {
  const [first] = hours;
  if (!first) return '';
  const told = openingWords(wordsLanguage);
  return first.from === first.to
    ? filled(words.fromHour, 'time', told.time(first.from))
    : told.intervals(hours);
}

/** Today in Italy. */
function today({ now }: View): string {
  return wallClock(now).date;
}
