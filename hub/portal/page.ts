import type { PortalDirectory, PortalOffice } from '../../protocol/calls/index.ts';
import { directionOf, html, type Markup, nameOf } from '../public/index.ts';
import { portalWords, type Words } from './words.ts';

export interface PortalPage {
  /** The offices; `undefined` while nothing was published. */
  directory: PortalDirectory | undefined;
  /** The language that was asked for. */
  asked: string;
  /** `https://host/path` under which visitors reach the hub. */
  address: string;
  /** Path of that address. */
  root: string;
  /** Where styles, fonts and the icon are. */
  folder: string;
}

/** Our own page with the call on it, and how an editor brings the call to another site. */
export function portalPage({ directory, asked, address, root, folder }: PortalPage): string {
  const language = directory?.language ?? asked;
  const { words, language: wordsLanguage } = portalWords(language);
  const institution = directory?.institution ?? 'Totem';
  const languages = directory?.languages ?? [];
  return html`<!doctype html>
<html lang="${wordsLanguage}" dir="${directionOf(wordsLanguage)}">
<head>
<meta charset="utf-8">
<title>${words.title} · ${institution}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${words.lead}">
<link rel="icon" href="${folder}/icon.svg">
<link rel="stylesheet" href="${folder}/page.css">
<link rel="stylesheet" href="${folder}/portal.css">
<script type="module" src="${root}/portal/totem-call.js"></script>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="top"><p class="institution">${institution}</p>
${
  languages.length > 1 &&
  html`<nav aria-label="${words.languages}"><ul>${languages.map(
    (each) =>
      html`<li><a href="${root}/portal/${each}" lang="${each}" hreflang="${each}"${each === language && html` aria-current="true"`}>${nameOf(each)}</a></li>`,
  )}</ul></nav>`
}</header>
<main id="content" tabindex="-1">
<header class="head"><h1>${words.title}</h1><p class="lead">${words.lead}</p></header>
<div class="call">
<h2 id="offices">${words.offices}</h2>
${directory ? element(directory, language, words) : html`<p class="note">${words.empty}</p>`}
</div>
${guide(words, address, language)}
</main>
<footer class="bottom"><p>${words.privacy}</p></footer>
</body>
</html>
`.markup;
}

/** The call; without scripts, what stands in it: whom to telephone. */
function element({ offices }: PortalDirectory, language: string, words: Words): Markup {
  return html`<totem-call directory lang="${language}"><ul class="links">${offices.map((office) => contact(office, words))}</ul></totem-call>`;
}

function contact({ name, language, phone, opening }: PortalOffice, words: Words): Markup {
  return html`<li><p class="name" lang="${language}" dir="${directionOf(language)}">${name}</p>
${opening !== null && html`<p>${opening}</p>`}
${phone !== null && html`<p>${words.phone} <a href="tel:${phone.replace(/[^+0-9]/g, '')}" dir="ltr">${phone}</a></p>`}</li>`;
}

const attributes = ['office', 'directory', 'subject', 'lang'] as const;

function guide(words: Words, address: string, language: string): Markup {
  const { origin, host, protocol } = new URL(address);
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
  const tag = `<script type="module" src="${address}/portal/totem-call.js"></script>\n\n<totem-call office="urp" lang="${language}"></totem-call>`;
  const policy = `script-src ${origin};\nconnect-src ${origin} ${socket};`;
  const events = `addEventListener('totem-call-state', ({ detail }) => {\n  console.log(detail.state, detail.office, detail.outcome);\n});`;
  return html`<details id="site">
<summary><h2>${words.siteTitle}</h2></summary>
<p>${words.siteLead}</p>
<h3>1. ${words.stepTag}</h3>
${code(tag)}
<dl class="attributes">${attributes.map((name) => html`<div><dt><code dir="ltr">${name}</code></dt><dd>${words[`attribute_${name}`]}</dd></div>`)}</dl>
<h3>2. ${words.stepOrigin}</h3>
<p>${words.originText}</p>
${code('calls:\n  portalOrigins: ["https://www.example.org"]')}
<h3>3. ${words.stepPolicy}</h3>
<p>${words.policyText}</p>
${code(policy)}
<p>${words.policyNothing}</p>
<h3>4. ${words.stepPermissions}</h3>
<p>${words.permissionsText}</p>
${code('Permissions-Policy: camera=(self), microphone=(self)')}
<h3>${words.eventsTitle}</h3>
<p>${words.eventsText}</p>
${code(events)}
</details>`;
}

/** Code runs from left to right in every language, and can be scrolled with the keyboard. */
function code(text: string): Markup {
  return html`<pre dir="ltr" tabindex="0"><code>${text}</code></pre>`;
}
