import type { Office, OfficeVersion } from '../../../protocol/content/compiled.ts';
import { publicPath } from '../../../protocol/index.ts';
import { html, type Markup, nothing } from '../html.ts';
import { openingLine, unbroken, week } from './opening.ts';
import {
  borrowedNote,
  linkTo,
  type Page,
  prose,
  section,
  spokenIn,
  type Version,
  type View,
  versionOf,
} from './view.ts';

/** One office: where it is, when it is open, how to reach it, what it does. */
export function officePage(view: View, id: string): Page | undefined {
  const office = view.edition.content.offices.find((known) => known.id === id);
  const version = office && versionOf(view, office.versions);
  if (!office || !version) return undefined;
  const { words } = view;
  const { value, language } = version;
  const cards = view.edition.content.cards.filter(
    (card) => versionOf(view, card.versions)?.value.office === id,
  );
  const services = cards.flatMap((card) => {
    const shown = versionOf(view, card.versions);
    if (!shown) return [];
    const target = linkTo(view, { kind: 'card', id: card.id });
    return html`<li><a href="${target}" ${spokenIn(shown.language)}>${shown.value.title}</a></li>`;
  });
  return {
    title: value.name,
    summary: value.summary,
    language,
    path: (other) => publicPath(other, { kind: 'office', id }, view.group),
    body: html`<article>
<header class="head"><p class="kicker">${words.office}</p>
<h1 ${spokenIn(language)}>${value.name}</h1>
<p class="lead" ${spokenIn(language)}>${value.summary}</p></header>
${borrowedNote(view, version)}
${office.opening && openingLine(view, office.opening)}
${section('where', words.address, html`<p ${spokenIn(language)}>${value.address}<br>${value.town}</p>`)}
${(office.opening || value.hours.length > 0) && section('hours', words.hours, timesOf(view, office, version))}
${contactsOf(view, value)}
${value.html !== '' && section('how', words.reach, html`<div ${spokenIn(language)}>${prose(view, value.html)}</div>`)}
${services.length > 0 && section('services', words.services, html`<ul class="links">${services}</ul>`)}
</article>`,
  };
}

/** The office in short, with the way to its page. */
export function officeBox(view: View, id: string | null): Markup {
  const office: Office | undefined = view.edition.content.offices.find((known) => known.id === id);
  const version = office && versionOf(view, office.versions);
  if (!office || !version) return nothing;
  const { value, language } = version;
  return html`<div class="box"><div ${spokenIn(language)}>
<p><a class="name" href="${linkTo(view, { kind: 'office', id: office.id })}">${value.name}</a></p>
<p>${value.address}, ${value.town}</p>
${value.hours.length > 0 && hoursOf(value.hours, language)}</div>
${office.opening && openingLine(view, office.opening)}
${value.phone !== null && html`<p>${phoneLink(value.phone)}</p>`}
${value.email !== null && html`<p>${mailLink(value.email)}</p>`}</div>`;
}

/** The week as a table where it is told as data, with the editor's own lines. */
function timesOf(view: View, { opening }: Office, { value, language }: Version<OfficeVersion>): Markup {
  if (!opening) return hoursOf(value.hours, language);
  return html`${week(view, opening)}${value.remarks.length > 0 && hoursOf(value.remarks, language)}`;
}

function hoursOf(hours: readonly string[], language: string): Markup {
  return html`<ul class="hours" ${spokenIn(language)}>${hours.map((line) => html`<li>${unbroken(line)}</li>`)}</ul>`;
}

function contactsOf({ words }: View, { phone, email }: OfficeVersion): Markup | false {
  if (phone === null && email === null) return false;
  const entry = (name: string, value: Markup) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return section(
    'contacts',
    words.contacts,
    html`<dl>${phone !== null && entry(words.phone, phoneLink(phone))}${email !== null && entry(words.email, mailLink(email))}</dl>`,
  );
}

function phoneLink(phone: string): Markup {
  return html`<a href="tel:${phone.replace(/[^+0-9]/g, '')}" dir="ltr">${phone}</a>`;
}

function mailLink(email: string): Markup {
  return html`<a href="mailto:${email}" dir="ltr">${email}</a>`;
}
