import test from 'ava';
import fc from 'fast-check';
import {
  awake,
  decide,
  nextDeadline,
  type Presence,
  type PresenceEvent,
  type Rest,
} from '../../../agent/presence/policy.ts';
import { createSight } from '../../../agent/presence/sight.ts';
import { PresenceConfiguration, validatorOf } from '../../../protocol/index.ts';

const checked = validatorOf(PresenceConfiguration)({});
if (!checked.ok) throw new Error(checked.error.message);
const settings: PresenceConfiguration = {
  ...checked.value,
  dimSeconds: 60,
  sleepSeconds: 300,
  wakeMetres: 3,
};

const seen = (distance: number | null, moving = false, sensor = 'radar'): PresenceEvent => ({
  type: 'seen',
  sensor,
  sighting: { present: true, moving, distance },
});
const nobody = (sensor = 'radar'): PresenceEvent => ({
  type: 'seen',
  sensor,
  sighting: { present: false, moving: false, distance: null },
});
const blind: PresenceEvent = { type: 'blind', sensor: 'radar' };
const tick: PresenceEvent = { type: 'tick' };
const touched: PresenceEvent = { type: 'touched' };
const session = (active: boolean): PresenceEvent => ({ type: 'session', active });

/** What happens at which second, and how the screen is afterwards. */
const table: [string, [number, PresenceEvent, Rest][]][] = [
  [
    'without a sensor it never sleeps',
    [
      [0, tick, 'awake'],
      [9_999, tick, 'awake'],
    ],
  ],
  [
    'nobody near: dark, then asleep',
    [
      [0, nobody(), 'awake'],
      [59.9, tick, 'awake'],
      [60, tick, 'dim'],
      [299, nobody(), 'dim'],
      [300, tick, 'asleep'],
    ],
  ],
  [
    'somebody comes within reach of the threshold',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, seen(2.9, true), 'awake'],
    ],
  ],
  [
    'somebody far away passes',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, seen(4.5, true), 'asleep'],
      [402, seen(3, false), 'awake'],
    ],
  ],
  [
    'a sensor without distances',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, seen(null), 'awake'],
    ],
  ],
  [
    'who stands there keeps it on',
    [
      [0, seen(1), 'awake'],
      [900, tick, 'awake'],
      [901, nobody(), 'awake'],
      [960, tick, 'awake'],
      [961, tick, 'dim'],
    ],
  ],
  [
    'a touch wakes at once',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, touched, 'awake'],
      [460, tick, 'awake'],
      [461, tick, 'dim'],
    ],
  ],
  [
    'a session keeps it on, and its end counts anew',
    [
      [0, nobody(), 'awake'],
      [10, session(true), 'awake'],
      [999, tick, 'awake'],
      [1_000, session(false), 'awake'],
      [1_059, tick, 'awake'],
      [1_060, tick, 'dim'],
    ],
  ],
  [
    'a session wakes',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, session(true), 'awake'],
    ],
  ],
  [
    'a lost sensor wakes, and the time counts from its return',
    [
      [0, nobody(), 'awake'],
      [400, tick, 'asleep'],
      [401, blind, 'awake'],
      [999, tick, 'awake'],
      [1_000, nobody(), 'awake'],
      [1_058, tick, 'awake'],
      [1_060, tick, 'dim'],
    ],
  ],
  [
    'one of two sensors is enough',
    [
      [0, nobody(), 'awake'],
      [1, nobody('door'), 'awake'],
      [2, blind, 'awake'],
      [400, tick, 'asleep'],
      [401, seen(1, false, 'door'), 'awake'],
    ],
  ],
];

for (const [what, steps] of table) {
  test(what, (t) => {
    let state = awake(0);
    for (const [second, event, rest] of steps) {
      state = decide(state, event, second * 1000, settings);
      t.is(state.rest, rest, `${second} s: ${event.type}`);
    }
  });
}

test('0 seconds: never', (t) => {
  const never = { ...settings, dimSeconds: 0, sleepSeconds: 0 };
  const state = decide(decide(awake(0), nobody(), 0, never), tick, 1e9, never);
  t.is(state.rest, 'awake');
  t.is(nextDeadline(state, never), null);
  const onlySleep = { ...settings, dimSeconds: 0 };
  t.is(nextDeadline(decide(awake(0), nobody(), 0, onlySleep), onlySleep), 300_000);
});

test('whatever happens: only on when in doubt, and the deadlines suffice', (t) => {
  const event = fc.oneof(
    fc.constantFrom(tick, touched, blind, nobody(), session(true), session(false)),
    fc.double({ min: 0, max: 7, noNaN: true }).map((distance) => seen(distance)),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), event), { maxLength: 40 }),
      (story) => {
        let state: Presence = awake(0);
        let now = 0;
        for (const [later, what] of story) {
          // Ticks come when they were asked for, as the owner of the policy does it.
          for (let due = nextDeadline(state, settings); due !== null && due <= now + later; ) {
            state = decide(state, tick, due, settings);
            const next = nextDeadline(state, settings);
            t.true(next === null || next > due, 'a tick moves on');
            due = next;
          }
          now += later;
          state = decide(state, what, now, settings);
          if (state.session || Object.keys(state.seen).length === 0 || what === touched)
            t.is(state.rest, 'awake');
          const due = nextDeadline(state, settings);
          t.true(due === null || due > now, 'what is due was done');
          if (state.rest === 'asleep') t.true(now - state.nearAt >= 300_000);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('of what sensors say only presence counts, and only their loss', (t) => {
  const sight = createSight();
  const value = (quantity: string, value: number) => ({ quantity, unit: '1', value });
  const news = (
    sensor: string,
    state: 'ready' | 'lost' | 'probing',
    ...measurements: ReturnType<typeof value>[]
  ) => sight.understand({ sensor, state, measurements });
  t.is(news('air', 'ready', value('co2', 400)), null);
  t.is(news('air', 'lost'), null, 'a lost thermometer says nothing about people');
  t.deepEqual(news('radar', 'ready', value('presence', 1), value('moving', 1), value('distance', 2)), {
    type: 'seen',
    sensor: 'radar',
    sighting: { present: true, moving: true, distance: 2 },
  });
  t.deepEqual(news('door', 'ready', value('presence', 0)), {
    type: 'seen',
    sensor: 'door',
    sighting: { present: false, moving: false, distance: null },
  });
  t.is(news('radar', 'probing'), null);
  t.deepEqual(news('radar', 'lost'), { type: 'blind', sensor: 'radar' });
});
