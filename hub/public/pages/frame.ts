import { html, type Markup } from '../html.ts';
import { directionOf, nameOf, type Words } from '../words.ts';
import { homeLink, type Page, textOf, type View } from './view.ts';

/** Addresses of what a page looks like. */
export interface Look {
  style: string;
  icon: string;
}

/** The whole document around a page: head, languages, foot. */
export function document(view: View, page: Page, address: Look & { url: string }): string {
  const { words, wordsLanguage, root, edition } = view;
  const institution = textOf(view, edition.content.title);
  const title = page.title === institution ? institution : `${page.title} · ${institution}`;
  const url = (language: string) => address.url + page.path(language);
  const languages = edition.content.languages;
  return html`<!doctype html>
<html lang="${wordsLanguage}" dir="${directionOf(wordsLanguage)}">
<head>
${head(title, address)}
${page.summary !== '' && html`<meta name="description" content="${page.summary}">`}
<meta property="og:title" content="${page.title}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="${institution}">
<meta property="og:url" content="${url(view.language)}">
<meta property="og:locale" content="${page.language}">
${page.summary !== '' && html`<meta property="og:description" content="${page.summary}">`}
<link rel="canonical" href="${url(view.language)}">
${languages.map((language) => html`<link rel="alternate" hreflang="${language}" href="${url(language)}">`)}
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="top"><p class="institution"><a href="${homeLink(view)}">${institution}</a></p>
${languages.length > 1 && html`<nav aria-label="${words.languages}"><ul>${languages.map((language) => languageLink(view, root + page.path(language), language))}</ul></nav>`}</header>
<main id="content" tabindex="-1">${page.body}</main>
<footer class="bottom"><p>${words.privacy}</p><p class="printed">${words.printed} <span dir="ltr">${url(view.language)}</span></p></footer>
</body>
</html>
`.markup;
}

/** A document where there is no content to speak of: too many requests, a failure. */
export function bareDocument(
  words: Words,
  language: string,
  title: string,
  text: string,
  look: Look,
): string {
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
${head(title, look)}
</head>
<body><main id="content"><header class="head"><h1>${title}</h1><p>${text}</p></header></main>
<footer class="bottom"><p>${words.privacy}</p></footer></body>
</html>
`.markup;
}

function head(title: string, { style, icon }: Look): Markup {
  return html`<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${style}">`;
}

function languageLink(view: View, target: string, language: string): Markup {
  const current = language === view.language;
  return html`<li><a href="${target}" lang="${language}" hreflang="${language}"${current && html` aria-current="true"`}>${nameOf(language)}</a></li>`;
}
