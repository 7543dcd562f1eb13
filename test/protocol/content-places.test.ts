import test from 'ava';
import { compileContent } from '../../protocol/content/index.ts';
import { smallContent } from '../harness/sample-content.ts';

const opening = `version: 1
week:
  monday: ["9:00-12:30", "14.00–16.00"]
  saturday: ["22:00-24:00"]
  sunday: ["0:00-2:00"]
patron:
  day: "06-24"
  name: {it: San Giovanni}
exceptions:
  - from: 2026-12-24
    reason: {it: vigilia}
`;
const map = `version: 1
size: [100, 80]
streets:
  - line: [[0, 10], [100, 20]]
entrance: {at: [50, 40], stepFree: true}
ways:
  - from: {it: La piazza}
    stepFree: true
    minutes: 2
    line: [[0, 10], [50, 40]]
    steps: {it: [Sempre dritto.]}
`;
const news = `---
title: Avviso
summary: Si cambia
from: 2026-11-20
until: 2026-12-08
---

Testo
`;
const event = news.replace('until: 2026-12-08', 'hours: ["18:00-20:00"]\nplace: In piazza');

const compiled = (changes: Record<string, string>) => compileContent(smallContent(changes), 'r-1');

test('hours, map, news and events are read', (t) => {
  const { content, problems } = compiled({
    'offices/urp/opening.yaml': opening,
    'offices/urp/map.yaml': map,
    'news/a/it.md': news,
    'news/b/it.md': news.replace('2026-11-20', '2026-11-25'),
    'events/a/it.md': event,
    'events/b/it.md': event.replace('2026-11-20', '2026-11-10'),
  });
  t.deepEqual(problems, []);
  const urp = content?.offices[0];
  t.deepEqual(urp?.opening, {
    week: [
      [
        { from: 540, to: 750 },
        { from: 840, to: 960 },
      ],
      [],
      [],
      [],
      [],
      [{ from: 1320, to: 1440 }],
      [{ from: 0, to: 120 }],
    ],
    holidays: true,
    patron: { month: 6, day: 24, name: { it: 'San Giovanni' } },
    exceptions: [{ from: '2026-12-24', to: '2026-12-24', open: [], reason: { it: 'vigilia' } }],
  });
  t.is(urp?.versions.it?.hours[0], 'Lunedì: 9.00–12.30 e 14.00–16.00');
  t.deepEqual(urp?.map?.ways[0]?.line, [
    { x: 0, y: 10 },
    { x: 50, y: 40 },
  ]);
  t.deepEqual(
    content?.news.map(({ id }) => id),
    ['b', 'a'],
  );
  t.deepEqual(
    content?.events.map(({ id, until, hours }) => [id, until, hours]),
    [
      ['b', '2026-11-10', [{ from: 1080, to: 1200 }]],
      ['a', '2026-11-20', [{ from: 1080, to: 1200 }]],
    ],
  );
});

test("the town's patron saint is that of the whole content unless the office names another", (t) => {
  const head = String(smallContent().get('content.yaml'));
  const patron = 'patron: {day: "12-07", name: {it: Sant’Ambrogio}}\n';
  const { content } = compiled({
    'content.yaml': head + patron,
    'offices/urp/opening.yaml': 'version: 1\nweek: {monday: ["9:00-12:00"]}\n',
  });
  t.is(content?.offices[0]?.opening?.patron?.day, 7);
  const { content: open } = compiled({
    'content.yaml': head + patron,
    'offices/urp/opening.yaml': 'version: 1\nweek: {monday: ["9:00-12:00"]}\nholidays: open\n',
  });
  t.is(open?.offices[0]?.opening?.patron, null);
});

const mistakes: Record<string, [file: string, text: string, expected: string[]]> = {
  'times that are none, out of order, or over midnight': [
    'offices/urp/opening.yaml',
    'version: 1\nweek:\n  monday: ["9-12"]\n  tuesday: ["14:00-16:00", "9:00-12:00"]\n  friday:\n    - "22:00-2:00"\n    - "25:00-26:00"\n',
    [
      'offices/urp/opening.yaml:3 week.monday does not fit',
      'offices/urp/opening.yaml:4 9:00-12:00 begins before the one above has ended',
      'offices/urp/opening.yaml:6 22:00-2:00 ends before it begins',
      'offices/urp/opening.yaml:7 week.friday does not fit',
    ],
  ],
  'an exception that ends before it begins': [
    'offices/urp/opening.yaml',
    'version: 1\nweek: {}\nexceptions:\n  - from: 2027-08-20\n    to: 2027-08-09\n',
    ['offices/urp/opening.yaml:5 to is before from'],
  ],
  'days that do not exist': [
    'offices/urp/opening.yaml',
    'version: 1\nweek: {munday: []}\nexceptions:\n  - from: 2027-02-29\n',
    [
      'offices/urp/opening.yaml:2 week.munday is not a known key',
      'offices/urp/opening.yaml:4 exceptions.0.from does not fit',
    ],
  ],
  'a text that is missing in the default language': [
    'offices/urp/opening.yaml',
    'version: 1\nweek: {}\npatron:\n  day: "12-07"\n  name: {en: Saint Ambrose}\n',
    ['offices/urp/opening.yaml:5 patron.name has no text in it'],
  ],
  'an office that is not there': [
    'offices/nessuno/opening.yaml',
    'version: 1\nweek: {}\n',
    ['offices/nessuno/opening.yaml:1 there is no office nessuno: write offices/nessuno/it.md'],
  ],
  'what is drawn outside': [
    'offices/urp/map.yaml',
    map.replace('[100, 20]', '[120, 20]').replace('at: [50, 40]', 'at: [50, 90]'),
    ['offices/urp/map.yaml:4 [120, 20] lies outside', 'offices/urp/map.yaml:5 [50, 90] lies outside'],
  ],
  'days in the wrong order, and times that are none': [
    'events/a/it.md',
    event.replace('18:00-20:00', '20:00-18:00').replace('---\n\nTesto', 'until: 2026-11-01\n---\n\nTesto'),
    ['events/a/it.md:5 20:00-18:00 is no time of a day', 'events/a/it.md:7 until is before from'],
  ],
};

for (const [name, [file, text, expected]] of Object.entries(mistakes)) {
  test(`found: ${name}`, (t) => {
    const { content, problems } = compiled({ [file]: text });
    t.is(content, null);
    const found = problems.map((each) => `${each.file}:${each.line} ${each.message}`);
    t.deepEqual(
      found.map((each, index) => each.slice(0, expected[index]?.length)),
      expected,
      found.join('\n'),
    );
  });
}

test('news that differs in its days between languages is found', (t) => {
  const { problems } = compiled({ 'news/a/it.md': news, 'news/a/en.md': news.replace('11-20', '11-21') });
  t.deepEqual(
    problems.map(({ file, line }) => `${file}:${line}`),
    ['news/a/en.md:4'],
  );
});
