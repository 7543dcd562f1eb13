import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { bytesText, columnWidths, plain, spanText, table } from '../../cli/output/index.ts';

const words = fc.stringMatching(/^[a-z0-9 ]{0,40}$/);

test('a table is never wider than the terminal, and its first column is never cut', (t) => {
  const rows = fc.array(fc.tuple(fc.stringMatching(/^[a-z0-9-]{1,18}$/), words, words, words), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 20, max: 200 }), (cells, width) => {
      const head = ['ID', 'NAME', 'SITE', 'STATE'];
      const drawn = table(head, cells, width);
      for (const [id] of cells) t.true(drawn.includes(id));
      const blocks = drawn.startsWith('ID: ');
      const widest = Math.max(...drawn.split('\n').map((line) => line.length));
      return blocks || widest <= width;
    }),
  );
});

test('columns give way from the widest; below what can be read there are none', (t) => {
  t.deepEqual(columnWidths([5, 10, 30], undefined), [5, 10, 30]);
  t.deepEqual(columnWidths([5, 10, 30], 39), [5, 10, 20]);
  t.deepEqual(columnWidths([5, 10, 30], 27), [5, 9, 9]);
  t.is(columnWidths([20, 10, 30], 30), undefined);
});

test('text of the hub cannot steer the terminal', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = plain(text);
      return stripVTControlCharacters(shown) === shown && !/[\p{Cc}\p{Bidi_Control}]/u.test(shown);
    }),
  );
  t.is(plain('a\u001b]0;title\u0007b\u202ec'), 'abc');
});

test('amounts', (t) => {
  t.is(bytesText(0), '0 B');
  t.is(bytesText(999), '999 B');
  t.is(bytesText(1499), '1.5 kB');
  t.is(bytesText(999_950), '1.0 MB');
  t.is(bytesText(123_456_789), '123 MB');
  t.is(spanText(-5), '0 s');
  t.is(spanText(89), '89 s');
  t.is(spanText(600), '10 min');
  t.is(spanText(7200), '2 h');
  t.is(spanText(864_000), '10 d');
});
