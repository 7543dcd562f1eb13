import type { Grammar, Rule } from '../types.ts';
import { rule } from './numbers.ts';

/** Times of the day, and opening hours from one to the other. */
export function timeRules(grammar: Grammar): Rule[] {
  // A full stop between hours and minutes is common where the comma is the decimal sign.
  const sign = grammar.decimalSign === ',' ? '[:.]' : ':';
  const hour = '(?:[01]?\\d|2[0-4])';
  const clock = `(${hour})${sign}([0-5]\\d)(?::[0-5]\\d)?`;
  const end = '(?!\\p{L}|\\p{N}|[:.,]\\d)';
  const say = (hours: string, minutes: string): string => grammar.time(Number(hours), Number(minutes));
  return [
    rule(`${clock}(?:\\s?h)?\\s?[-–—]\\s?${clock}${end}`, ([, a = '', b = '', c = '', d = '']) =>
      grammar.timeRange(say(a, b), say(c, d)),
    ),
    rule(`(${hour})\\s?[-–—]\\s?${clock}${end}`, ([, a = '', c = '', d = '']) =>
      grammar.timeRange(say(a, '00'), say(c, d)),
    ),
    rule(`${clock}\\s?[-–—]\\s?(${hour})${end}`, ([, a = '', b = '', c = '']) =>
      grammar.timeRange(say(a, b), say(c, '00')),
    ),
    rule(`${clock}${end}`, ([, hours = '', minutes = '']) => say(hours, minutes)),
  ];
}
