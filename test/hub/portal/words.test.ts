import test from 'ava';
import fc from 'fast-check';
import { portalDictionaries } from '../../../hub/portal/words.ts';
import { calendarFile } from '../../../hub/web/portal/calendar.ts';
import { newUuid } from '../../../hub/web/portal/session.ts';
import { dictionaries, wordsFor } from '../../../hub/web/portal/words.ts';

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test('every language has every word of the call and of its page, with the same places for values', (t) => {
  const kinds: readonly Readonly<Record<string, Record<string, string>>>[] = [
    dictionaries,
    portalDictionaries,
  ];
  for (const texts of kinds) {
    t.deepEqual(Object.keys(texts), ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh']);
    const first = Object.entries(texts.it ?? {});
    for (const [language, words] of Object.entries(texts)) {
      t.deepEqual(
        Object.keys(words),
        first.map(([name]) => name),
        language,
      );
      for (const [name, italian] of first) {
        t.not(words[name]?.trim(), '', `${language} ${name}`);
        t.deepEqual(places(words[name] ?? ''), places(italian), `${language} ${name}`);
      }
    }
  }
});

test('the first language that there is counts, and Arabic runs from right to left', (t) => {
  t.is(wordsFor(['ar-EG', 'it']).direction, 'rtl');
  t.is(wordsFor(['fi', 'de-AT']).language, 'de');
  t.is(wordsFor(['__proto__', 'constructor']).language, 'it');
  t.is(wordsFor(['en'])('waitRange', { from: 2, to: 6 }), '2 to 6 minutes');
  // By the clock of Italy, wherever the visitor is.
  t.regex(wordsFor(['it']).moment('2026-11-26T08:00:00Z'), /giovedì 26 novembre.*09:00/);
  t.is(wordsFor(['it']).languageName('de'), 'Deutsch');
});

test('ids are random UUIDs of version 4', (t) => {
  const made = new Set(Array.from({ length: 100 }, newUuid));
  t.is(made.size, 100);
  for (const id of made) t.regex(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an appointment goes into a calendar whole, whatever is written in it', (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
      fc.string({ maxLength: 80, size: 'max' }),
      (note, title) => {
        const appointment = {
          office: 'urp',
          title,
          place: '',
          at: '2026-11-30T09:30:00Z',
          note,
          code: 'URP-7',
        };
        const lines = calendarFile(appointment, 0).split('\r\n');
        t.true(lines.every((line) => Buffer.byteLength(line) <= 75));
        const unfolded = lines.join('\r\n').replaceAll('\r\n ', '').split('\r\n');
        t.is(unfolded.length, 14);
        t.is(unfolded[6], 'DTSTART:20261130T093000Z');
        const read = (unfolded[10] ?? '')
          .slice('DESCRIPTION:'.length)
          .replace(/\\(.)/gs, (_, sign) => (sign === 'n' ? '\n' : sign));
        t.is(read, note === '' ? 'URP-7' : `URP-7\n${note.replace(/\r\n?/g, '\n')}`);
      },
    ),
  );
});
