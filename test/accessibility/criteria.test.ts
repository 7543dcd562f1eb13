import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { criteria } from './criteria.ts';
import { declarationOf } from './declaration.ts';
import { repeatedIn, resultsOf, verdictOf } from './results.ts';
import type { Criterion } from './types.ts';

const root = join(import.meta.dirname, '../..');

/** Titles of a file's tests, as expressions: what is put into a template may be anything. */
function titlesIn(file: string): RegExp[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/\btest(?:\.serial)?\(\s*(['`])((?:\\.|(?!\1)[^\\])*)\1/g)].map(
    ([, , title = '']) => {
      const parts = title.replaceAll("\\'", "'").split(/\$\{[^}]*\}/);
      return new RegExp(
        `^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`,
      );
    },
  );
}

test('every criterion names tests that exist, or says why there is none', (t) => {
  const titles = new Map<string, RegExp[]>();
  for (const { clause, wcag, title, proof } of criteria) {
    const name = `${clause} ${wcag} ${title}`;
    if (proof.by !== 'tests') {
      t.not('why' in proof ? proof.why : proof.what, '', name);
      continue;
    }
    t.true(proof.tests.length > 0, name);
    for (const { file, title: wanted } of proof.tests) {
      t.true(existsSync(join(root, file)), `${name}: ${file}`);
      const known = titles.get(file) ?? titlesIn(file);
      titles.set(file, known);
      t.true(
        known.some((each) => each.test(wanted)),
        `${name}: ${file} has no test "${wanted}"`,
      );
    }
  }
});

test('no criterion is there twice, and every one of WCAG 2.2 up to AA is there', (t) => {
  const numbers = criteria.flatMap(({ wcag }) => wcag ?? []);
  t.is(new Set(numbers).size, numbers.length);
  const clauses = criteria.flatMap(({ clause }) => clause ?? []);
  t.is(new Set(clauses).size, clauses.length);
  // 31 of level A and 24 of level AA: 4.1.1 was taken out of WCAG 2.2.
  t.is(numbers.length, 55);
});

const tests = (title: string): Criterion => ({
  clause: '5.1.4',
  title: 'prova',
  proof: { by: 'tests', tests: [{ file: 'test/agent/ui/keys.test.ts', title }] },
});
const tap = `TAP version 13
ok 1 - agent › ui › keys › a good one
not ok 2 - agent › ui › keys › a bad one
  ---
  name: AssertionError
  ...
ok 3 - agent › ui › turkeys › a stranger
1..3
`;

test('a criterion is met when all its tests passed, failed when one did not, open when one did not run', (t) => {
  const results = resultsOf(tap);
  t.deepEqual(results.count, { passed: 2, failed: 1 });
  t.is(verdictOf(tests('a good one'), results), 'met');
  t.is(verdictOf(tests('a bad one'), results), 'failed');
  t.is(verdictOf(tests('one that did not run'), results), 'open');
  t.is(verdictOf(tests('a stranger'), results), 'open', 'the file counts too');
  t.is(resultsOf('ok 1 - a good one # SKIP\n').count.passed, 0);
});

test('what failed among all counts as it ended by itself, and nothing else does', (t) => {
  const [one, other] = ['a', 'b'].map((title) => ({ file: 'test/agent/ui/keys.test.ts', title }));
  if (!one || !other) return t.fail();
  const first = resultsOf('ok 1 - ui › keys › a\nnot ok 2 - ui › keys › b');
  const mended = repeatedIn(first, [resultsOf('ok 1 - b', other.file)]);
  t.deepEqual([mended.of(one), mended.of(other), mended.count], [true, true, { passed: 2, failed: 0 }]);
  const still = repeatedIn(first, [resultsOf('not ok 1 - b', other.file)]);
  t.deepEqual([still.of(one), still.of(other), still.count], [true, false, { passed: 1, failed: 1 }]);
});

test('the declaration says no more than the results, and invents nobody', (t) => {
  const institution = {
    name: 'Provincia di prova',
    sample: false,
    contact: null,
    subject: 'il totem',
    published: null,
  };
  const declared = (criterion: Criterion) =>
    declarationOf(institution, [criterion], resultsOf(tap), '2026-11-25');
  t.regex(declared(tests('a good one')), /è \*\*conforme\*\*/);
  t.regex(declared(tests('a bad one')), /\*\*non è conforme\*\*/);
  const some = declarationOf(
    institution,
    [tests('a good one'), tests('one that did not run')],
    resultsOf(tap),
    '2026-11-25',
  );
  t.regex(some, /\*\*parzialmente conforme\*\*/);
  t.regex(some, /non provato/);
  t.notRegex(some, /Esempio/);
  t.regex(
    declarationOf({ ...institution, sample: true }, [tests('a good one')], resultsOf(tap), '2026-11-25'),
    /Esempio, compilato con i contenuti dimostrativi/,
  );
  t.regex(some, /segnalarlo a \*da indicare/);
  for (const section of [
    'Stato di conformità',
    'Contenuti non accessibili',
    'Redazione della dichiarazione',
    'Feedback e informazioni di contatto',
    'Procedura di attuazione',
    'Informazioni sul totem',
  ]) {
    t.true(some.includes(`## ${section}`), section);
  }
});
