import test from 'ava';
import fc from 'fast-check';
import {
  addDays,
  changesAhead,
  dayPlan,
  easterOf,
  type Interval,
  instantOf,
  italianHolidayOn,
  type OpeningSchedule,
  openingAt,
  wallClock,
  weekdayOf,
} from '../../../protocol/opening/index.ts';

const hours = (...times: string[]): Interval[] =>
  times.map((text) => {
    const [from = 0, to = 0] = text.split('-').map((clock) => {
      const [hour = 0, minute = 0] = clock.split(':').map(Number);
      return hour * 60 + minute;
    });
    return { from, to };
  });

/** A desk with a lunch break, closed at weekends. */
const desk: OpeningSchedule = {
  week: [
    hours('9:00-12:30', '14:00-16:00'),
    hours('9:00-12:30', '14:00-16:00'),
    hours('9:00-12:30', '14:00-16:00'),
    hours('9:00-12:30', '14:00-16:00'),
    hours('9:00-12:30'),
    [],
    [],
  ],
  holidays: true,
  patron: { month: 12, day: 7, name: { it: 'Sant’Ambrogio' } },
  exceptions: [
    { from: '2026-12-24', to: '2026-12-24', open: hours('9:00-11:00'), reason: { it: 'vigilia di Natale' } },
    { from: '2027-08-09', to: '2027-08-20', open: [], reason: { it: 'ferie' } },
    { from: '2027-04-25', to: '2027-04-25', open: hours('10:00-18:00'), reason: null },
  ],
};

const at = (date: string, clock: string) =>
  openingAt(desk, instantOf(date, hours(`${clock}-0:00`)[0]?.from ?? 0));
const told = (date: string, clock: string) => {
  const state = at(date, clock);
  const next = state.state === 'open' ? state.closes : state.opens;
  return [state.state, next && `${next.date} ${next.minutes / 60}`];
};

test('a day with a lunch break opens and closes twice', (t) => {
  // 25 November 2026 is a Wednesday.
  t.deepEqual(told('2026-11-25', '8:59'), ['closed', '2026-11-25 9']);
  t.deepEqual(told('2026-11-25', '9:00'), ['open', '2026-11-25 12.5']);
  t.deepEqual(told('2026-11-25', '12:29'), ['open', '2026-11-25 12.5']);
  t.deepEqual(told('2026-11-25', '12:30'), ['closed', '2026-11-25 14']);
  t.deepEqual(told('2026-11-25', '15:59'), ['open', '2026-11-25 16']);
  t.deepEqual(told('2026-11-25', '16:00'), ['closed', '2026-11-26 9']);
  t.deepEqual(told('2026-11-27', '12:30'), ['closed', '2026-11-30 9']);
});

test('patron saint and Immaculate Conception make a long weekend in Milan', (t) => {
  // Friday 4 December 2026; Monday is Sant'Ambrogio, Tuesday the Immaculate Conception.
  t.deepEqual(told('2026-12-04', '13:00'), ['closed', '2026-12-09 9']);
  t.like(at('2026-12-07', '10:00'), { state: 'closed', because: { kind: 'patron' } });
  t.like(at('2026-12-08', '10:00'), { state: 'closed', because: { kind: 'holiday', holiday: 'immaculate' } });
  t.deepEqual(
    changesAhead(desk, '2026-12-01', 31).map(({ date }) => date),
    ['2026-12-07', '2026-12-08', '2026-12-24', '2026-12-25'],
  );
});

test('an exception goes before the week, a holiday and another exception', (t) => {
  t.deepEqual(told('2026-12-24', '10:00'), ['open', '2026-12-24 11']);
  t.deepEqual(told('2026-12-24', '14:30'), ['closed', '2026-12-28 9']);
  t.deepEqual(told('2027-04-25', '12:00'), ['open', '2027-04-25 18']);
  t.deepEqual(told('2027-08-11', '10:00'), ['closed', '2027-08-23 9']);
});

test('a closed day that is closed every week needs no reason', (t) => {
  // 1 November 2026 is a Sunday and All Saints' Day.
  t.like(at('2026-11-01', '10:00'), { state: 'closed', because: null });
});

test('what is open over midnight closes when it really does', (t) => {
  const night = {
    ...desk,
    week: desk.week.map(() => hours('0:00-2:00', '22:00-24:00')),
    holidays: false,
    patron: null,
    exceptions: [],
  };
  const open = openingAt(night, instantOf('2026-11-25', 23 * 60));
  t.like(open, { state: 'open', closes: { date: '2026-11-26', minutes: 120 } });
  const always = { ...night, week: desk.week.map(() => hours('0:00-24:00')) };
  t.deepEqual(openingAt(always, instantOf('2026-11-25', 600)), { state: 'open', closes: null });
  const never = { ...night, week: desk.week.map(() => []) };
  t.deepEqual(openingAt(never, instantOf('2026-11-25', 600)), {
    state: 'closed',
    opens: null,
    because: null,
  });
});

