import type { Grammar, Rule } from '../types.ts';
import { rule } from './numbers.ts';

/** Dates in figures: ISO 8601, and day, month, year as Europe writes them. */
export function dateRules(grammar: Grammar): Rule[] {
  const read = (day: string, month: string, year: string, before: string): string | null => {
    const number = Number(year);
    // Two figures are a year of this century, or of the end of the last one.
    const full = year.length === 2 ? number + (number < 70 ? 2000 : 1900) : number;
    return isDate(Number(day), Number(month)) ? grammar.date(Number(day), Number(month), full, before) : null;
  };
  const end = '(?![\\p{L}\\p{N}]|[./-]\\d)';
  return [
    rule(`(\\d{4})-(\\d{2})-(\\d{2})${end}`, ([, year = '', month = '', day = ''], before) =>
      read(day, month, year, before),
    ),
    rule(
      `(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4}|\\d{2})${end}`,
      ([, day = '', , month = '', year = ''], before) => read(day, month, year, before),
    ),
    rule(`(\\d{1,2})/(\\d{1,2})${end}`, ([, day = '', month = ''], before) =>
      isDate(Number(day), Number(month)) && (day.length === 2 || month.length === 2)
        ? grammar.date(Number(day), Number(month), null, before)
        : null,
    ),
  ];
}

function isDate(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}
