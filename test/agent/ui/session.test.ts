import test from 'ava';
import fc from 'fast-check';
import { profileNames, profilesOf } from '../../../agent/ui/profiles/profiles.ts';
import {
  advance,
  currentVisit,
  freshSession,
  type Session,
  type SessionEvent,
  type SessionSettings,
} from '../../../agent/ui/session.ts';
import { sessionStates } from '../../../protocol/kiosk.ts';

const profiles = profilesOf([]);
const settings: SessionSettings = { idle: 60_000, warning: 20_000, language: 'it', profiles };

const examples: Record<SessionEvent['type'], SessionEvent> = {
  started: { type: 'started', language: null },
  touched: { type: 'touched' },
  extended: { type: 'extended' },
  left: { type: 'left' },
  closed: { type: 'closed' },
  expired: { type: 'expired' },
  failed: { type: 'failed' },
  opened: { type: 'opened', place: { kind: 'card', id: 'a' }, scroll: 12 },
  returned: { type: 'returned' },
  went_home: { type: 'went_home' },
  language_chosen: { type: 'language_chosen', language: 'en' },
  chooser_opened: { type: 'chooser_opened' },
  languages_opened: { type: 'languages_opened' },
  chooser_closed: { type: 'chooser_closed' },
  profile_switched: { type: 'profile_switched', profile: 'large', on: true },
  profiles_restored: { type: 'profiles_restored' },
  call_held: { type: 'call_held', hold: 'none' },
  call_answered: { type: 'call_answered' },
};

/** What must happen, written out: every pair that is not here is ignored. */
const rows: Record<Session['state'], Partial<Record<SessionEvent['type'], Session['state']>>> = {
  attract: { started: 'active', chooser_opened: 'active' },
  active: {
    touched: 'active',
    left: 'thanks',
    closed: 'attract',
    expired: 'warning',
    failed: 'attract',
    opened: 'active',
    returned: 'active',
    went_home: 'active',
    language_chosen: 'active',
    chooser_opened: 'active',
    languages_opened: 'active',
    chooser_closed: 'active',
    profile_switched: 'active',
    profiles_restored: 'active',
    call_held: 'active',
    call_answered: 'active',
  },
  warning: {
    extended: 'active',
    call_answered: 'active',
    chooser_opened: 'active',
    left: 'thanks',
    closed: 'attract',
    expired: 'attract',
    failed: 'attract',
  },
  thanks: {
    touched: 'thanks',
    chooser_opened: 'active',
    left: 'attract',
    closed: 'attract',
    expired: 'attract',
    failed: 'attract',
  },
};

/** A session in each state, with traces that a wipe has to remove. */
function sessionIn(state: Session['state'], now: number): Session {
  if (state === 'attract') return freshSession(settings);
  return {
    state,
    startedAt: now - 30_000,
    deadline: now,
    language: 'en',
    trail: [
      { place: { kind: 'home' }, scroll: 40 },
      { place: { kind: 'category', id: 'work' }, scroll: 7 },
    ],
    profiles: profilesOf(['contrast', 'guidance']),
    choosing: 'profiles',
    hold: 'none',
  };
}

for (const state of sessionStates) {
  for (const event of Object.values(examples)) {
    const expected = rows[state][event.type];
    test(`${state}, ${event.type} -> ${expected ?? 'ignored'}`, (t) => {
      const before = sessionIn(state, 100_000);
      const { session, messages } = advance(before, event, 100_000, settings);
      if (expected === undefined) {
        t.is(session, before);
        t.deepEqual(messages, []);
        return;
      }
      t.is(session.state, expected);
      const told = messages.filter((message) => message.type === 'session');
      t.deepEqual(told, expected === state ? [] : [{ type: 'session', state: expected }]);
      if (expected === 'attract') t.deepEqual(session, freshSession(settings));
      const talks = event.type === 'call_answered';
      if (expected === 'active') t.is(session.deadline, talks ? null : 160_000);
      if (expected === 'warning') t.is(session.deadline, 120_000);
      if (expected === 'thanks') {
        const { language, profiles: kept } = before;
        t.is(session.deadline, 125_000, 'longer for whoever has it spoken');
        t.deepEqual(session, {
          ...freshSession(settings),
          state: 'thanks',
          deadline: 125_000,
          language,
          profiles: kept,
        });
      }
    });
  }
}

