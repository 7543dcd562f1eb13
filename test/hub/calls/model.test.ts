import test from 'ava';
import {
  advance,
  type Centre,
  callAtDesk,
  type Effect,
  type Event,
  emptyCentre,
  living,
} from '../../../hub/calls/model/index.ts';
import type { CallWish } from '../../../protocol/calls/index.ts';
import { rules, skills, wish } from './fixture.ts';

const totem = 'totem:atrio';

/** Plays events to a centre and remembers what it said. */
function play() {
  let centre: Centre = emptyCentre;
  let now = 0;
  const said: Effect[] = [];
  const take = (event: Event) => {
    const { centre: next, effects } = advance(centre, event, now, rules);
    centre = next;
    said.push(...effects);
    return effects;
  };
  return {
    take,
    said,
    centre: () => centre,
    wait(seconds: number) {
      now += seconds * 1000;
      return take({ type: 'tick' });
    },
    state: (id: string) => centre.calls.get(id)?.state,
    outcome: (id: string) => centre.calls.get(id)?.outcome,
    desk(name: string, more: Partial<typeof skills> = {}, supervisor = false) {
      take({ type: 'signed_in', name, skills: { ...skills, ...more }, supervisor });
      take({ type: 'presence', name, presence: 'available' });
    },
    ask(id: string, address = totem, more: Partial<CallWish> = {}, present = true) {
      return take({
        type: 'asked',
        call: id,
        wish: { ...wish, ...more },
        origin: 'totem',
        address,
        opens: undefined,
        present,
      });
    },
    /** Both sides hear each other. */
    connect(id: string, name: string, address = totem) {
      take({ type: 'answered', call: id, name });
      take({ type: 'media', call: id, address, flowing: true });
      take({ type: 'media', call: id, address: `desk:${name}`, flowing: true });
    },
  };
}

const rings = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'ring' ? [`${effect.call} at ${effect.name}`] : []));
const notices = (effects: Effect[], address: string) =>
  effects.flatMap((effect) =>
    effect.type === 'notice' && effect.address === address ? [effect.notice.type] : [],
  );

test('a call rings, is answered, connects and is hung up', (t) => {
  const centre = play();
  centre.desk('anna');
  t.deepEqual(rings(centre.ask('a')), ['a at anna']);
  t.is(centre.state('a'), 'ringing');
  centre.take({ type: 'answered', call: 'a', name: 'anna' });
  t.is(centre.state('a'), 'connecting');
  centre.take({ type: 'media', call: 'a', address: totem, flowing: true });
  t.is(centre.state('a'), 'connecting', 'one side alone is no conversation');
  centre.take({ type: 'media', call: 'a', address: 'desk:anna', flowing: true });
  t.is(centre.state('a'), 'connected');
  const end = centre.take({ type: 'left', call: 'a', address: totem });
  t.is(centre.outcome('a'), 'answered');
  t.deepEqual(notices(end, totem), ['ended']);
  t.deepEqual(notices(end, 'desk:anna'), ['ended']);
  t.is(callAtDesk(centre.centre(), 'anna'), undefined);
});

test('asked twice it is one call, and somebody else cannot take its id', (t) => {
  const centre = play();
  centre.ask('a');
  t.deepEqual(notices(centre.ask('a'), totem), ['standing']);
  t.like(centre.ask('a', 'totem:other')[0], { type: 'refuse', code: 'conflict' });
  centre.take({ type: 'left', call: 'a', address: totem });
  t.deepEqual(notices(centre.ask('a'), totem), ['ended'], 'who was away when it ended is told');
  centre.ask('b');
  t.is(living(centre.centre()).length, 1);
});

