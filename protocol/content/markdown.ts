import MarkdownIt, { type RendererRule } from 'markdown-it';

/** Something in a Markdown body that needs a look: a picture that is shown, or a level-one heading. */
export interface MarkdownBody {
  html: string;
  images: { path: string; line: number }[];
  /** Lines with a heading of the first level, which is the title's. */
  topHeadings: number[];
}

/**
 * Renders a Markdown body. Raw HTML is escaped. A totem has no browser, so a link becomes its text followed
 * by its address to read. The `src` of a picture is its path in the release, such as `media/map.png`.
 *
 * @param firstLine line of the file on which the body starts
 */
export function renderMarkdown(body: string, firstLine: number): MarkdownBody {
  const tokens = markdown.parse(body, {});
  const images: MarkdownBody['images'] = [];
  const topHeadings: number[] = [];
  for (const token of tokens) {
    const line = firstLine + (token.map?.[0] ?? 0);
    if (token.type === 'heading_open' && token.tag === 'h1') topHeadings.push(line);
    for (const child of token.children ?? []) {
      if (child.type === 'image') images.push({ path: decoded(child.attrGet('src') ?? ''), line });
    }
  }
  return { html: markdown.renderer.render(tokens, markdown.options, {}), images, topHeadings };
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.renderer.rules.link_open = () => '<span class="reference">';
markdown.renderer.rules.link_close = (tokens, index) => {
  const opening = openingOf(tokens, index);
  const target = decoded(tokens[opening]?.attrGet('href') ?? '');
  const address = target.replace(/^(?:https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '');
  const label = tokens
    .slice(opening + 1, index)
    .map(({ content }) => content)
    .join('');
  if (address === '' || label.includes(address)) return '</span>';
  return `</span> <span class="address">(${markdown.utils.escapeHtml(address)})</span>`;
};
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const source = decoded(token?.attrGet('src') ?? '');
  const { escapeHtml } = markdown.utils;
  return `<img src="${escapeHtml(source)}" alt="${escapeHtml(token?.content ?? '')}">`;
};

function openingOf(tokens: Parameters<RendererRule>[0], closing: number): number {
  for (let index = closing - 1; index >= 0; index -= 1) {
    if (tokens[index]?.type === 'link_open') return index;
  }
  return closing;
}

/** markdown-it percent-encodes addresses; paths are compared and addresses are read in plain letters. */
function decoded(address: string | number): string {
  try {
    return decodeURI(String(address));
  } catch {
    return String(address);
  }
}
