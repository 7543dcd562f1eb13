import type { Grammar, Rule } from '../types.ts';
import { isOne, numberSource, sayDigits, sayNumber, sayWhole, spell } from './say.ts';

/** Money, percentages, units, ranges, codes and plain numbers. */
export function numberRules(grammar: Grammar): Rule[] {
  const number = numberSource(grammar);
  const units = Object.keys(grammar.units)
    .sort((one, other) => other.length - one.length)
    .map((unit) => unit.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
  const euros = (text: string): string => {
    const [whole = '0', decimals = ''] = text.split(grammar.decimalSign);
    const bare = whole.replace(/\D/g, '');
    const cents = Number(decimals.slice(0, 2).padEnd(2, '0'));
    return grammar.euros(sayWhole(bare, grammar), isOne(bare), cents);
  };
  const dash = '\\s?[-–—]\\s?';
  return [
    rule(`(?:€|EUR|euro)\\s?(${number})(?!\\p{L})`, ([, amount = '']) => euros(amount)),
    rule(`(${number})\\s?(?:€|EUR(?!\\p{L})|[Ee]uros?(?!\\p{L})|欧元)`, ([, amount = '']) => euros(amount)),
    rule(`([-−]?(?:${number}))\\s?%`, ([, value = '']) => `${sayNumber(value, grammar)} ${grammar.percent}`),
    rule(`([-−]?(?:${number}))\\s?(${units})(?![\\p{L}\\p{N}])`, ([, value = '', unit = '']) => {
      const [one, more] = grammar.units[unit] ?? [unit, unit];
      return isOne(value) ? one : `${sayNumber(value, grammar)} ${more}`;
    }),
    // Years and ages from one to the other; a longer row of dashes is a code.
    rule(`(${number})${dash}(${number})(?![-–\\p{L}\\p{N}])`, ([, from = '', to = '']) =>
      grammar.range(sayNumber(from, grammar), sayNumber(to, grammar)),
    ),
    // Letters and digits in one: a line of the underground, a form, an account.
    rule('(?=[\\p{Lu}\\d]*\\d)(?=[\\p{Lu}\\d]*\\p{Lu})[\\p{Lu}\\d]{2,34}(?![\\p{L}\\p{N}])', ([code = '']) =>
      sayCode(code, grammar),
    ),
    rule(`[-−](?=\\d)(?:${number})`, ([value = ''], before) =>
      /(^|[\s(])$/.test(before) ? sayNumber(value, grammar) : null,
    ),
    rule(number, ([value = '']) => sayNumber(value, grammar)),
    rule('\\d+', ([value = '']) => sayWhole(value, grammar)),
  ];
}

/** Short numbers in a code are read whole (M4, 730), long ones digit by digit. */
function sayCode(code: string, grammar: Grammar): string {
  return code
    .split(/(\d+)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!/\d/.test(part)) return spell(part, grammar);
      return part.length <= 3 && code.length <= 6 ? sayWhole(part, grammar) : sayDigits(part, grammar);
    })
    .join(' ');
}

export function rule(source: string, read: Rule['read'], flags = 'uy'): Rule {
  return { pattern: new RegExp(source, flags), read };
}