test('who asks anew knows of no former call: that one is over, and its operator is told', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.connect('a', 'anna');
  const effects = centre.ask('b');
  t.is(centre.outcome('a'), 'broken');
  t.deepEqual(notices(effects, 'desk:anna'), ['ended']);
  t.is(centre.state('b'), 'ringing', 'and the operator is free for the new one');
  centre.take({ type: 'answered', call: 'b', name: 'anna' });
  centre.ask('c');
  t.is(centre.outcome('b'), 'failed');
  centre.ask('d');
  t.is(centre.outcome('c'), 'lost');
  centre.take({ type: 'postponed', call: 'd', address: totem });
  centre.ask('e');
  t.is(centre.state('d'), 'callback', 'a place that was to be kept is kept');
  const closedNow = { type: 'asked', call: 'f', wish, origin: 'totem', address: totem, opens: null } as const;
  centre.wait(61);
  centre.take({ ...closedNow, present: true });
  t.is(centre.outcome('e'), 'lost', 'also where the other office is closed');
});

test('who is gone before the hub could answer is waited for like others, and rings at no desk', (t) => {
  const centre = play();
  centre.desk('anna');
  t.deepEqual(rings(centre.ask('a', totem, {}, false)), []);
  centre.wait(rules.grace / 1000 + 1);
  t.is(centre.outcome('a'), 'lost');
  centre.ask('b', totem, {}, false);
  t.deepEqual(rings(centre.take({ type: 'link', address: totem, present: true })), ['b at anna']);
});

test('a totem that listens is told of its call, and of none that waits for a callback', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.connect('a', 'anna');
  const effects = centre.take({ type: 'greeted', address: totem });
  t.deepEqual(notices(effects, totem), ['standing']);
  t.deepEqual(notices(effects, 'desk:anna'), []);
  t.deepEqual(centre.take({ type: 'greeted', address: 'totem:other' }), []);
  centre.take({ type: 'left', call: 'a', address: totem });
  centre.take({ type: 'presence', name: 'anna', presence: 'away' });
  centre.ask('b');
  centre.take({ type: 'postponed', call: 'b', address: totem });
  t.deepEqual(centre.take({ type: 'greeted', address: totem }), []);
});

test('a totem that calls again and again is told to wait', (t) => {
  const centre = play();
  const answers = Array.from({ length: 1000 }, (_, index) => {
    const effects = centre.ask(`call-${index}`);
    centre.take({ type: 'left', call: `call-${index}`, address: totem });
    return effects.some((effect) => effect.type === 'refuse' && effect.code === 'too_many_requests');
  });
  t.is(answers.filter((refused) => !refused).length, rules.asks);
  centre.wait(61);
  t.deepEqual(notices(centre.ask('later'), totem), ['standing']);
});

test('a closed office says when it opens, and one that closes tells who waits', (t) => {
  const centre = play();
  const opens = Date.parse('2026-12-09T08:00:00Z');
  const [told] = centre.take({
    type: 'asked',
    call: 'a',
    wish,
    origin: 'totem',
    address: totem,
    opens,
    present: true,
  });
  t.like(told, {
    type: 'notice',
    notice: { type: 'closed', office: 'urp', opens: '2026-12-09T08:00:00.000Z' },
  });
  t.is(living(centre.centre()).length, 0);
  centre.ask('b');
  t.deepEqual(notices(centre.take({ type: 'closed', office: 'urp', opens }), totem), ['ended']);
  t.is(centre.outcome('b'), 'closed');
});

test('a desk that rings for nothing is left alone, and the call keeps its place', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  t.deepEqual(rings(centre.wait(10)), []);
  centre.desk('bea');
  const after = centre.wait(10);
  t.deepEqual(rings(after), ['a at bea']);
  t.true(after.some((effect) => effect.type === 'hush' && effect.name === 'anna'));
  t.is(centre.centre().desks.get('anna')?.chosen, 'away');
  t.is(centre.centre().calls.get('a')?.since, 0);
});

test('who declined is asked again only when they say that they are there', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  t.deepEqual(rings(centre.take({ type: 'declined', call: 'a', name: 'anna' })), []);
  t.deepEqual(rings(centre.wait(300)), []);
  centre.take({ type: 'presence', name: 'anna', presence: 'away' });
  t.deepEqual(rings(centre.take({ type: 'presence', name: 'anna', presence: 'available' })), ['a at anna']);
});

