import type { Grammar, Rule } from '../types.ts';
import { rule } from './numbers.ts';
import { sayGroups } from './say.ts';

const gap = '[ \\u00a0./-]?';
const end = '(?![\\p{L}\\p{N}]|[.,:/]\\d|\\s?[€%])';

/**
 * Telephone numbers, digit by digit in their groups: international ones, Italian landlines (which begin with a
 * zero), mobiles, toll-free numbers, and the short numbers of public services in Italy.
 */
export function phoneRules(grammar: Grammar): Rule[] {
  return [
    rule(
      `(?:\\+|00)[1-9]\\d{0,2}(?:${gap}\\(?\\d{1,4}\\)?){2,6}${end}`,
      ([number = '']) =>
        (number.startsWith('+') ? `${plus[grammar.language]} ` : '') + sayGroups(number, grammar),
    ),
    rule(`0\\d{1,3}(?:${gap}\\d{2,8}){1,3}${end}`, ([number = '']) =>
      number.replace(/\D/g, '').length >= 6 && !/^0\d[./-]\d{2}[./-]\d{2,4}$/.test(number)
        ? sayGroups(number, grammar)
        : null,
    ),
    rule(`(?:800|803|840|848|199|892)${gap}\\d{3}(?:${gap}\\d{2,4})?${end}`, ([number = '']) =>
      sayGroups(number, grammar),
    ),
    rule(`3\\d\\d[ \\u00a0./-]?\\d{3}[ \\u00a0.-]?\\d{3,4}${end}`, ([number = '']) =>
      sayGroups(number, grammar),
    ),
    // Emergency, violence against women, fire in woods, the doctor on call, telephone for children.
    rule(`(?:11[2-8]|1522|1515|1530|116117|116000|19696)${end}`, ([number = ''], before) =>
      /\b(?:art|n|nr|no|legge|law|via|dal|from|to)\.?\s$/i.test(before) ? null : sayGroups(number, grammar),
    ),
  ];
}

const plus: Record<Grammar['language'], string> = {
  it: 'più',
  en: 'plus',
  de: 'plus',
  fr: 'plus',
  es: 'más',
  ar: 'زائد',
  zh: '加',
};
