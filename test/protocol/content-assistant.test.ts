import test from 'ava';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { compileContent } from '../../protocol/content/index.ts';
import { smallContent } from '../harness/sample-content.ts';

const good = `version: 1
synonyms:
  it:
    - [a, b]
elsewhere:
  - id: x
    askedAs: {it: [passaporto]}
    text: {it: Altrove}
flows:
  - id: f
    card: did
    askedAs: {it: [quale]}
    slots:
      - id: zona
        question: {it: Dove?}
        options:
          - {id: nord, label: {it: Nord}}
          - {id: sud, label: {it: Sud}, names: [Opera]}
    answers:
      - {when: {zona: nord}, text: {it: Qui}}
      - {when: {zona: sud}, text: {it: Là}}
`;

function problemsOf(assistant: string): string[] {
  return compileContent(smallContent({ 'assistant.yaml': assistant }), 'r-1').problems.map(
    ({ line, message }) => `${line} ${message}`,
  );
}

test('what assistant.yaml holds is compiled; without one it is empty', (t) => {
  const { content, problems } = compileContent(smallContent({ 'assistant.yaml': good }), 'r-1');
  t.deepEqual(problems, []);
  t.deepEqual(content?.assistant.synonyms, { it: [['a', 'b']] });
  t.deepEqual(content?.assistant.flows[0]?.slots[0]?.options[1]?.names, ['Opera']);
  t.deepEqual(compileContent(smallContent(), 'r-1').content?.assistant, {
    synonyms: {},
    suggestions: {},
    written: {},
    elsewhere: [],
    flows: [],
  });
});

const mistakes: [name: string, from: string, to: string, expected: string][] = [
  ['an unknown card', 'card: did', 'card: dad', '11 there is no card dad'],
  ['an undeclared language', 'synonyms:\n  it', 'synonyms:\n  de', '3 the language de is not declared'],
  [
    'no text in the default language',
    '{it: Altrove}',
    '{en: Elsewhere}',
    '8 elsewhere.0.text has no text in it',
  ],
  ['an unknown slot', 'when: {zona: nord}', 'when: {via: nord}', '20 this flow has no slot via'],
  ['an unknown option', 'when: {zona: nord}', 'when: {zona: est}', '20 slot zona has no option est'],
  [
    'a way without an answer',
    '      - {when: {zona: sud}, text: {it: Là}}\n',
    '',
    '19 no answer holds for zona sud',
  ],
  ['an id given twice', 'id: sud, label', 'id: nord, label', '18 the id nord is given twice'],
  ['a group of one word', '[a, b]', '[a]', '4 synonyms.it.0 needs at least 2'],
  [
    'an unknown occasion',
    'elsewhere:',
    'written:\n  birthday: {it: Auguri}\nelsewhere:',
    '6 written.birthday is not a known key',
  ],
];
for (const [name, from, to, expected] of mistakes) {
  test(`a mistake in assistant.yaml is named with its line: ${name}`, (t) => {
    const changed = good.replace(from, to);
    t.not(changed, good);
    const problems = problemsOf(changed);
    t.true(
      problems.some((problem) => problem.startsWith(expected)),
      problems.join('\n'),
    );
  });
}

test('arbitrary YAML in assistant.yaml never throws', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.record({
          version: fc.constant(1),
          flows: fc.jsonValue(),
          elsewhere: fc.jsonValue(),
          written: fc.jsonValue(),
        }),
        (value) => Array.isArray(problemsOf(stringify(value))),
      ),
      { numRuns: 100 },
    ),
  );
});
