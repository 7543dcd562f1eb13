/**
 * The upper half of code page 858: code page 850 with the euro sign in place of the dotless i. It has every letter of
 * Italian, German, French and Spanish but œ and capital Ÿ.
 */
const upperHalf =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

const codes = new Map([...upperHalf].map((letter, index) => [letter, 0x80 + index]));

/** What is written with letters that the printer has. The rest loses its accents, or becomes a question mark. */
const written: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '‹': '<',
  '›': '>',
  '–': '-',
  '—': '-',
  '‑': '-',
  '‐': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '→': '->',
  '←': '<-',
  œ: 'oe',
  Œ: 'Oe',
  Ÿ: 'Y',
  ẞ: 'SS',
  ı: 'i',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  '™': 'TM',
  '№': 'No',
  '‰': 'o/oo',
};

/** Spaces of every width, and signs that are not seen: the printer knows one space. */
const spaces = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/gu;
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** A text in the printer's letters: one line, without a sign that could be an order. */
export function printable(text: string): string {
  let plain = '';
  for (const letter of text.normalize('NFC').replace(spaces, ' ').replace(unseen, '')) {
    plain += plainOf(letter);
  }
  return plain.replace(/ {2,}/g, ' ').trim();
}

function plainOf(letter: string): string {
  if ((letter >= ' ' && letter <= '~') || codes.has(letter)) return letter;
  const known = written[letter];
  if (known !== undefined) return known;
  const base = letter.normalize('NFKD').replace(/\p{M}+/gu, '');
  return base !== letter && base !== '' && [...base].every((one) => one >= ' ' && one <= '~') ? base : '?';
}

/** Bytes of a text that `printable` made. A sign that it would not have made is a question mark. */
export function bytesOf(text: string): number[] {
  return [...text].map((letter) => {
    const code = codes.get(letter) ?? letter.charCodeAt(0);
    return letter.length === 1 && (codes.has(letter) || (code >= 0x20 && code <= 0x7e)) ? code : 0x3f;
  });
}

/** Whether the printer can write a text well: nearly every letter of it. */
export function hasLettersFor(text: string): boolean {
  const letters = [...text.normalize('NFC')].filter((letter) => /\p{L}/u.test(letter));
  const strange = letters.filter((letter) => plainOf(letter) === '?');
  return strange.length <= letters.length / 20;
}

/**
 * Breaks a text into lines of at most `width` letters, between words where it can.
 *
 * @param text as `printable` made it
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = rest;
  }
  if (line !== '') lines.push(line);
  return lines;
}
