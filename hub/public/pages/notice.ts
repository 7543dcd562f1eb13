import type { PublicKind } from '../../../protocol/index.ts';
import { html, nothing } from '../html.ts';
import type { Edition } from '../library.ts';
import { officeBox } from './office.ts';
import { homeLink, homePath, type Page, spokenIn, type View, versionOf } from './view.ts';

/** Says that a page was here and is no more, and which office to ask. */
export function gonePage(view: View, last: Edition | undefined, kind: PublicKind, id: string): Page {
  const { words } = view;
  const card = kind === 'card' ? last?.content.cards.find((known) => known.id === id) : undefined;
  const former =
    card && last ? versionOf({ edition: last, language: view.language }, card.versions) : undefined;
  const office = former?.value.office ?? null;
  // As the office is today; only where it has gone too, as it was.
  const today = officeBox(view, office);
  const box = today.markup === '' && last ? formerBox(view, last, office) : today;
  return {
    title: words.goneTitle,
    summary: words.goneText,
    language: view.wordsLanguage,
    path: (language) => homePath(view, language),
    body: html`<header class="head"><h1>${words.goneTitle}</h1>
${former && html`<p class="lead" ${spokenIn(former.language)}>${former.value.title}</p>`}
<p>${words.goneText}</p></header>
${box.markup !== '' && html`<section aria-labelledby="ask"><h2 id="ask">${words.goneAsk}</h2>${box}</section>`}
<p><a class="action" href="${homeLink(view)}">${words.toHome}</a></p>`,
  };
}

function formerBox(view: View, last: Edition, office: string | null) {
  const known = last.content.offices.find(({ id }) => id === office);
  const version = known && versionOf({ edition: last, language: view.language }, known.versions);
  if (!version) return nothing;
  const { name, address, town, phone } = version.value;
  return html`<div class="box" ${spokenIn(version.language)}><p class="name">${name}</p><p>${address}, ${town}</p>
${phone !== null && html`<p dir="ltr">${phone}</p>`}</div>`;
}

/** Says that no page has this address. */
export function missingPage(view: View): Page {
  const { words } = view;
  return {
    title: words.missingTitle,
    summary: words.missingText,
    language: view.wordsLanguage,
    path: (language) => homePath(view, language),
    body: html`<header class="head"><h1>${words.missingTitle}</h1><p>${words.missingText}</p></header>
<p><a class="action" href="${homeLink(view)}">${words.toHome}</a></p>`,
  };
}
