/** A piece of a Markdown body, without its marks. */
export interface Piece {
  heading: string | null;
  text: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The paragraphs and list items of the HTML that the content's Markdown was rendered to, in order. */
export function piecesOf(html: string): Piece[] {
  const pieces: Piece[] = [];
  let heading: string | null = null;
  for (const [, tag, inner] of html.matchAll(
    /<(h[1-6]|p|li|td)\b[^>]*>([\s\S]*?)(?=<\/\1>|<(?:ul|ol|p|li)\b|$)/g,
  )) {
    const text = textOf(inner ?? '');
    if (text === '') continue;
    if (tag?.startsWith('h')) heading = text;
    else pieces.push({ heading, text });
  }
  return pieces;
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(#39|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sentences of a text: an end mark, a space, and a capital, a digit or an opening bracket after it. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…]["»)]?)\s+(?=[\p{Lu}\p{N}«"(])|(?<=[。！？؟])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The first sentences that fit, at most `count` and about `characters`; one at least, and never cut. */
export function firstSentences(text: string, count = 2, characters = 320): string {
  const kept: string[] = [];
  let length = 0;
  for (const sentence of sentencesOf(text)) {
    if (kept.length > 0 && (kept.length >= count || length + sentence.length > characters)) break;
    kept.push(sentence);
    length += sentence.length + 1;
  }
  return kept.join(' ');
}
