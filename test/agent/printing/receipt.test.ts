import test from 'ava';
import fc from 'fast-check';
import { encodeReceipt, type Paper, type ReceiptPart } from '../../../agent/printing/escpos.ts';
import { partsOf } from '../../../agent/printing/html.ts';
import { bytesOf, printable, wrap } from '../../../agent/printing/letters.ts';
import { composeReceipt } from '../../../agent/printing/receipt.ts';
import { compileContent } from '../../../protocol/content/index.ts';
import { readReceipt } from '../../harness/escpos.ts';
import { sampleContent } from '../../harness/sample-content.ts';

const wide: Paper = { width: 80, cut: true, codePage: 19 };
const narrow: Paper = { width: 58, cut: false, codePage: 16 };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('a receipt, byte for byte', (t) => {
  const parts: ReceiptPart[] = [
    { kind: 'title', text: 'Città' },
    { kind: 'item', text: 'sì', number: 2 },
    { kind: 'code', data: 'https://a.it' },
    { kind: 'small', text: '5 €' },
  ];
  t.is(
    hex(encodeReceipt(parts, wide)),
    [
      // Reset, letters of one byte, code page 858.
      '1b40 1c2e 1b7413',
      // Bold, twice as high, à is 85.
      '1b4501 1d2101 43697474850a 1d2100 1b4500',
      // ì is 8d.
      '322e20738d0a',
      // In the middle: model 2, size 7, level M, 12 letters and 3 bytes of function, print.
      '1b6101 1d286b0400314132 00 1d286b0300314307 1d286b0300314531',
      `1d286b0f00315030${Buffer.from('https://a.it').toString('hex')} 1d286b0300315130 1b6100`,
      // Small letters, the euro is d5.
      '1b4d01 3520d50a 1b4d00',
      // Feed and cut.
      '1b6402 1d564200',
    ]
      .join('')
      .replaceAll(' ', ''),
  );
  t.is(hex(encodeReceipt([], narrow)), '1b401c2e1b74101b6406', 'without a cutter it feeds past the edge');
});

test('letters of four languages are kept, others are written with what there is', (t) => {
  t.is(
    printable('Già perché così lì può più: «È vero» – 12 €'),
    'Già perché così lì può più: «È vero» - 12 €',
  );
  t.is(
    printable('Größe Straße ÄÖÜ ¿Señor? ¡Sí! français çà œuvre'),
    'Größe Straße ÄÖÜ ¿Señor? ¡Sí! français çà oeuvre',
  );
  t.is(printable('l’ufficio “di” Łódź …\u202f5'), 'l\'ufficio "di" Lódz ... 5');
  t.is(printable('a\u0000b\u001b@c\u0007\u200bd\u2028e\ud800'), 'ab@cd e');
  t.is(printable('e\u0300'), 'è', 'letters and marks apart are put together');
  t.is(printable('中文 ab'), '?? ab');
  t.deepEqual(bytesOf('\u001bé中'), [0x3f, 0x82, 0x3f], 'nothing gets through that was not made printable');
});

test('lines are broken between words', (t) => {
  t.deepEqual(wrap('uno due tre', 7), ['uno due', 'tre']);
  t.deepEqual(wrap('precipitevolissimevolmente', 10), ['precipitev', 'olissimevo', 'lmente']);
  t.deepEqual(wrap('', 10), []);
});

test('Markdown is told in headings, numbered steps and items', (t) => {
  const html =
    '<h2>Passi</h2>\n<ol>\n<li>primo &amp; <strong>uno</strong></li>\n<li>\n<p>secondo</p>\n<p>con altro</p>\n<ul><li>dentro</li></ul></li></ol><p>fine<br>riga</p><p><img src="media/a.png" alt=""></p>';
  t.deepEqual(partsOf(html), [
    { kind: 'heading', text: 'Passi' },
    { kind: 'item', text: 'primo & uno', number: 1 },
    { kind: 'item', text: 'secondo', number: 2 },
    { kind: 'text', text: 'con altro' },
    { kind: 'item', text: 'dentro' },
    { kind: 'text', text: 'fine' },
    { kind: 'text', text: 'riga' },
  ]);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('\u001b', '@', '\u001d', 'V', '\u0000', '\n', '\u0010', '\u0004', '\u009b', 'à'),
    maxLength: 60,
  }),
);
const anyPart: fc.Arbitrary<ReceiptPart> = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'heading', 'text', 'small'), text: anyText }),
  fc.record({ kind: fc.constant('item'), text: anyText }),
  fc.record({ kind: fc.constant('code'), data: anyText }),
  fc.record({ kind: fc.constant('gap') }),
) as fc.Arbitrary<ReceiptPart>;

