import type { PublicKind } from '../../../protocol/index.ts';
import { wallClock } from '../../../protocol/opening/index.ts';
import { html, type Markup, nothing } from '../html.ts';
import { homePath, linkTo, type Page, section, spokenIn, textOf, type View, versionOf } from './view.ts';

/** Everything there is, by theme. */
export function homePage(view: View): Page {
  const { content } = view.edition;
  const title = textOf(view, content.title);
  const themes = content.categories.map((category) => {
    const cards = content.cards.filter((card) => card.category === category.id);
    const body = html`<p>${textOf(view, category.summary)}</p><ul class="links">${cards.flatMap((card) => {
      const version = versionOf(view, card.versions);
      return version
        ? [entry(linkTo(view, { kind: 'card', id: card.id }), version.value.title, version.language)]
        : [];
    })}</ul>`;
    return section(category.id, textOf(view, category.title), body);
  });
  const offices = content.offices.flatMap((office) => {
    const version = versionOf(view, office.versions);
    return version
      ? [entry(linkTo(view, { kind: 'office', id: office.id }), version.value.name, version.language)]
      : [];
  });
  const today = wallClock(view.now).date;
  const news = content.news
    .filter(({ from, until }) => from <= today && (until === null || today <= until))
    .map(({ id, versions }) => titled(view, 'news', id, versions));
  const events = content.events
    .filter(({ until }) => today <= until)
    .map(({ id, versions }) => titled(view, 'event', id, versions));
  return {
    title,
    summary: '',
    language: view.language,
    path: (language) => homePath(view, language),
    body: html`<header class="head"><h1>${title}</h1></header>${themes}
${offices.length > 0 && section('-offices', view.words.offices, html`<ul class="links">${offices}</ul>`)}
${news.length > 0 && section('-news', view.words.news, html`<ul class="links">${news}</ul>`)}
${events.length > 0 && section('-event', view.words.events, html`<ul class="links">${events}</ul>`)}`,
  };
}

function titled(
  view: View,
  kind: PublicKind,
  id: string,
  versions: Readonly<Record<string, { title: string }>>,
): Markup {
  const version = versionOf(view, versions);
  return version ? entry(linkTo(view, { kind, id }), version.value.title, version.language) : nothing;
}

function entry(target: string, name: string, language: string): Markup {
  return html`<li><a href="${target}" ${spokenIn(language)}>${name}</a></li>`;
}