test('a queue gives more time, a talk is not ended by time, and after it time runs again', (t) => {
  const waits = advance(sessionIn('active', 0), { type: 'call_held', hold: 'queue' }, 1000, settings).session;
  t.is(waits.deadline, 181_000);
  t.is(advance(waits, { type: 'touched' }, 2000, settings).session.deadline, 182_000);
  const asked = advance(waits, { type: 'expired' }, 181_000, settings).session;
  t.is(asked.state, 'warning');
  const talks = advance(asked, { type: 'call_answered' }, 182_000, settings).session;
  t.is(talks.choosing, null, 'nothing stands before the person');
  t.is(advance(talks, { type: 'expired' }, 9_000_000, settings).session, talks);
  t.is(advance(talks, { type: 'touched' }, 9_000_000, settings).session.deadline, null);
  const over = advance(talks, { type: 'call_held', hold: 'none' }, 9_000_000, settings).session;
  t.is(over.deadline, 9_060_000);
  t.is(advance(talks, { type: 'left' }, 9_000_000, settings).session.hold, 'none');
});

test('the end is told with its length, language, profiles and reason; the way only where nobody said goodbye', (t) => {
  const reasons = { left: 'left', closed: 'left', expired: 'idle', failed: 'reloaded' } as const;
  const used = { profiles: ['contrast' as const, 'guidance' as const] };
  for (const type of ['left', 'closed', 'expired', 'failed'] as const) {
    const { messages } = advance(sessionIn('warning', 100_000), { type }, 100_000, settings);
    const places = { places: [{ kind: 'home' as const }, { kind: 'category' as const, id: 'work' }] };
    t.deepEqual(messages, [
      {
        type: 'session_ended',
        seconds: 30,
        language: 'en',
        reason: reasons[type],
        ...used,
        ...(type === 'expired' && places),
      },
      { type: 'session', state: type === 'left' ? 'thanks' : 'attract' },
    ]);
  }
});

test('what was typed is not in the way that is told', (t) => {
  const started = advance(freshSession(settings), examples.started, 0, settings).session;
  const place = { kind: 'assistant' as const, question: 'una cosa mia' };
  const asked = advance(started, { type: 'opened', place, scroll: 0 }, 0, settings).session;
  const { messages } = advance({ ...asked, state: 'warning' }, { type: 'expired' }, 999_999, settings);
  t.like(messages[0], { places: [{ kind: 'home' }, { kind: 'assistant' }] });
  t.notRegex(JSON.stringify(messages), /una cosa/);
});

test('the end is told once: the thanks end without a word', (t) => {
  const thanks = sessionIn('thanks', 100_000);
  for (const type of ['left', 'closed', 'expired'] as const) {
    const { messages } = advance(thanks, { type }, 100_000, settings);
    t.deepEqual(messages, [{ type: 'session', state: 'attract' }]);
  }
});

test('a card that is opened is counted once, with its language', (t) => {
  const { messages } = advance(sessionIn('active', 0), examples.opened, 0, settings);
  t.deepEqual(messages, [
    { type: 'card_viewed', card: 'a', language: 'en', profiles: ['contrast', 'guidance'] },
  ]);
});

test('a timer that comes too early changes nothing', (t) => {
  const session = { ...sessionIn('active', 0), deadline: 500 };
  t.is(advance(session, { type: 'expired' }, 499, settings).session, session);
  t.is(advance(session, { type: 'expired' }, 500, settings).session.state, 'warning');
});

test('a session begins in the language that was touched', (t) => {
  const { session } = advance(freshSession(settings), { type: 'started', language: 'en' }, 5, settings);
  t.is(session.language, 'en');
  t.is(session.startedAt, 5);
});

