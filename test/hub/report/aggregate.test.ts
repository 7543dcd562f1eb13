import test from 'ava';
import fc from 'fast-check';
import { reportOn, type UsageRow } from '../../../hub/report/aggregate.ts';
import { csvOf } from '../../../hub/report/csv.ts';
import { cellOf } from '../../../hub/report/fold.ts';
import { percent, shownParts } from '../../../hub/report/suppress.ts';
import {
  faces,
  profileNames,
  questionOutcomes,
  reportProfiles,
  smallestCount,
  UsageReport,
  validatorOf,
} from '../../../protocol/index.ts';

const readReport = validatorOf(UsageReport);
const whole = { from: '2026-03-01', to: '2026-03-31' };
const siteName = (id: number) => `site ${id}`;

function row(part: Partial<UsageRow> & Pick<UsageRow, 'kind' | 'count'>): UsageRow {
  return { day: '2026-03-02', site: 1, subject: '', detail: '', language: 'it', profiles: '', ...part };
}

const subjects: Record<string, readonly string[]> = {
  'session.ended': ['left', 'idle', 'reloaded'],
  'card.viewed': ['a', 'b', 'c'],
  'session.rated': faces,
  'answer.helped': ['a', 'b'],
  'question.asked': ['a', 'b', ''],
  'question.word': ['monopattino', 'piscina'],
  'place.left': ['home', 'home > card:a'],
};
const details: Record<string, readonly string[]> = {
  'answer.helped': ['yes', 'no'],
  'question.asked': questionOutcomes,
};

const anyRow: fc.Arbitrary<UsageRow> = fc.constantFrom(...Object.keys(subjects)).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    subject: fc.constantFrom(...(subjects[kind] ?? [''])),
    detail: fc.constantFrom(...(details[kind] ?? [''])),
    day: fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2026-03-31'),
    site: fc.integer({ min: 0, max: 3 }),
    language: fc.constantFrom('it', 'en', 'ar'),
    profiles: kind === 'question.word' ? fc.constant('') : fc.constantFrom('', 'large', 'contrast+large'),
    count: fc.integer({ min: 1, max: 9 }),
  }),
);
const anyScope = fc.record(
  {
    from: fc.constant(whole.from),
    to: fc.constant(whole.to),
    site: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    language: fc.option(fc.constantFrom('it', 'ar'), { nil: undefined }),
    profile: fc.option(fc.constantFrom(...reportProfiles), { nil: undefined }),
  },
  { requiredKeys: ['from', 'to'] },
);

/** Every count of the report, wherever it stands. */
function countsOf(report: UsageReport): number[] {
  const { sessions, satisfaction, questions } = report;
  const named = [
    ...[sessions.byDay, sessions.bySite, sessions.byLanguage, sessions.byProfile].flat(),
    ...[report.asked, report.viewed, report.words, report.abandoned].flat(),
  ].map(({ count }) => count);
  const single = [
    sessions.total,
    ...[satisfaction.answers, satisfaction.good, satisfaction.fair, satisfaction.poor],
    ...[questions.asked, questions.answered, questions.unsure, questions.unanswered],
    ...report.helped.map(({ answers }) => answers),
  ];
  return [...named, ...single].filter((count) => count !== null);
}

test('no count of a report is small, none can be worked out from its whole, and it has the shape it promises', (t) => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), anyScope, (rows, scope) => {
      const report = reportOn(rows, scope, siteName);
      const valid = readReport(report);
      t.true(valid.ok, JSON.stringify(valid));
      for (const count of countsOf(report)) t.true(count === 0 || count >= smallestCount);
      const { sessions, satisfaction, questions } = report;
      const wholes: [number | null, (number | null)[]][] = [
        ...[sessions.byDay, sessions.bySite, sessions.byLanguage].map(
          (parts): [number | null, (number | null)[]] => [sessions.total, parts.map(({ count }) => count)],
        ),
        [satisfaction.answers, [satisfaction.good, satisfaction.fair, satisfaction.poor]],
        [questions.asked, [questions.answered, questions.unsure, questions.unanswered]],
      ];
      for (const [sum, parts] of wholes) {
        if (sum === null) continue;
        const seen = parts.reduce<number>((all, part) => all + (part ?? 0), 0);
        const hidden = sum - seen;
        t.true(hidden === 0 || hidden >= smallestCount, `${sum} of ${parts}`);
        t.not(parts.filter((part) => part === null).length, 1);
      }
    }),
    { numRuns: 300 },
  );
});

