/** Longer texts are cut: nobody listens for an hour. */
export const longestText = 8000;

/**
 * Text of a Markdown document as a caption shows it: marks taken off, blocks on lines of their own, control
 * characters gone. What stands in angle brackets is no part of what is said.
 */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, longestText)
    .normalize('NFC')
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(forbidden, ' ')
    .replace(invisible, '')
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
    .replace(/[０-９]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0xff10))
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '')
    .join('\n');
}

/** Control characters but the line feed, and private use. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const forbidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufff0-\uffff\ue000-\uf8ff]/g;
/** Soft hyphen, zero-width and direction marks. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;

function plainLine(line: string): string {
  return line
    .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)/, '')
    .replace(/^\s*(?:[-*_=]\s*){3,}$/, '')
    .replace(/^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$/, '')
    .replace(/^\s*\||\|\s*$/g, '')
    .replace(/\s*\|\s*/g, ', ')
    .replace(/^(\s*\d{1,3})\.\s+/, '$1) ')
    .replace(/<(https?:[^<>\s]{1,300}|[^<>\s@]{1,100}@[^<>\s]{1,100})>/g, '$1')
    .replace(/<[^<>]{0,400}>/g, ' ')
    .replace(/!?\[([^[\]]{0,400})\]\([^()]{0,400}\)/g, '$1')
    .replace(/`{1,3}/g, '')
    .replace(/\*{1,3}|~~|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])/gu, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
