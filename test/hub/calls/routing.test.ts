import { randomUUID } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import {
  handlingOf,
  inOrder,
  nextChange,
  type Operator,
  type RoutingPolicy,
  route,
  standingOf,
  type Waiting,
} from '../../../hub/calls/routing/index.ts';
import { matchOf } from '../../../hub/calls/routing/match.ts';
import { callTable } from '../../../hub/calls/table.ts';
import { callStates } from '../../../protocol/calls/index.ts';

const policy: RoutingPolicy = {
  relaxSeconds: 60,
  overflow: [{ from: 'urp', to: 'lavoro', afterSeconds: 120 }],
};
const second = 1000;

function call(id: string, wish: Partial<Waiting['wish']> = {}, rest: Partial<Waiting> = {}): Waiting {
  return {
    id,
    wish: {
      office: 'urp',
      subject: null,
      language: 'it',
      signLanguage: false,
      mode: 'video',
      seen: true,
      ...wish,
    },
    since: 0,
    declinedBy: [],
    only: null,
    ...rest,
  };
}

function operator(
  name: string,
  skills: Partial<Operator['skills']> = {},
  rest: Partial<Operator> = {},
): Operator {
  return {
    name,
    presence: 'available',
    idleSince: 0,
    skills: {
      offices: ['urp'],
      languages: ['it'],
      signLanguage: false,
      subjects: [],
      modes: ['video', 'voice', 'text'],
      ...skills,
    },
    ...rest,
  };
}

/** What waits, who is there, after how many seconds, and who gets what. */
const rows: [name: string, calls: Waiting[], operators: Operator[], seconds: number, expected: string][] = [
  ['nobody is there', [call('a')], [], 0, ''],
  ['one and one', [call('a')], [operator('anna')], 0, 'a-anna'],
  ['a busy operator gets nothing', [call('a')], [operator('anna', {}, { presence: 'busy' })], 0, ''],
  ['nor does one who is away', [call('a')], [operator('anna', {}, { presence: 'away' })], 0, ''],
  [
    'the longest waiting first',
    [call('a', {}, { since: 5 }), call('b', {}, { since: 1 })],
    [operator('anna')],
    10,
    'b-anna',
  ],
  ['the language is required', [call('a', { language: 'ar' })], [operator('anna')], 999, ''],
  [
    'and found',
    [call('a', { language: 'ar' })],
    [operator('anna'), operator('omar', { languages: ['it', 'ar'] })],
    0,
    'a-omar',
  ],
  ['sign language is required', [call('a', { signLanguage: true })], [operator('anna')], 999, ''],
  [
    'who signs is kept for those who need it',
    [call('a', {}, { since: 1 }), call('b', { signLanguage: true }, { since: 2 })],
    [operator('lisa', { signLanguage: true }), operator('anna')],
    3,
    'a-anna b-lisa',
  ],
  [
    'who signs also takes others when nobody else is free',
    [call('a')],
    [operator('lisa', { signLanguage: true }), operator('anna', {}, { presence: 'busy' })],
    0,
    'a-lisa',
  ],
  ['the way of talking is required', [call('a')], [operator('tess', { modes: ['text'] })], 999, ''],
  [
    'who knows the subject first',
    [call('a', { subject: 'naspi' })],
    [operator('anna'), operator('nora', { subjects: ['naspi'] })],
    0,
    'a-nora',
  ],
  [
    'a call waits for who knows its subject and is busy',
    [call('a', { subject: 'naspi' })],
    [operator('anna'), operator('nora', { subjects: ['naspi'] }, { presence: 'busy' })],
    10,
    '',
  ],
  [
    'but its wish fades',
    [call('a', { subject: 'naspi' })],
    [operator('anna'), operator('nora', { subjects: ['naspi'] }, { presence: 'busy' })],
    37,
    'a-anna',
  ],
  [
    'and holds up nobody behind it',
    [call('a', { subject: 'naspi' }), call('b', {}, { since: 1 })],
    [operator('anna'), operator('nora', { subjects: ['naspi'] }, { presence: 'busy' })],
    10,
    'b-anna',
  ],
  [
    'nobody knows the subject: no waiting',
    [call('a', { subject: 'naspi' })],
    [operator('anna')],
    0,
    'a-anna',
  ],
  ['another office is not asked at first', [call('a')], [operator('otto', { offices: ['lavoro'] })], 119, ''],
  ['and then it is', [call('a')], [operator('otto', { offices: ['lavoro'] })], 120, 'a-otto'],
  ['never the other way', [call('a', { office: 'lavoro' })], [operator('anna')], 9999, ''],
  [
    'who declined is not asked again',
    [call('a', {}, { declinedBy: ['anna'] })],
    [operator('anna'), operator('bea')],
    0,
    'a-bea',
  ],
  [
    'a call that was handed to somebody is for them, whatever their office',
    [call('a', {}, { only: 'otto' })],
    [operator('anna'), operator('otto', { offices: ['lavoro'] })],
    0,
    'a-otto',
  ],
  [
    'the longest idle first',
    [call('a')],
    [operator('anna', {}, { idleSince: 9 }), operator('bea', {}, { idleSince: 3 })],
    0,
    'a-bea',
  ],
  [
    'a callback keeps its place',
    [call('new', {}, { since: 50 * second }), call('back', {}, { since: 2 * second })],
    [operator('anna')],
    60,
    'back-anna',
  ],
];

