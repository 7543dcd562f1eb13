import { useMemo } from 'preact/hooks';
import { mediaUrl } from '../content.ts';

/** The Markdown body of a page, already HTML with everything dangerous escaped by the compiler. */
export function Prose({ html }: { html: string }) {
  const ready = useMemo(() => forKiosk(html), [html]);
  return <div class="prose" dangerouslySetInnerHTML={{ __html: ready }} />;
}

/**
 * On a totem nobody can follow a link (the QR code takes it away), so links become plain words; pictures are
 * looked for among the release's media; headings go below those of the page.
 */
function forKiosk(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  for (const link of template.content.querySelectorAll('a')) {
    const words = document.createElement('strong');
    words.append(...link.childNodes);
    link.replaceWith(words);
  }
  for (const picture of template.content.querySelectorAll('img')) {
    picture.src = mediaUrl(picture.getAttribute('src') ?? '');
  }
  for (const heading of template.content.querySelectorAll('h1, h2, h3, h4, h5')) {
    const lower = document.createElement(Number(heading.tagName[1]) <= 2 ? 'h3' : 'h4');
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
  return template.innerHTML;
}
