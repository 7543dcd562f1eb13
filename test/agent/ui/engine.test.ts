import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const folder = fileURLToPath(new URL('../../../agent/ui', import.meta.url));

/**
 * What WPE WebKit 2.38 does not know and no bundler translates, with the Safari that has it first. A regular expression
 * that the engine cannot read is an error of the whole script: nothing at all would be shown.
 */
const missing: readonly (readonly [name: string, sign: RegExp, since: string])[] = [
  ['lookbehind in a regular expression', /\(\?<[=!]/, '16.4'],
  ['Array.fromAsync', /\bArray\.fromAsync\b/, '16.4'],
  ['Object.groupBy', /\b(?:Object|Map)\.groupBy\b/, '17.4'],
  ['Promise.withResolvers', /\bPromise\.withResolvers\b/, '17.4'],
  ['URL.canParse', /\bURL\.canParse\b/, '17'],
  [
    'iterator helpers',
    /\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|toArray|some|every)\(/,
    '18.4',
  ],
  ['methods of sets', /\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/, '17'],
];

test('the page uses nothing that the engine of a totem does not know', async (t) => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  t.true(names.length > 100);
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    for (const [what, sign, since] of missing)
      t.notRegex(text, sign, `${name}: ${what} came with Safari ${since}`);
  }
});