for (const [name, calls, operators, seconds, expected] of rows) {
  test(`routing: ${name}`, (t) => {
    const assigned = route(calls, operators, seconds * second, policy);
    t.is(assigned.map((each) => `${each.call}-${each.operator}`).join(' '), expected);
  });
}

const offices = ['urp', 'lavoro', 'strade'] as const;
const languages = ['it', 'en', 'ar'] as const;
const subjects = ['naspi', 'caldaia'] as const;
const names = ['anna', 'bea', 'carla', 'dora', 'emma'] as const;
const someCall = fc.record({
  id: fc.constant('').map(() => randomUUID()),
  wish: fc.record({
    office: fc.constantFrom(...offices),
    subject: fc.option(fc.constantFrom(...subjects)),
    language: fc.constantFrom(...languages),
    signLanguage: fc.boolean(),
    mode: fc.constantFrom('video' as const, 'voice' as const, 'text' as const),
    seen: fc.boolean(),
  }),
  since: fc.integer({ min: 0, max: 200_000 }),
  declinedBy: fc.subarray([...names]),
  only: fc.option(fc.constantFrom(...names), { freq: 6 }),
});
const someOperators = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...names),
    presence: fc.constantFrom('available' as const, 'busy' as const, 'away' as const),
    idleSince: fc.nat(1000),
    skills: fc.record({
      offices: fc.subarray([...offices], { minLength: 1 }),
      languages: fc.subarray([...languages], { minLength: 1 }),
      signLanguage: fc.boolean(),
      subjects: fc.subarray([...subjects]),
      modes: fc.subarray(['video' as const, 'voice' as const, 'text' as const], { minLength: 1 }),
    }),
  }),
  { selector: ({ name }) => name },
);
const someCalls = fc.array(someCall, { maxLength: 8 });
const moment = fc.integer({ min: 0, max: 300_000 });

test('whatever waits: nobody gets two calls, no call two people, and each can take what they get', (t) => {
  fc.assert(
    fc.property(someCalls, someOperators, moment, (calls, operators, now) => {
      const assigned = route(calls, operators, now, policy);
      t.is(new Set(assigned.map((each) => each.call)).size, assigned.length);
      t.is(new Set(assigned.map((each) => each.operator)).size, assigned.length);
      for (const { call: id, operator: name } of assigned) {
        const one = calls.find((each) => each.id === id);
        const who = operators.find((each) => each.name === name);
        if (!one || !who) return t.fail('somebody was made up');
        t.is(who.presence, 'available');
        t.not(matchOf(one, who, now, policy), undefined);
      }
      t.deepEqual(
        route(inOrder(calls), [...operators].reverse(), now, policy),
        assigned,
        'the order of the lists is no matter',
      );
    }),
  );
});

