import test from 'ava';
import { compileContent } from '../../protocol/content/index.ts';
import { sampleContent, smallContent } from '../harness/sample-content.ts';

const cardPath = 'cards/did/it.md';

/** The small content with something more in the head of its card. */
function withHead(lines: string) {
  const before = Buffer.from(smallContent().get(cardPath) ?? '').toString('utf8');
  return smallContent({ [cardPath]: before.replace('\nupdated:', `\n${lines}\nupdated:`) });
}

test('easy words are compiled with their pictures; a card without them has none', (t) => {
  const { content, problems } = compileContent(
    withHead('simple:\n  - icon: euro\n    text: È gratis.\n  - text: Porta il documento.'),
    'r-1',
  );
  t.deepEqual(problems, []);
  t.deepEqual(content?.cards[0]?.versions.it?.simple, [
    { icon: 'euro', text: 'È gratis.' },
    { icon: null, text: 'Porta il documento.' },
  ]);
  t.deepEqual(compileContent(smallContent(), 'r-1').content?.cards[0]?.versions.it?.simple, []);
});

test('a sentence that is too long, too many of them, and what is no sentence are refused by their line', (t) => {
  const refused = (lines: string) =>
    compileContent(withHead(lines), 'r-1').problems.map(({ file, message }) => `${file} ${message}`);
  for (const lines of [
    `simple:\n  - text: ${'a'.repeat(121)}`,
    `simple:\n${'  - text: Ancora.\n'.repeat(9)}`.trimEnd(),
    'simple: []',
    'simple:\n  - solo testo',
    'simple:\n  - text: Ok.\n    icon: Non Così',
  ]) {
    const [first] = refused(lines);
    t.regex(first ?? '', /^cards\/did\/it\.md /, lines);
  }
});

test('the sample content says its main cards in easy words, in sentences of at most twenty words', async (t) => {
  const { content } = compileContent(await sampleContent(), 'r-1');
  const cards = content?.cards ?? [];
  t.true(cards.filter(({ versions }) => (versions.it?.simple.length ?? 0) > 0).length >= 10);
  for (const { id, versions } of cards) {
    t.is(versions.it?.simple.length, versions.en?.simple.length, id);
    for (const { text, icon } of [...(versions.it?.simple ?? []), ...(versions.en?.simple ?? [])]) {
      for (const sentence of text.split(/(?<=[.?!])\s/)) t.true(sentence.split(' ').length <= 20, text);
      t.truthy(icon, text);
    }
  }
});
