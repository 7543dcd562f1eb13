import { rule } from '../rules/numbers.ts';
import type { Rule } from '../types.ts';

/**
 * Abbreviations read in full; longest first, so that `artt.` is not taken for `art.`. Those that end in a full
 * stop may be followed by anything; the others end a word. Capitals at the beginning of a sentence are allowed.
 */
export function abbreviationRule(words: Readonly<Record<string, string>>): Rule {
  const names = Object.keys(words).sort((one, other) => other.length - one.length);
  const source = names
    .map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ /g, '\\s?'))
    .map((name) => (/[\p{L}\p{N}]$/u.test(name) ? `${name}(?![\\p{L}\\p{N}])` : name))
    .join('|');
  const byName = new Map(names.map((name) => [fold(name), words[name] ?? name]));
  return rule(source, ([found = '']) => byName.get(fold(found)) ?? null, 'iuy');
}

function fold(name: string): string {
  return name.toLowerCase().replace(/\s/g, '');
}
