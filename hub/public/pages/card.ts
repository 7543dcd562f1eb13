import { type PublicPart, publicPath } from '../../../protocol/index.ts';
import { html, type Markup } from '../html.ts';
import { dayIn, filled } from '../words.ts';
import { officeBox } from './office.ts';
import {
  borrowedNote,
  homeLink,
  type Page,
  pictureLink,
  prose,
  section,
  spokenIn,
  textOf,
  type View,
  versionOf,
} from './view.ts';

/** One service, with the parts of the Modello Comune for public services. */
export function cardPage(view: View, id: string): Page | undefined {
  const { content } = view.edition;
  const card = content.cards.find((known) => known.id === id);
  const version = card && versionOf(view, card.versions);
  if (!card || !version) return undefined;
  const { words } = view;
  const { value, language } = version;
  const category = content.categories.find((known) => known.id === card.category);
  const picture = value.image === null ? undefined : pictureLink(view, value.image);
  const paragraph = (text: string | null) => text !== null && html`<p ${spokenIn(language)}>${text}</p>`;
  const office = officeBox(view, value.office);
  const needed = value.needed.map((thing) => html`<li>${thing}</li>`);
  const parts: [PublicPart, string, Markup | false][] = [
    ['audience', words.audience, paragraph(value.audience)],
    [
      'how',
      words.how,
      value.html !== '' && html`<div ${spokenIn(language)}>${prose(view, value.html)}</div>`,
    ],
    [
      'needed',
      words.needed,
      needed.length > 0 && html`<ul class="checks" ${spokenIn(language)}>${needed}</ul>`,
    ],
    ['outcome', words.outcome, paragraph(value.outcome)],
    ['times', words.times, paragraph(value.times)],
    ['costs', words.costs, paragraph(value.costs)],
    ['where', words.where, office.markup !== '' && office],
  ];
  const present = parts.flatMap(([part, name, body]) => (body ? [{ part, name, body }] : []));
  return {
    title: value.title,
    summary: value.summary,
    language,
    path: (other) => publicPath(other, { kind: 'card', id }, view.group),
    body: html`<article>
<header class="head">${category && html`<p class="kicker"><a href="${homeLink(view)}#${category.id}">${textOf(view, category.title)}</a></p>`}
<h1 ${spokenIn(language)}>${value.title}</h1>
<p class="lead" ${spokenIn(language)}>${value.summary}</p></header>
${borrowedNote(view, version)}
<nav class="contents" aria-label="${words.contents}"><ul>${present.map(({ part, name }) => html`<li><a href="#${part}">${name}</a></li>`)}</ul></nav>
${picture !== undefined && html`<img class="picture" src="${picture}" alt="">`}
${present.map(({ part, name, body }) => section(part, name, body))}
<footer class="about">
<p>${filled(words.updated, 'date', dayIn(words, value.updated))}</p>
${value.link !== null && html`<p><a class="official" href="${value.link}" rel="noopener noreferrer">${words.official}</a></p>`}
</footer></article>`,
  };
}
