import type { Grammar, Rule } from '../types.ts';
import { rule } from './numbers.ts';
import { sayWhole, spell } from './say.ts';

/** Longest path of an address that is read; of a longer one only the site is. */
const longestPath = 40;

/** Addresses of mail and of the web. */
export function webRules(grammar: Grammar): Rule[] {
  const { web } = grammar;
  const say = (text: string): string =>
    text
      .split(/([@./_-]|\d+)/)
      .map((part) => {
        if (part === '@') return ` ${web.at} `;
        if (part === '.') return ` ${web.dot} `;
        if (part === '/') return ` ${web.slash} `;
        if (part === '-') return ` ${web.dash} `;
        if (part === '_') return ` ${web.underscore} `;
        if (/^\d+$/.test(part)) return ` ${sayWhole(part, grammar)} `;
        if (part.toLowerCase() === 'www') return spell('www', grammar);
        // Two letters, such as a country's, are spelled unless they are a syllable.
        return /^[a-z]{2}$/i.test(part) && part.toLowerCase() !== 'it' ? spell(part, grammar) : part;
      })
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  const host = `(?:${label}\\.){1,6}[a-z]{2,18}`;
  return [
    rule(`[a-z0-9][a-z0-9._+-]{0,63}@${host}(?![\\p{L}\\p{N}])`, ([mail = '']) => say(mail), 'iuy'),
    rule(`(?:https?://)(${host})(:\\d+)?(/[^\\s<>"]*)?`, (match) => say(site(match)), 'iuy'),
    rule(`(www\\.${host})(:\\d+)?(/[^\\s<>"]*)?`, (match) => say(site(match)), 'iuy'),
    rule(
      `((?:${label}\\.){1,4}(?:it|eu|com|org|net|info|gov))(:\\d+)?(/[^\\s<>"]*)?(?![\\p{L}\\p{N}])`,
      (match) => say(site(match)),
      'uy',
    ),
  ];
}

/** Without its scheme, and without what is no part of it: a full stop behind it, a slash at its end. */
function site([, host = '', , path = '']: RegExpExecArray): string {
  const kept = path.replace(/[?#].*$/, '').replace(/[/.,;:!?)\]]+$/, '');
  return kept.length > longestPath || /[^\w./-]/.test(kept) ? host : host + kept;
}
