import test from 'ava';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { compileContent } from '../../protocol/content/index.ts';
import { card, smallContent } from '../harness/sample-content.ts';

const paths = [
  'content.yaml',
  'playlist.yaml',
  'offices/urp/opening.yaml',
  'offices/urp/map.yaml',
  'news/avviso/it.md',
  'events/incontro/it.md',
  'cards/did/it.md',
  'offices/urp/it.md',
  'media/a.svg',
  'media/b.webm',
];

/** Whatever the files hold: no exception, and content only where nothing is wrong. */
function holds(changes: Record<string, string | Uint8Array>): boolean {
  const { content, problems } = compileContent(smallContent(changes), 'r-1');
  const sorted = problems.every(({ file, line }, index) => {
    const before = problems[index - 1];
    return line >= 1 && (!before || before.file < file || (before.file === file && before.line <= line));
  });
  return sorted && (content === null) === problems.length > 0;
}

test('arbitrary bytes in any file never throw', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 400 }), (path, bytes) =>
        holds({ [path]: bytes }),
      ),
      { numRuns: 150 },
    ),
  );
});

test('arbitrary YAML values never throw', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.constantFrom(...paths.slice(0, 8)), fc.jsonValue({ maxDepth: 4 }), (path, value) => {
        const yaml = stringify(value);
        return holds({ [path]: path.endsWith('.md') ? `---\n${yaml}---\nx` : yaml });
      }),
      { numRuns: 150 },
    ),
  );
});

const yamlPiece = fc.constantFrom(
  '- ',
  '? ',
  ': ',
  '[',
  ']',
  '{',
  '}',
  '&a ',
  '*a',
  '!!map ',
  '"',
  "'",
  '|',
  '>',
  '%',
  '\n',
  '  ',
  '\t',
  'a',
  '1',
  '---\n',
  '...\n',
  '#',
  ',',
  '<<: ',
  'version: 1\n',
  'items:',
);

test('arbitrary pieces of YAML never throw', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.constantFrom(...paths.slice(0, 8)),
        fc.array(yamlPiece, { maxLength: 60 }),
        (path, pieces) => {
          const yaml = pieces.join('');
          return holds({ [path]: path.endsWith('.md') ? `---\n${yaml}\n---\n` : yaml });
        },
      ),
      { numRuns: 200 },
    ),
  );
});

const markdownPiece = fc.constantFrom(
  '[a](',
  ')',
  '![',
  '](media/a.svg)',
  '<https://x.y>',
  '<b>',
  '# ',
  '> ',
  '- ',
  '`',
  '**',
  '\n',
  '\n\n',
  'javascript:',
  '%ff',
  '&lt;',
  '\\',
  '[x]: y\n',
  '"',
  "'",
  '<a href=x>',
  '|',
);

test('no Markdown makes an element that leads off the page or runs', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(markdownPiece, { maxLength: 40 }), (pieces) => {
        const { content } = compileContent(
          smallContent({ 'cards/did/it.md': card + pieces.join('') }),
          'r-1',
        );
        const html = content?.cards[0]?.versions.it?.html ?? '';
        return !/<(?:a|script|iframe|b)[\s>]|\son\w+=/i.test(html.replaceAll(/="[^"]*"/g, '=""'));
      }),
      { numRuns: 200 },
    ),
  );
});

test('deep nesting and many small parts are refused, not survived by luck', (t) => {
  for (const part of ['[', '{', '- ', '? ', 'a: ', '&a ', '- [', '!!map {']) {
    const yaml = part.repeat(Math.floor((60 * 1024) / part.length));
    t.is(compileContent(smallContent({ 'playlist.yaml': yaml }), 'r-1').content, null, part);
  }
  const comments = `${'<!-- --> '.repeat(20_000)}<sv`;
  t.is(compileContent(smallContent({ 'media/a.svg': comments }), 'r-1').content, null);
});