test('whatever the content says, it is letters and never an order to the printer', (t) => {
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 8 }), fc.constantFrom(wide, narrow), (parts, paper) => {
      const printed = readReceipt(encodeReceipt(parts, paper));
      const across = paper.width === 80 ? 48 : 32;
      t.true(printed.oneByte);
      t.is(printed.codePage, paper.codePage);
      t.is(printed.cuts, paper.cut ? 1 : 0);
      t.true(printed.lines.every(({ length }) => length <= Math.floor((across * 12) / 9)));
      const codes = parts.flatMap((part) => (part.kind === 'code' && part.data !== '' ? [part.data] : []));
      t.deepEqual(
        printed.codes,
        codes.map((data) => Buffer.from(data, 'utf8').toString('utf8')),
      );
    }),
    { numRuns: 300 },
  );
});

test('rendered bodies of any shape end in parts with text', (t) => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<ol>',
    '</ol>',
    '<li>',
    '</li>',
    '<h2>',
    '</h2>',
    '<ul>',
    '</ul>',
    'a',
    ' &lt; ',
    '<br>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      t.true(partsOf(pieces.join('')).every((part) => 'text' in part && part.text !== ''));
    }),
  );
});

test('everything in the sample content comes out in every language, in letters that the printer has', async (t) => {
  const { content } = compileContent(await sampleContent(), 'r1');
  if (!content) return t.fail('the sample content does not compile');
  const now = Date.parse('2026-11-25T12:00:00Z');
  const ids = {
    card: content.cards,
    office: content.offices,
    news: content.news,
    event: content.events,
  };
  let receipts = 0;
  for (const kind of ['card', 'office', 'news', 'event'] as const) {
    for (const { id } of ids[kind]) {
      for (const language of content.languages) {
        const link = `https://totem.example.org/p/${language}/${kind}/${id}`;
        const parts = composeReceipt({ content, wanted: { kind, id, language }, link, now });
        if (!parts) return t.fail(`${kind} ${id} ${language}`);
        const printed = readReceipt(encodeReceipt(parts, narrow));
        t.deepEqual(printed.codes, [link]);
        t.true(printed.lines.length > 5);
        const letters = printed.lines.flatMap((line) => [...line]);
        const strange = letters.filter((byte) => byte === 0x3f).length;
        t.true(strange <= letters.length / 50, `${kind} ${id} ${language}: ${strange} of ${letters.length}`);
        receipts += 1;
      }
    }
  }
  t.true(receipts > 100);
  const missing = { kind: 'card', id: 'no-such', language: 'it' } as const;
  t.is(composeReceipt({ content, wanted: missing, link: null, now }), undefined);
});

test('a receipt has steps, what to bring, the office with its hours, and says where it is in another language', async (t) => {
  const { content } = compileContent(await sampleContent(), 'r1');
  if (!content) return t.fail('the sample content does not compile');
  const texts = (language: string) =>
    (
      composeReceipt({
        content,
        wanted: { kind: 'card', id: 'naspi', language },
        link: null,
        now: Date.parse('2026-11-25T12:00:00Z'),
      }) ?? []
    ).map((part) => ('text' in part ? part.text : 'data' in part ? part.data : ''));
  const italian = texts('it');
  for (const expected of [
    'Città metropolitana di Milano',
    'Come si fa',
    'Cosa serve',
    'Ufficio',
    'Orari',
    'https://www.inps.it/',
    'Stampato il 25 novembre 2026',
  ])
    t.true(italian.includes(expected), expected);
  t.true(
    texts('zh').includes(
      'This printer has no letters for: Chinese. The code opens the page in that language.',
    ),
  );
  t.true(texts('ar').some((text) => text.includes('Arabic')));
  t.true(texts('de').includes('So geht es'));
});
