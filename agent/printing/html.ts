import type { ReceiptPart } from './escpos.ts';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** Beginnings and ends of what stands on lines of its own in the HTML that the content's Markdown is rendered to. */
const blocks = /<(\/?)(h[1-6]|p|li|ul|ol|tr|table|blockquote|pre|hr|br)\b[^>]*>/g;

/** The text of a rendered Markdown body, its headings and its list items. Pictures are left out. */
export function partsOf(html: string): ReceiptPart[] {
  const parts: ReceiptPart[] = [];
  let heading = false;
  let item = false;
  /** Of each list that is open: the number of its last item, `null` where it has none. */
  const lists: (number | null)[] = [];
  const put = (piece: string): void => {
    const text = textOf(piece);
    if (text === '') return;
    const number = lists.at(-1) ?? null;
    if (item) parts.push({ kind: 'item', text, ...(number !== null && { number }) });
    else parts.push({ kind: heading ? 'heading' : 'text', text });
    // What follows in the same item stands under its mark without one of its own.
    item = false;
  };
  let from = 0;
  for (const { 0: tag, 1: closing, 2: name = '', index } of html.matchAll(blocks)) {
    put(html.slice(from, index));
    from = index + tag.length;
    if (/^h[1-6]$/.test(name)) heading = closing === '';
    if (name === 'ol' || name === 'ul') {
      if (closing) lists.pop();
      else lists.push(name === 'ol' ? 0 : null);
    }
    if (name === 'li') {
      item = closing === '';
      const number = lists.at(-1);
      if (item && typeof number === 'number') lists[lists.length - 1] = number + 1;
    }
  }
  put(html.slice(from));
  return parts;
}

function textOf(html: string): string {
  return html
    .replace(/<\/t[dh]>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#39|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
