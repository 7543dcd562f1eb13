import { type PublicPlace, publicPath } from '../../../protocol/index.ts';
import { compiledHtml, html, type Markup } from '../html.ts';
import type { Edition } from '../library.ts';
import { directionOf, filled, nameOf, type Words } from '../words.ts';

/** What a page is made of, beside its own place. */
export interface View {
  edition: Edition;
  /** The language that was asked for. */
  language: string;
  /** The page's own words, and the language that they are in. */
  words: Words;
  wordsLanguage: string;
  group: string | null;
  /** Path under which the public pages are reached, such as `/totem`; empty for the root of a host. */
  root: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** What a page says about itself to the frame around it. */
export interface Page {
  title: string;
  summary: string;
  /** Language of `title`. */
  language: string;
  /** The address of the same page in a language, without the root. */
  path: (language: string) => string;
  body: Markup;
}

/** What is said in the wanted language, or else in the content's first one. */
export interface Version<Value> {
  value: Value;
  language: string;
  borrowed: boolean;
}

export function versionOf<Value>(
  { edition: { content }, language }: Pick<View, 'edition' | 'language'>,
  versions: Readonly<Record<string, Value>>,
): Version<Value> | undefined {
  for (const candidate of [language, content.defaultLanguage, ...content.languages]) {
    const value = Object.hasOwn(versions, candidate) ? versions[candidate] : undefined;
    if (value !== undefined) return { value, language: candidate, borrowed: candidate !== language };
  }
  return undefined;
}

export function textOf(
  view: Pick<View, 'edition' | 'language'>,
  texts: Readonly<Record<string, string>>,
): string {
  return versionOf(view, texts)?.value ?? '';
}

/** `lang` and `dir` of a text that may be in another language than the page's words. */
export function spokenIn(language: string): Markup {
  return html`lang="${language}" dir="${directionOf(language)}"`;
}

export function linkTo(view: View, place: PublicPlace): string {
  return view.root + publicPath(view.language, place, view.group);
}

export function homeLink(view: View, language: string = view.language): string {
  return view.root + homePath(view, language);
}

export function homePath({ group }: Pick<View, 'group'>, language: string): string {
  return `/p/${language}${group === null ? '' : `?g=${encodeURIComponent(group)}`}`;
}

/** Says that a text is not in the language that was asked for. */
export function borrowedNote(view: View, version: Version<unknown>): Markup | false {
  if (!version.borrowed) return false;
  const text = filled(view.words.borrowed, 'language', nameOf(version.language));
  return html`<p class="note" role="note">${text}</p>`;
}

/** A part of a page with its heading, which a link can open. */
export function section(id: string, title: string, body: Markup): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`;
}

/** The address of a picture of the release; `undefined` where there is none by this path. */
export function pictureLink(view: View, path: string): string | undefined {
  const file = view.edition.files.get(path);
  const ending = file && pictureEnding(path);
  return ending && `${view.root}/p/media/${file.sha256}.${ending}`;
}

export const pictureTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

export function pictureEnding(path: string): string | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(pictureTypes, ending) ? ending : undefined;
}

/**
 * A Markdown body as the compiler rendered it: what an author wrote is escaped in it, so that only the compiler's own
 * tags match here. Pictures get their address, headings go below those of the page.
 */
export function prose(view: View, body: string): Markup {
  const lowered = body.replace(/<(\/?)h([1-6])>/g, (_tag, end: string, level: string) => {
    return `<${end}h${Math.min(6, Math.max(3, Number(level) + 1))}>`;
  });
  const pictured = lowered.replace(
    /<img src="([^"]*)" alt="([^"]*)">/g,
    (_tag, source: string, alt: string) => {
      const address = pictureLink(view, unescaped(source));
      return address === undefined ? alt : `<img src="${address}" alt="${alt}" loading="lazy">`;
    },
  );
  // Groups of figures would change places where the text runs from right to left.
  const numbered = pictured.replace(
    /<strong>(\+?[0-9][0-9 ./-]+)<\/strong>/g,
    '<strong dir="ltr">$1</strong>',
  );
  return html`<div class="prose">${compiledHtml(numbered)}</div>`;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