test('filters take only what they name', (t) => {
  const rows = [
    row({ kind: 'session.ended', subject: 'left', count: 10 }),
    row({ kind: 'session.ended', subject: 'idle', count: 30, language: 'ar', profiles: 'contrast+large' }),
    row({ kind: 'session.ended', subject: 'left', count: 70, site: 2, day: '2026-03-05' }),
    row({ kind: 'session.ended', subject: 'left', count: 500, day: '2026-04-01' }),
    row({ kind: 'question.word', subject: 'piscina', count: 8 }),
  ];
  const total = (scope: object) => reportOn(rows, { ...whole, ...scope }, siteName).sessions.total;
  t.is(total({}), 110);
  t.is(total({ site: 1 }), 40);
  t.is(total({ language: 'ar' }), 30);
  t.is(total({ profile: 'large' }), 30);
  t.is(total({ profile: 'none' }), 80);
  t.is(total({ from: '2026-03-03' }), 70);
  t.is(reportOn(rows, whole, siteName).sessions.abandonedPercent, 25);
  t.deepEqual(reportOn(rows, whole, siteName).words, [{ word: 'piscina', language: 'it', count: 8 }]);
  t.deepEqual(reportOn(rows, { ...whole, profile: 'none' }, siteName).words, []);
});

test('what is asked and opened most comes first; what is rare is not even named', (t) => {
  const rows = [
    row({ kind: 'question.asked', subject: 'carta', detail: 'answered', count: 12 }),
    row({ kind: 'question.asked', subject: 'scuola', detail: 'answered', count: 40 }),
    row({ kind: 'question.asked', subject: 'rara', detail: 'answered', count: 4 }),
    row({ kind: 'question.asked', detail: 'unanswered', count: 9 }),
    row({ kind: 'answer.helped', subject: 'carta', detail: 'yes', count: 15 }),
    row({ kind: 'answer.helped', subject: 'carta', detail: 'no', count: 5 }),
    row({ kind: 'place.left', subject: 'home > card:carta', count: 6 }),
  ];
  const report = reportOn(rows, whole, siteName);
  t.deepEqual(report.asked, [
    { name: 'scuola', count: 40 },
    { name: 'carta', count: 12 },
  ]);
  t.is(report.hidden, 1);
  t.deepEqual(report.helped, [{ card: 'carta', answers: 20, helpedPercent: 75 }]);
  t.deepEqual(report.abandoned, [{ name: 'home > card:carta', count: 6 }]);
  t.like(report.questions, { asked: 65, answered: 56, unanswered: 9, unsure: 0, answeredPercent: 85 });
});

test('small parts take the next one with them, so that the sum gives nothing away', (t) => {
  t.deepEqual(shownParts([10, 20, 30]), [10, 20, 30]);
  t.deepEqual(shownParts([3, 20, 30]), [null, null, 30]);
  t.deepEqual(shownParts([0, 20, 30]), [0, 20, 30]);
  t.deepEqual(shownParts([3, 4, 30]), [null, null, 30]);
  t.deepEqual(shownParts([1, 1, 30]), [null, null, null]);
  t.is(percent(2, 4), null);
  t.is(percent(7, 9), 80);
});

test('a cell of a spreadsheet is never a formula, and quotes are doubled', (t) => {
  const rows = [row({ kind: 'session.ended', subject: 'left', count: 10 })];
  const csv = csvOf(reportOn(rows, whole, () => '=HYPERLINK("x")'));
  t.true(csv.startsWith('from,to,part,name,language,value\r\n'));
  t.true(csv.includes(`2026-03-01,2026-03-31,sessions by site,"'=HYPERLINK(""x"")",,10\r\n`), csv);
  for (const name of profileNames) t.true(csv.includes(`sessions by profile,${name},,0\r\n`));
});

test('an event counts for its day, without the order of its profiles; others do not count', (t) => {
  const at = '2026-03-02T23:00:00.000Z';
  t.deepEqual(
    cellOf({
      kind: 'place.left',
      at,
      language: 'it',
      profiles: ['low', 'calm'],
      places: [{ kind: 'home' }, { kind: 'card', id: 'a' }],
    }),
    {
      day: '2026-03-02',
      kind: 'place.left',
      subject: 'home > card:a',
      detail: '',
      language: 'it',
      profiles: 'calm+low',
    },
  );
  t.is(cellOf({ kind: 'service.closed', at, seconds: 3 }), undefined);
});
