import test from 'ava';
import {
  type BoardName,
  boardsOf,
  type Key,
  latinOnly,
  withoutLast,
} from '../../../agent/ui/keyboard/layouts.ts';

/** What people of a language need to write words of it, by the alphabets of their schools. */
const alphabets: Record<string, string> = {
  it: 'abcdefghijklmnopqrstuvwxyzàèéìòù',
  en: 'abcdefghijklmnopqrstuvwxyz',
  de: 'abcdefghijklmnopqrstuvwxyzäöüß',
  fr: 'abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ',
  es: 'abcdefghijklmnopqrstuvwxyzñáéíóúü',
  ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  zh: 'abcdefghijklmnopqrstuvwxyz',
};
const typed = (keys: readonly Key[]) => keys.flatMap((key) => ('types' in key ? [key.types] : []));
const commands = (keys: readonly Key[]) => keys.flatMap((key) => ('command' in key ? [key.command] : []));
/** More keys in a row would be narrower than 20 mm on the totem. */
const mostKeys = 13;

for (const [language, alphabet] of Object.entries(alphabets)) {
  test(`every letter of ${language} has one key, and every board leads to the others`, (t) => {
    for (const done of [true, false]) {
      const boards = boardsOf('text', language, done);
      const names = Object.keys(boards) as BoardName[];
      t.deepEqual(names.includes('latin'), language === 'ar');
      for (const name of names) {
        const rows = boards[name] ?? [];
        const keys = rows.flat();
        t.is(new Set(typed(keys)).size, typed(keys).length, `${name}: no sign twice`);
        t.true(
          rows.every((row) => row.length <= mostKeys),
          name,
        );
        const others = names.filter((other) => other !== name);
        t.deepEqual(
          commands(keys).sort(),
          ['erase', 'space', ...others, ...(done ? ['done'] : [])].sort(),
          `${name}: what types nothing`,
        );
      }
      const letters = typed((boards.letters ?? []).flat());
      for (const letter of alphabet) t.true(letters.includes(letter), `${language} ${letter}`);
      const signs = typed((boards.figures ?? []).flat());
      for (const digit of '0123456789@.,?') t.true(signs.includes(digit), digit);
    }
  });
}

test('a regional tag has the letters of its language, an unknown one the plain ones', (t) => {
  t.deepEqual(boardsOf('text', 'de-AT', true), boardsOf('text', 'de', true));
  t.deepEqual(
    typed((boardsOf('text', 'nl', false).letters ?? []).flat()).filter((key) => key === 'q'),
    ['q'],
  );
  t.true(latinOnly('zh') && latinOnly('uk'));
  t.false(latinOnly('ar') || latinOnly('it'));
});

test('telephone and number pads have digits alone, and nothing to switch to', (t) => {
  for (const kind of ['phone', 'number'] as const) {
    const boards = boardsOf(kind, 'it', true);
    t.deepEqual(Object.keys(boards), ['figures']);
    const keys = (boards.figures ?? []).flat();
    t.is(typed(keys).filter((key) => /\d/.test(key)).length, 10);
    t.is(typed(keys).includes('+'), kind === 'phone');
    t.deepEqual(commands(keys), ['erase', 'done']);
  }
});

test('erasing takes a whole character away, as people count them', (t) => {
  t.is(withoutLast('perche\u0301'), 'perch');
  t.is(withoutLast('👩‍👧'), '');
  t.is(withoutLast('لا'), 'ل');
  t.is(withoutLast(''), '');
});