test('clocks change: an hour that is missing, an hour that comes twice', (t) => {
  // Summer time in 2027 begins on 28 March at 2:00 and ends on 31 October at 3:00.
  t.is(instantOf('2027-03-28', 119), Date.UTC(2027, 2, 28, 0, 59));
  t.is(instantOf('2027-03-28', 150), Date.UTC(2027, 2, 28, 1, 0));
  t.is(instantOf('2027-03-28', 180), Date.UTC(2027, 2, 28, 1, 0));
  t.is(instantOf('2027-10-31', 150), Date.UTC(2027, 9, 31, 0, 30));
  t.is(instantOf('2027-10-31', 180), Date.UTC(2027, 9, 31, 2, 0));
  t.is(instantOf('2027-10-31', 1440), Date.UTC(2027, 9, 31, 23, 0));
  t.deepEqual(wallClock(Date.UTC(2027, 5, 1, 22, 15)), { date: '2027-06-02', minutes: 15 });
});

test('Easter is where almanacs have it', (t) => {
  const known = [
    '1961-04-02',
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2024-03-31',
    '2026-04-05',
    '2027-03-28',
    '2038-04-25',
  ];
  t.deepEqual(
    known.map((date) => easterOf(Number(date.slice(0, 4)))),
    known,
  );
  t.is(italianHolidayOn('2027-03-29'), 'easterMonday');
  t.is(italianHolidayOn('2011-04-25'), 'easterMonday');
  t.is(italianHolidayOn('2025-10-04'), undefined);
  t.is(italianHolidayOn('2026-10-04'), 'francis');
});

const interval = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) =>
    Array.from({ length: Math.floor(cuts.length / 2) }, (_, index) => ({
      from: cuts[index * 2] ?? 0,
      to: cuts[index * 2 + 1] ?? 0,
    })),
  );
const date = fc.integer({ min: 18_000, max: 25_000 }).map((days) => addDays('1970-01-01', days));
const schedule: fc.Arbitrary<OpeningSchedule> = fc.record({
  week: fc.array(interval, { minLength: 7, maxLength: 7 }),
  holidays: fc.boolean(),
  patron: fc.option(
    fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
      name: fc.constant({ it: 'Festa' }),
    }),
  ),
  exceptions: fc.array(
    fc
      .tuple(date, fc.integer({ min: 0, max: 20 }), interval)
      .map(([from, length, open]) => ({ from, to: addDays(from, length), open, reason: null })),
    { maxLength: 3 },
  ),
});

test('the state holds until the change that is told, and is another one from then on', (t) => {
  fc.assert(
    fc.property(
      schedule,
      date,
      fc.integer({ min: 0, max: 1439 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (week, day, minutes, share) => {
        const now = instantOf(day, minutes);
        const state = openingAt(week, now);
        const change = state.state === 'open' ? state.closes : state.opens;
        if (!change) return;
        t.true(change.instant > now);
        const between = now + Math.floor((change.instant - 1 - now) * share);
        t.is(openingAt(week, between).state, state.state);
        t.not(openingAt(week, change.instant).state, state.state);
      },
    ),
    { numRuns: 150 },
  );
});

test('open means inside an interval of the day, as the clock shows it', (t) => {
  fc.assert(
    fc.property(schedule, date, fc.integer({ min: 0, max: 1439 }), (week, day, minutes) => {
      const now = instantOf(day, minutes);
      const shown = wallClock(now);
      const inside = dayPlan(week, shown.date).intervals.some(
        ({ from, to }) => from <= shown.minutes && shown.minutes < to,
      );
      t.is(openingAt(week, now).state, inside ? 'open' : 'closed');
    }),
    { numRuns: 200 },
  );
});

test('times of the clock come in order, and are found again', (t) => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 1439 }), (day, minutes) => {
      const instant = instantOf(day, minutes);
      t.true(instant <= instantOf(day, minutes + 1));
      const shown = wallClock(instant);
      t.is(shown.date, day);
      // An hour is left out once a year, between 2:00 and 3:00.
      if (minutes < 120 || minutes >= 180) t.is(shown.minutes, minutes);
      t.is(weekdayOf(day), (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7);
    }),
    { numRuns: 200 },
  );
});