test('an operator answers a call that ended', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.take({ type: 'left', call: 'a', address: totem });
  const [refused] = centre.take({ type: 'answered', call: 'a', name: 'anna' });
  t.like(refused, { type: 'refuse', code: 'not_found', address: 'desk:anna' });
  t.is(centre.outcome('a'), 'abandoned');
});

test('an operator takes a call out of the queue by hand', (t) => {
  const centre = play();
  centre.ask('a', totem, { language: 'ar' });
  centre.desk('anna');
  t.is(centre.state('a'), 'waiting');
  centre.take({ type: 'picked', call: 'a', name: 'anna' });
  t.is(centre.state('a'), 'connecting');
});

for (const [who, address] of [
  ['the citizen', totem],
  ['the operator', 'desk:anna'],
] as const) {
  test(`a line that breaks and comes back goes on: ${who}`, (t) => {
    const centre = play();
    centre.desk('anna');
    centre.ask('a');
    centre.connect('a', 'anna');
    centre.take({ type: 'link', address, present: false });
    t.is(centre.state('a'), 'interrupted');
    centre.wait(14);
    centre.take({ type: 'link', address, present: true });
    t.is(centre.state('a'), 'connected');
    centre.wait(100);
    t.is(centre.state('a'), 'connected');
    centre.take({ type: 'link', address, present: false });
    centre.wait(15);
    t.is(centre.outcome('a'), 'broken');
  });
}

test('a citizen who vanishes from the queue gives up the place, after a while', (t) => {
  const centre = play();
  centre.ask('a');
  centre.take({ type: 'link', address: totem, present: false });
  centre.desk('anna');
  t.is(centre.state('a'), 'waiting', 'nobody is rung for an empty place');
  centre.take({ type: 'link', address: totem, present: true });
  t.is(centre.state('a'), 'ringing');
  centre.take({ type: 'declined', call: 'a', name: 'anna' });
  centre.take({ type: 'link', address: totem, present: false });
  centre.wait(15);
  t.is(centre.outcome('a'), 'lost');
});

test('a call that no media comes through has failed', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.take({ type: 'answered', call: 'a', name: 'anna' });
  centre.wait(30);
  t.is(centre.outcome('a'), 'failed');
});

test('handed on, a call keeps its time and its note, and goes to whom it was meant for', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.connect('a', 'anna');
  centre.wait(60);
  centre.desk('bea', { offices: ['lavoro'] });
  const handed = centre.take({
    type: 'transferred',
    call: 'a',
    name: 'anna',
    to: { operator: 'bea' },
    note: 'wants a certificate',
  });
  t.deepEqual(rings(handed), ['a at bea']);
  t.deepEqual(notices(handed, 'desk:anna'), ['ended']);
  t.like(centre.centre().calls.get('a'), { note: 'wants a certificate', since: 0 });
  centre.connect('a', 'bea');
  t.is(centre.state('a'), 'connected');
  t.like(
    centre.take({ type: 'transferred', call: 'a', name: 'bea', to: { operator: 'nobody' }, note: '' })[0],
    { type: 'refuse', code: 'conflict' },
  );
  centre.take({ type: 'transferred', call: 'a', name: 'bea', to: { operator: 'anna' }, note: '' });
  centre.take({ type: 'declined', call: 'a', name: 'anna' });
  t.is(centre.centre().calls.get('a')?.only, null, 'who it was meant for did not want it');
  centre.take({ type: 'left', call: 'a', address: totem });
  t.is(centre.centre().calls.get('a')?.note, '', 'no word of it stays');
});

test('a guest is asked in, the citizen is told, and the guest leaves alone', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.desk('interpreter', { offices: ['lis'] });
  centre.connect('a', 'anna');
  t.deepEqual(
    rings(centre.take({ type: 'invited', call: 'a', name: 'anna', guest: 'interpreter', listens: false })),
    ['a at interpreter'],
  );
  const joined = centre.take({ type: 'answered', call: 'a', name: 'interpreter' });
  t.deepEqual(notices(joined, totem), ['standing']);
  t.deepEqual(
    centre
      .centre()
      .calls.get('a')
      ?.parties.map(({ name }) => name),
    ['citizen', 'operator', 'guest-1'],
  );
  centre.take({ type: 'left', call: 'a', address: 'desk:interpreter' });
  t.is(centre.state('a'), 'connected');
  t.like(centre.take({ type: 'invited', call: 'a', name: 'interpreter', guest: 'anna', listens: false })[0], {
    type: 'refuse',
    code: 'forbidden',
  });
});