test('once every wish has faded, no free operator is left beside a call that they could take', (t) => {
  fc.assert(
    fc.property(someCalls, someOperators, (calls, operators) => {
      const now = 600_000;
      const assigned = route(calls, operators, now, policy);
      for (const one of calls.filter(({ id }) => !assigned.some((each) => each.call === id))) {
        for (const who of operators.filter(({ presence }) => presence === 'available')) {
          if (assigned.some((each) => each.operator === who.name)) continue;
          t.is(matchOf(one, who, now, policy), undefined);
        }
      }
    }),
  );
});

test('the answer changes by time alone at no other moment than the one that was foretold', (t) => {
  fc.assert(
    fc.property(someCalls, someOperators, moment, fc.nat(100_000), (calls, operators, now, later) => {
      const started = calls.map((each) => ({ ...each, since: Math.min(each.since, now) }));
      const change = nextChange(started, operators, now, policy) ?? Number.POSITIVE_INFINITY;
      const then = Math.min(now + later, change - 1);
      t.deepEqual(route(started, operators, then, policy), route(started, operators, now, policy));
    }),
    { numRuns: 300 },
  );
});

test('place and wait are told by who could take the call', (t) => {
  const handling = { short: 120, long: 360 };
  const busy = { presence: 'busy' as const };
  const queue = [
    call('a', {}, { since: 1 }),
    call('arabic', { language: 'ar' }, { since: 2 }),
    call('b', {}, { since: 3 }),
  ];
  const told = (id: string, operators: Operator[]) => {
    const one = queue.find((each) => each.id === id);
    return one && standingOf(one, queue, operators, 10, policy, handling);
  };
  t.deepEqual(told('a', [operator('anna')]), { position: 1, wait: { from: 0, to: 1 } });
  t.deepEqual(told('b', [operator('anna', {}, busy)]), { position: 2, wait: { from: 2, to: 12 } });
  t.deepEqual(told('b', [operator('anna', {}, busy), operator('bea', {}, busy)]), {
    position: 2,
    wait: { from: 1, to: 6 },
  });
  t.deepEqual(told('arabic', [operator('anna')]), { position: 1, wait: null });
  t.deepEqual(told('b', [operator('omar', { languages: ['it', 'ar'] }, busy)]), {
    position: 3,
    wait: { from: 3, to: 18 },
  });
});

test('handling times come from the calls of late, once there are some', (t) => {
  t.deepEqual(handlingOf([10, 20]), { short: 120, long: 360 });
  t.deepEqual(handlingOf([50, 10, 30, 20, 40]), { short: 20, long: 40 });
});

test('a call changes its state by exactly these rows', (t) => {
  const actual = callStates.flatMap((state) =>
    Object.entries(callTable[state]).map(([event, next]) => `${state} ${event} ${next}`),
  );
  t.deepEqual(actual, [
    'waiting offer ringing',
    'waiting postpone callback',
    'waiting end ended',
    'ringing decline waiting',
    'ringing answer connecting',
    'ringing postpone callback',
    'ringing end ended',
    'connecting connect connected',
    'connecting interrupt interrupted',
    'connecting decline waiting',
    'connecting transfer waiting',
    'connecting end ended',
    'connected interrupt interrupted',
    'connected transfer waiting',
    'connected end ended',
    'interrupted connect connected',
    'interrupted return connected',
    'interrupted transfer waiting',
    'interrupted end ended',
    'callback reach waiting',
    'callback end ended',
  ]);
});
