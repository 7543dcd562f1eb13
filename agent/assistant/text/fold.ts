/** Text in the one form in which it is compared: small letters, no accents, one kind of apostrophe. */
export function fold(text: string): string {
  let folded = text;
  // A pass can uncover what the next one changes (a ligature with an accent); three are enough in practice.
  for (let pass = 0; pass < 4; pass += 1) {
    const next = foldOnce(folded);
    if (next === folded) break;
    folded = next;
  }
  return folded;
}

function foldOnce(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘ʼʹ`´′ʻ]/gu, "'")
    .replace(/ß/gu, 'ss')
    .replace(/æ/gu, 'ae')
    .replace(/œ/gu, 'oe')
    .replace(/ø/gu, 'o')
    .replace(/đ/gu, 'd')
    .replace(/ł/gu, 'l')
    .replace(/[أإآٱ]/gu, 'ا')
    .replace(/ى/gu, 'ي')
    .replace(/ة/gu, 'ه')
    .replace(/ـ/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Longest word and most words that are looked at: a question has 300 characters at most. */
const maximumWord = 40;
const maximumWords = 4000;
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const wordOrIdeographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{N}]+/gu;

/**
 * The words of a text, folded. An apostrophe parts words (`dell'ufficio`), three equal letters become one
 * (`ciaooo`), and scripts without spaces are cut in overlapping pairs of signs.
 */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const [run] of fold(text).matchAll(wordOrIdeographs)) {
    if (found.length >= maximumWords) break;
    if (ideographs.test(run)) found.push(...pairs(run));
    else found.push(run.replace(/(\p{L})\1{2,}/gu, '$1').slice(0, maximumWord));
  }
  return found;
}

function pairs(run: string): string[] {
  const signs = [...run];
  if (signs.length < 2) return signs;
  return signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}