test('who signs or speaks for an operator who does not is told as an interpreter', (t) => {
  const cases: [asked: Partial<CallWish>, operator: object, guest: object, role: string][] = [
    [{}, {}, {}, 'urp'],
    [{ signLanguage: true }, {}, { signLanguage: true }, 'interpreter'],
    [{ signLanguage: true }, { signLanguage: true }, { signLanguage: true }, 'urp'],
    [{ signLanguage: true }, {}, {}, 'urp'],
    [{ language: 'ar' }, {}, { languages: ['ar', 'it'] }, 'interpreter'],
    [{ language: 'ar' }, { languages: ['ar'] }, { languages: ['ar'] }, 'urp'],
    [{}, {}, { offices: [] }, ''],
  ];
  for (const [asked, operator, guest, role] of cases) {
    const centre = play();
    centre.desk('anna', operator);
    centre.ask('a', totem, asked);
    centre.take({ type: 'picked', call: 'a', name: 'anna' });
    centre.connect('a', 'anna');
    centre.desk('bea', guest);
    centre.take({ type: 'invited', call: 'a', name: 'anna', guest: 'bea', listens: false });
    t.is(centre.centre().calls.get('a')?.parties.at(-1)?.role, role, JSON.stringify([asked, guest]));
  }
});

test('a supervisor listens only with the citizen told, and nobody else does', (t) => {
  const centre = play();
  centre.desk('anna');
  centre.ask('a');
  centre.connect('a', 'anna');
  centre.desk('bea');
  const asks = (name: string) =>
    centre.take({ type: 'invited', call: 'a', name, guest: name, listens: true });
  t.like(asks('bea')[0], { type: 'refuse', code: 'forbidden' });
  centre.desk('capo', {}, true);
  const told = asks('capo').find((effect) => effect.type === 'notice' && effect.address === totem);
  t.like(told, {
    notice: {
      parties: [
        { party: 'citizen', listens: false },
        { party: 'operator', listens: false },
        { party: 'guest-1', listens: true },
      ],
    },
  });
});

test('a callback keeps its place', (t) => {
  const centre = play();
  centre.ask('early');
  centre.wait(30);
  centre.ask('late', 'totem:other');
  centre.take({ type: 'postponed', call: 'early', address: totem });
  centre.take({ type: 'resumed', call: 'early', address: totem });
  centre.desk('anna');
  t.is(centre.state('early'), 'ringing');
  t.is(centre.state('late'), 'waiting');
});

test('a citizen who vanished while a desk rang is not waited for for ever', (t) => {
  const { take, ask, desk, wait, state, outcome } = play();
  ask('a');
  desk('anna');
  t.is(state('a'), 'ringing');
  take({ type: 'link', address: totem, present: false });
  take({ type: 'signed_out', name: 'anna' });
  t.is(state('a'), 'waiting');
  wait(16);
  t.is(outcome('a'), 'lost');
});

test('a call is filed by who took it, or part in it, and by nobody else', (t) => {
  const { take, desk, ask, connect, centre } = play();
  desk('anna');
  ask('c1');
  connect('c1', 'anna');
  desk('bruno');
  const tags = () => centre().calls.get('c1')?.tags;
  const refused = take({ type: 'filed', call: 'c1', name: 'bruno', tags: ['mine'] });
  t.like(refused, [{ type: 'refuse', address: 'desk:bruno' }]);
  t.deepEqual(tags(), []);
  take({ type: 'left', call: 'c1', address: 'desk:anna' });
  take({ type: 'filed', call: 'c1', name: 'bruno', tags: ['mine'] });
  take({ type: 'filed', call: 'c1', name: 'anna', tags: ['documents'] });
  t.deepEqual(tags(), ['documents']);
});
