import test from 'ava';
import { compileContent } from '../../protocol/content/index.ts';
import { card, smallContent } from '../harness/sample-content.ts';

/** Changes to a directory without mistakes, and all that must then be reported: file:line and some words. */
const cases: Record<string, { changes: Record<string, string | Uint8Array | null>; expected: string[] }> = {
  'no content.yaml': {
    changes: { 'content.yaml': null },
    expected: ['content.yaml:1 this file is missing'],
  },
  'an unknown key': {
    changes: { 'cards/did/it.md': card.replace('office: urp', 'ofice: urp') },
    expected: ['cards/did/it.md:6 ofice is not a known key'],
  },
  'a missing field': {
    changes: { 'cards/did/it.md': card.replace('summary: Come fare\n', '') },
    expected: ['cards/did/it.md:2 summary is missing'],
  },
  'an empty field': {
    changes: { 'cards/did/it.md': card.replace('summary: Come fare', 'summary:') },
    expected: ['cards/did/it.md:4 summary is empty'],
  },
  'a number where text belongs': {
    changes: { 'cards/did/it.md': card.replace('title: Iscriversi', 'title: 2026') },
    expected: ['cards/did/it.md:3 title must be text, not a number: put quotes around it'],
  },
  'an unknown category and office, beside a wrong link and a day that does not exist': {
    changes: {
      'cards/did/it.md': card
        .replace('office: urp', 'office: nessuno')
        .replace('https://www.example.org/did\nup', 'http://www.example.org\nup')
        .replace('2026-11-02', '2026-11-31'),
      'cards/did/en.md': card.replace('category: lavoro', 'category: altro'),
    },
    expected: [
      'cards/did/en.md:2 there is no category altro',
      'cards/did/it.md:6 there is no office nessuno',
      'cards/did/it.md:7 link does not fit',
      'cards/did/it.md:8 updated does not fit',
    ],
  },
  'a link that carries a user name': {
    changes: {
      'cards/did/it.md': card.replace('https://www.example.org/did\nup', 'https://a@b.example\nup'),
    },
    expected: ['cards/did/it.md:7 link does not fit'],
  },
  'a category that differs between languages': {
    changes: {
      'content.yaml': `${smallContent().get('content.yaml')}  - {id: altro, icon: home, title: {it: A}, summary: {it: B}}\n`,
      'cards/did/en.md': card.replace('category: lavoro', 'category: altro'),
    },
    expected: ['cards/did/en.md:2 this category differs from the one in cards/did/it.md'],
  },
  'media that are not there': {
    changes: {
      'media/a.svg': null,
      'cards/did/it.md': card
        .replace('office: urp', 'image: media/c.png')
        .replace('media/a.svg', 'https://x.example/a.png'),
      'cards/did/en.md': card.replace('media/a.svg', 'media/B.webm'),
    },
    expected: [
      'cards/did/en.md:14 media/B.webm does not exist, but media/b.webm does',
      'cards/did/it.md:6 media/c.png does not exist',
      'cards/did/it.md:14 https://x.example/a.png is not a file of this content',
      'playlist.yaml:3 media/a.svg does not exist',
    ],
  },
  'no version in the default language': {
    changes: { 'cards/did/it.md': null, 'offices/urp/it.md': null, 'offices/urp/en.md': '---\n---\n' },
    expected: [
      'cards/did/it.md:1 this version, in the default language, is missing',
      'offices/urp/en.md:2 this file is empty',
      'offices/urp/it.md:1 this version, in the default language, is missing',
    ],
  },
  'a language that is not declared': {
    changes: {
      'cards/did/fr.md': card,
      'content.yaml': `${smallContent().get('content.yaml')}`.replace('  en: Services', '  de: Dienste'),
    },
    expected: [
      'cards/did/fr.md:1 the language fr is not declared',
      'content.yaml:4 the language de is not declared',
    ],
  },
  'a default language without its texts': {
    changes: {
      'content.yaml': `${smallContent().get('content.yaml')}`.replace(
        'defaultLanguage: it',
        'defaultLanguage: en',
      ),
    },
    expected: [
      'content.yaml:11 categories.0.summary has no text in en',
      'offices/urp/en.md:1 this version, in the default',
    ],
  },
  'a bad id': {
    changes: { 'cards/Did_2/it.md': card },
    expected: ['cards/Did_2/it.md:1 the folder name Did_2 cannot be an id'],
  },
  'a key given twice': {
    changes: { 'cards/did/it.md': card.replace('audience: Tutti', 'title: Tutti') },
    expected: ['cards/did/it.md:5 this key is given twice'],
  },
  'YAML that does not parse': {
    changes: { 'playlist.yaml': 'version: 1\nitems: [\n' },
    expected: ['playlist.yaml:3 this is not valid YAML'],
  },
  'an alias': {
    changes: { 'playlist.yaml': 'version: 1\nitems: &a\n  - media: media/a.svg\n    seconds: *a\n' },
    expected: ['playlist.yaml:4 aliases (*name) are not used'],
  },
  'seconds that are missing, not for a video, or too many': {
    changes: {
      'playlist.yaml':
        'version: 1\nitems:\n  - media: media/a.svg\n  - media: media/b.webm\n    seconds: 3\n  - media: media/a.svg\n    seconds: 601\n',
    },
    expected: [
      'playlist.yaml:3 seconds is missing',
      'playlist.yaml:5 seconds is not for a video',
      'playlist.yaml:7 items.2.seconds does not fit',
    ],
  },
  'text that is not UTF-8': {
    changes: { 'cards/did/it.md': Buffer.concat([Buffer.from(card), Buffer.from([0x0a, 0xff])]) },
    expected: ['cards/did/it.md:16 this is not UTF-8 text'],
  },
  'a text that is too large': {
    changes: { 'cards/did/it.md': card + 'x'.repeat(64 * 1024) },
    expected: ['cards/did/it.md:1 65'],
  },
  'media that are not what they are called': {
    changes: {
      'media/x.jpg': 'GIF89a',
      'media/y.png': '',
      'media/z.webm': Buffer.from('1a45dfa3', 'hex'),
      'media/w.webp': 'RIFFxxxxWAVE',
    },
    expected: [
      'media/w.webp:1 this is not a WebP picture',
      'media/x.jpg:1 this is not a JPEG picture',
      'media/y.png:1 this is not a PNG picture',
      'media/z.webm:1 this is not a WebM video',
    ],
  },
  'an SVG that does more than draw': {
    changes: {
      'media/c.svg': '<svg>\n<script>alert(1)</script>\n<image href="https://x.example/a.png"/></svg>',
      'media/d.svg': '<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>',
      'media/e.svg': '<svg onload="x()"><style>@import "x"; a{fill:url( "file:///x")}</style></svg>',
    },
    expected: [
      'media/c.svg:2 this SVG holds <script',
      'media/c.svg:3 this SVG holds href="',
      'media/d.svg:1 this is not an SVG picture',
      'media/e.svg:1 this SVG holds onload=',
      'media/e.svg:1 this SVG holds url(',
      'media/e.svg:1 this SVG holds @import',
    ],
  },
  'files in places that are none': {
    changes: { 'card/x/it.md': card, 'cards/it.md': card, 'media/a.exe': 'MZ', 'offices/urp/it.txt': 'x' },
    expected: [
      'card/x/it.md:1 this file is no part',
      'cards/it.md:1 only cards/<id>/<language>.md belongs here',
      'media/a.exe:1 this kind of file is not taken',
      'offices/urp/it.txt:1 only offices/<id>/<language>.md belongs here',
    ],
  },
  'paths that lead out': {
    changes: { '../x.md': 'x', '/etc/x.md': 'x', 'media/../../x.svg': 'x', 'media\\x.svg': 'x' },
    expected: [
      '../x.md:1 this path',
      '/etc/x.md:1 this path',
      'media/../../x.svg:1 this path',
      'media\\x.svg:1 this path',
    ],
  },
  'a page without front matter, and one with a heading that is the title': {
    changes: { 'cards/did/it.md': 'ciao', 'cards/did/en.md': card.replace('## Come', '# Come') },
    expected: ['cards/did/en.md:10 a heading with one "#"', 'cards/did/it.md:1 the front matter is missing'],
  },
};

for (const [name, { changes, expected }] of Object.entries(cases)) {
  test(`found: ${name}`, (t) => {
    const { content, problems } = compileContent(smallContent(changes), 'r-1');
    t.is(content, null);
    const found = problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
    t.deepEqual(
      found.map((text, index) => text.slice(0, expected[index]?.length)),
      expected,
      found.join('\n'),
    );
  });
}

test('a link in the directory is refused unread', (t) => {
  const files = [...smallContent()].map(([path, bytes]) => ({ path, bytes: () => bytes }));
  const { problems } = compileContent(
    [
      ...files,
      {
        path: 'media/link.svg',
        link: true,
        bytes(): Uint8Array {
          throw new Error('was read');
        },
      },
    ],
    'r-1',
  );
  t.deepEqual(
    problems.map(({ file, message }) => [file, message.slice(0, 14)]),
    [['media/link.svg', 'this is a link']],
  );
});

test('a release name that cannot be one is reported', (t) => {
  t.regex(compileContent(smallContent(), '../r').problems[0]?.message ?? '', /cannot name a release/);
});
