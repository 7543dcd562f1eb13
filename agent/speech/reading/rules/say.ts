import { largest } from '../numbers/groups.ts';
import type { Grammar } from '../types.ts';

/** A run of digits: as a number, or digit by digit where that is how it is written. */
export function sayWhole(digits: string, grammar: Grammar): string {
  const bare = digits.replace(/\D/g, '');
  if (bare.length > 1 && bare.startsWith('0')) return sayDigits(bare, grammar);
  const number = Number(bare);
  return bare.length > 12 || number > largest ? sayDigits(bare, grammar) : grammar.cardinal(number);
}

export function sayDigits(digits: string, grammar: Grammar): string {
  return [...digits].map((digit) => grammar.cardinal(Number(digit))).join(grammar.digitGap);
}

/** Digits one by one in the groups in which they are written. */
export function sayGroups(text: string, grammar: Grammar): string {
  return text
    .split(/\D+/)
    .filter((group) => group !== '')
    .map((group) => sayDigits(group, grammar))
    .join(grammar.groupGap);
}

/** A number with group and decimal signs, such as `1.234,50`. */
export function sayNumber(text: string, grammar: Grammar): string {
  const { point, decimalSign, minus } = grammar;
  const negative = /^[-−]/.test(text);
  const [whole = '', decimals] = text.replace(/^[-−+]/, '').split(decimalSign);
  const read = sayWhole(whole, grammar);
  const sign = negative ? `${minus} ` : '';
  if (decimals === undefined) return sign + read;
  // Behind a comma two digits are read as one number, with its zeros; more of them, and those behind a point,
  // one by one.
  const zeros = /^0*/.exec(decimals)?.[0] ?? '';
  const rest = decimals.slice(zeros.length);
  const parts = [...zeros].map(() => grammar.cardinal(0));
  if (rest !== '')
    parts.push(
      rest.length <= 2 && decimalSign === ',' ? grammar.cardinal(Number(rest)) : sayDigits(rest, grammar),
    );
  return `${sign}${read} ${point} ${parts.join(grammar.digitGap)}`;
}

/** Pattern of a number with its group and decimal signs. */
export function numberSource({ groupSign, decimalSign }: Grammar): string {
  const group = groupSign === ' ' ? '[ \\u00a0\\u202f]' : `[${groupSign}]`;
  return `\\d{1,3}(?:${group}\\d{3})+(?:[${decimalSign}]\\d+)?(?!\\d)|\\d+(?:[${decimalSign}]\\d+)?`;
}

/** Whether a number as written is exactly one. */
export function isOne(text: string): boolean {
  return /^0*1$/.test(text);
}

export function spell(letters: string, grammar: Grammar): string {
  const names = grammar.letters;
  if (names === null) return [...letters].join(' ');
  return [...letters.toLowerCase()].map((letter) => names[letter] ?? letter).join(' ');
}
