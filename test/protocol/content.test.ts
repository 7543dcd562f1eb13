import test from 'ava';
import { compileContent } from '../../protocol/content/index.ts';
import { card, sampleContent, smallContent } from '../harness/sample-content.ts';

const problemsOf = (changes: Record<string, string | Uint8Array | null>) =>
  compileContent(smallContent(changes), 'r-1').problems;

test('a directory without mistakes becomes content', (t) => {
  const { content, problems } = compileContent(smallContent(), 'r-1');
  t.deepEqual(problems, []);
  t.is(content?.release, 'r-1');
  t.deepEqual(content?.playlist, [
    { media: 'media/a.svg', kind: 'image', seconds: 8 },
    { media: 'media/b.webm', kind: 'video', seconds: null },
  ]);
  t.is(content?.cards[0]?.versions.en?.title, 'Registering');
  t.is(content?.cards[0]?.versions.it?.costs, null);
  t.deepEqual(content?.offices[0]?.versions.it?.hours, ['9-12']);
});

test('links are words with their address, pictures keep their path, raw HTML is escaped', (t) => {
  const { content } = compileContent(
    smallContent({ 'cards/did/it.md': `${card}\n<script>x</script> <https://www.example.org>\n` }),
    'r-1',
  );
  const html = content?.cards[0]?.versions.it?.html ?? '';
  t.false(html.includes('<a'));
  t.false(html.includes('<script'));
  t.true(
    html.includes(
      '<span class="reference">portale</span> <span class="address">(www.example.org/did)</span>',
    ),
  );
  t.true(html.includes('<img src="media/a.svg" alt="Mappa">'));
  t.true(html.includes('&lt;script&gt;'));
});

test('the sample content has no mistake, is in all its languages where it counts, and enough to show', async (t) => {
  const { content, problems } = compileContent(await sampleContent(), 'demo');
  t.deepEqual(problems, []);
  if (!content) return;
  const { cards, offices, news, events, languages } = content;
  t.deepEqual(languages, ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh']);
  t.true(cards.length >= 14);
  t.true(offices.length >= 6);
  const all = languages.toSorted();
  for (const entry of [...offices, ...news, ...events]) {
    t.deepEqual(Object.keys(entry.versions).sort(), all, entry.id);
  }
  for (const { title, summary } of content.categories) {
    t.deepEqual([Object.keys(title).sort(), Object.keys(summary).sort()], [all, all]);
  }
  // The most asked cards; the others are there in Italian and English, and the screen says so.
  const translated = cards.filter(({ versions }) => Object.keys(versions).length === all.length);
  t.true(translated.length >= 10);
  t.true(cards.every(({ versions }) => versions.it !== undefined && versions.en !== undefined));
  for (const category of content?.categories ?? []) {
    t.true(
      content?.cards.some((entry) => entry.category === category.id),
      `${category.id} has no card`,
    );
  }
});

test('files may be read on demand, and media only at their start', (t) => {
  const asked: string[] = [];
  const files = [...smallContent()].map(([path, bytes]) => ({
    path,
    size: bytes.length,
    bytes(maximum?: number) {
      asked.push(`${path} ${maximum ?? 'all'}`);
      return bytes.subarray(0, maximum);
    },
  }));
  t.deepEqual(compileContent(files, 'r-1').problems, []);
  t.true(asked.includes('media/b.webm 64'));
});

test('hidden files are left out', (t) => {
  t.deepEqual(problemsOf({ '.DS_Store': 'x', 'cards/.swp': 'x', '.git/config': 'x' }), []);
});

test('a missing playlist is an empty one', (t) => {
  const { content } = compileContent(smallContent({ 'playlist.yaml': null }), 'r-1');
  t.deepEqual(content?.playlist, []);
});

test('cards are in the order of their titles in the default language', (t) => {
  const { content } = compileContent(
    smallContent({
      'cards/b/it.md': card.replace('Iscriversi', 'Àncora'),
      'cards/a/it.md': card.replace('Iscriversi', 'Zona'),
    }),
    'r-1',
  );
  t.deepEqual(
    content?.cards.map(({ id }) => id),
    ['b', 'did', 'a'],
  );
});
