import type { Grammar, Rule } from '../types.ts';
import { dateRules } from './dates.ts';
import { nameRules } from './names.ts';
import { numberRules } from './numbers.ts';
import { phoneRules } from './phones.ts';
import { timeRules } from './times.ts';
import { webRules } from './web.ts';

/** All rules of a language, in the order in which they are tried. Their patterns keep a place: one text at a time. */
export function rulesOf(grammar: Grammar): readonly Rule[] {
  return [
    ...webRules(grammar),
    ...grammar.rules,
    ...phoneRules(grammar),
    ...dateRules(grammar),
    ...timeRules(grammar),
    ...numberRules(grammar),
    ...nameRules(grammar),
  ];
}