test('back goes the way that was come, and remembers the scrolling', (t) => {
  let session = advance(freshSession(settings), examples.started, 0, settings).session;
  const go = (event: SessionEvent) => {
    session = advance(session, event, 0, settings).session;
  };
  go({ type: 'opened', place: { kind: 'category', id: 'work' }, scroll: 30 });
  go({ type: 'opened', place: { kind: 'card', id: 'a' }, scroll: 70 });
  t.deepEqual(currentVisit(session), { place: { kind: 'card', id: 'a' }, scroll: 0 });
  go({ type: 'returned' });
  t.deepEqual(currentVisit(session), { place: { kind: 'category', id: 'work' }, scroll: 70 });
  go({ type: 'returned' });
  t.deepEqual(currentVisit(session), { place: { kind: 'home' }, scroll: 30 });
  go({ type: 'returned' });
  t.deepEqual(currentVisit(session).place, { kind: 'home' });
});

test('the warning can be extended without limit', (t) => {
  let session = advance(freshSession(settings), examples.started, 0, settings).session;
  let now = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    now = session.deadline ?? now;
    session = advance(session, { type: 'expired' }, now, settings).session;
    t.is(session.state, 'warning');
    session = advance(session, { type: 'extended' }, now + 19_999, settings).session;
    t.is(session.state, 'active');
    now += 19_999;
  }
  t.is(session.startedAt, 0);
});

const place = fc.oneof(
  fc.constant({ kind: 'home' as const }),
  fc.record({
    kind: fc.constantFrom('category' as const, 'card' as const, 'office' as const),
    id: fc.string(),
  }),
);
const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    type: fc.constant('started' as const),
    language: fc.option(fc.constantFrom('it', 'en', 'fr')),
  }),
  fc.record({ type: fc.constant('opened' as const), place, scroll: fc.nat() }),
  fc.record({ type: fc.constant('language_chosen' as const), language: fc.constantFrom('it', 'en', 'fr') }),
  fc.record({
    type: fc.constant('profile_switched' as const),
    profile: fc.constantFrom(...profileNames),
    on: fc.boolean(),
  }),
  fc.constantFrom(
    ...(
      [
        ...(['touched', 'extended', 'left', 'expired', 'failed', 'returned', 'went_home'] as const),
        ...(['chooser_opened', 'languages_opened', 'chooser_closed', 'profiles_restored'] as const),
      ] as const
    ).map((type) => ({ type })),
  ),
);

test('a language that is chosen closes the sheet it was chosen on, and nothing else', (t) => {
  const choose = (choosing: Session['choosing']) =>
    advance(
      { ...sessionIn('active', 1000), choosing },
      { type: 'language_chosen', language: 'ar' },
      500,
      settings,
    ).session;
  t.is(choose('language').choosing, null);
  t.is(choose('language').language, 'ar');
  t.is(choose('profiles').choosing, 'profiles');
});

test('from any state, time without a touch ends in the attract loop with nothing left', (t) => {
  const property = fc.property(
    fc.array(fc.tuple(anyEvent, fc.nat({ max: 90_000 })), { maxLength: 40 }),
    fc.record({ idle: fc.integer({ min: 1, max: 600_000 }), warning: fc.integer({ min: 1, max: 300_000 }) }),
    (events, times) => {
      const given: SessionSettings = { ...times, language: 'it', profiles };
      let session = freshSession(given);
      let now = 0;
      for (const [event, wait] of events) {
        now += wait;
        session = advance(session, event, now, given).session;
        t.true(session.trail.length > 0);
        t.is(session.deadline === null, session.state === 'attract');
      }
      const still = now;
      while (session.deadline !== null) {
        now = session.deadline;
        session = advance(session, { type: 'expired' }, now, given).session;
      }
      // The thanks stay for a time of their own, up to 25 s.
      t.true(now - still <= Math.max(given.idle + given.warning, 25_000));
      t.deepEqual(session, freshSession(given));
    },
  );
  fc.assert(property, { numRuns: 300 });
});
