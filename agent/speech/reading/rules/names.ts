import { romanValue } from '../roman.ts';
import type { Grammar, Rule } from '../types.ts';
import { rule } from './numbers.ts';
import { spell } from './say.ts';

/** All-caps words: known acronyms, the others spelled or read by how they look. */
export function nameRules(grammar: Grammar): Rule[] {
  if (grammar.letters === null) return [];
  return [
    rule('(?:\\p{Lu}\\.){2,6}(?!\\p{L})', ([dotted = '']) =>
      readAcronym(dotted.replaceAll('.', ''), grammar),
    ),
    rule('\\p{Lu}{2,}(?![\\p{L}\\p{N}])', ([word = '']) => readAcronym(word, grammar)),
    // Known ones may be followed by a number: SP 14, art. 5 has its own rule.
    rule('\\p{Lu}(?=\\s\\d)(?![\\p{L}\\p{N}])', ([letter = ''], before) =>
      /\p{L}\s$/u.test(before) && Object.hasOwn(grammar.letters ?? {}, letter.toLowerCase())
        ? spell(letter, grammar)
        : null,
    ),
  ];
}

function readAcronym(word: string, grammar: Grammar): string {
  if (Object.hasOwn(grammar.acronyms, word)) return grammar.acronyms[word] ?? word;
  return spoken(word) ? word.toLowerCase() : spell(word, grammar);
}

/** Whether an all-caps word can be said as a word: long, with vowels between its consonants. */
function spoken(word: string): boolean {
  if (word.length >= 7) return true;
  if (word.length < 4) return false;
  return !/[^AEIOUÀÈÉÌÒÙ]{3}|^[^AEIOU]{2}(?![AEIOU])|[^AEIOUÀÈÉÌÒÙLNRS]$/u.test(word);
}

/** Reads a Roman number with the language's ordinal, after a word that calls for one. */
export function romanRule(calls: RegExp, ordinal: (value: number, before: string) => string): Rule {
  return rule('[IVXLCDM]{1,12}(?![\\p{L}\\p{N}]|\\.\\p{Lu})', ([roman = ''], before) => {
    const value = romanValue(roman);
    if (value === null) return null;
    // Two letters and more are numbers by their look, where they are no acronym (CI, CD, MI, DI, MM, CC, CV, DM).
    const surely = /^(?:X{1,3}(?:IX|IV|V?I{0,3})|V?I{2,3}|IV|VI|IX)$/.test(roman) && roman.length > 1;
    return surely || calls.test(before) ? ordinal(value, before) : null;
  });
}
