import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { instantOf, type OpeningSchedule, openingAt, openingWords } from '../../../protocol/opening/index.ts';

const morning = { from: 540, to: 750 };
const afternoon = { from: 840, to: 960 };
const schedule: OpeningSchedule = {
  week: [
    [morning, afternoon],
    [morning, afternoon],
    [morning, afternoon],
    [morning, afternoon],
    [morning],
    [],
    [],
  ],
  holidays: true,
  patron: { month: 12, day: 7, name: { it: 'Sant’Ambrogio', en: 'Saint Ambrose' } },
  exceptions: [{ from: '2027-08-09', to: '2027-08-20', open: [], reason: { it: 'ferie' } }],
};

const say = (language: string, date: string, minutes: number) => {
  const instant = instantOf(date, minutes);
  return openingWords(language).state(openingAt(schedule, instant), instant);
};

test('the week is told in lines', (t) => {
  t.deepEqual(openingWords('it').lines(schedule), [
    'Da lunedì a giovedì: 9.00–12.30 e 14.00–16.00',
    'Venerdì: 9.00–12.30',
  ]);
  t.deepEqual(openingWords('en').lines(schedule), [
    'Monday to Thursday: 9:00–12:30 and 14:00–16:00',
    'Friday: 9:00–12:30',
  ]);
  t.deepEqual(
    openingWords('de').lines(schedule)[0],
    'Montag bis Donnerstag: 9:00–12:30 Uhr und 14:00–16:00 Uhr',
  );
  const some = { ...schedule, week: [[morning], [], [morning], [], [morning], [], []] };
  t.deepEqual(openingWords('it').lines(some), ['Lunedì, mercoledì e venerdì: 9.00–12.30']);
  const always = { ...schedule, week: schedule.week.map(() => [{ from: 0, to: 1440 }]) };
  t.deepEqual(openingWords('it').lines(always), ['Sempre aperto']);
});

test('the state is told as a person would', (t) => {
  t.is(say('it', '2026-11-25', 600), 'Aperto ora, chiude alle 12.30');
  t.is(say('it', '2026-11-25', 725), 'Chiude tra poco, alle 12.30');
  t.is(say('it', '2026-11-25', 780), 'Chiuso, apre alle 14.00');
  t.is(say('it', '2026-11-25', 1000), 'Chiuso, apre domani alle 9.00');
  t.is(say('it', '2026-11-28', 600), 'Chiuso, apre lunedì alle 9.00');
  t.is(say('it', '2026-12-07', 600), 'Chiuso per festa (Sant’Ambrogio), apre mercoledì alle 9.00');
  t.is(say('it', '2027-08-10', 600), 'Chiuso per ferie, apre lunedì 23 agosto alle 9.00');
  t.is(
    say('en', '2026-12-07', 600),
    'Closed for a public holiday (Saint Ambrose), opens on Wednesday at 9:00',
  );
  t.is(say('fr', '2026-11-25', 1000), 'Fermé, ouvre demain à 9 h');
});

test('every language tells everything, and puts every value where it belongs', (t) => {
  const folder = new URL('../../../protocol/opening/languages/', import.meta.url);
  const files = readdirSync(folder).toSorted();
  t.deepEqual(
    files,
    ['ar', 'de', 'en', 'es', 'fr', 'it', 'zh'].map((language) => `${language}.json`),
  );
  const shapes = files.map((file) => shapeOf(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
  for (const [index, shape] of shapes.entries()) t.deepEqual(shape, shapes[5], files[index]);
});

/** Keys with the values that their text takes in; a whole hour may leave its minutes out. */
function shapeOf(texts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'object'
        ? Object.keys(value)
        : [...String(value).matchAll(/\{\w+\}/g)].map(String).toSorted(),
    ]),
  );
}
