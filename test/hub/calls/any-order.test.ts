import { randomUUID } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import {
  advance,
  type Centre,
  type Event,
  emptyCentre,
  living,
  wakeAt,
} from '../../../hub/calls/model/index.ts';
import type { CallWish } from '../../../protocol/calls/index.ts';
import { rules, skills, wish } from './fixture.ts';

const names = ['anna', 'bea', 'capo'] as const;
const addresses = ['totem:a', 'totem:b', 'portal:c'] as const;
const ids = Array.from({ length: 5 }, () => randomUUID());
const id = fc.constantFrom(...ids);
const name = fc.constantFrom(...names);
const address = fc.constantFrom(...addresses);
const anybody = fc.constantFrom(...addresses, ...names.map((each) => `desk:${each}`));
const anything: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    type: fc.constant('asked' as const),
    call: id,
    wish: fc.constantFrom<CallWish>(wish, { ...wish, signLanguage: true }, { ...wish, office: 'lavoro' }),
    origin: fc.constant('totem' as const),
    address,
    opens: fc.constantFrom(undefined, undefined, undefined, null, 5),
    present: fc.boolean(),
  }),
  fc.record({ type: fc.constant('greeted' as const), address }),
  fc.record({ type: fc.constant('resumed' as const), call: id, address }),
  fc.record({ type: fc.constant('postponed' as const), call: id, address }),
  fc.record({ type: fc.constant('left' as const), call: id, address: anybody }),
  fc.record({ type: fc.constant('media' as const), call: id, address: anybody, flowing: fc.boolean() }),
  fc.record({ type: fc.constant('link' as const), address: anybody, present: fc.boolean() }),
  fc.record({ type: fc.constant('closed' as const), office: fc.constant('urp'), opens: fc.constant(null) }),
  fc.record({
    type: fc.constant('signed_in' as const),
    name,
    skills: fc.constantFrom(skills, { ...skills, signLanguage: true }),
    supervisor: fc.boolean(),
  }),
  fc.record({ type: fc.constant('skilled' as const), name, skills: fc.constant(skills) }),
  fc.record({ type: fc.constant('signed_out' as const), name }),
  fc.record({
    type: fc.constant('presence' as const),
    name,
    presence: fc.constantFrom('available' as const, 'available' as const, 'away' as const),
  }),
  fc.record({ type: fc.constant('answered' as const), call: id, name }),
  fc.record({ type: fc.constant('picked' as const), call: id, name }),
  fc.record({ type: fc.constant('declined' as const), call: id, name }),
  fc.record({
    type: fc.constant('transferred' as const),
    call: id,
    name,
    to: fc.oneof(fc.record({ operator: name }), fc.constant({ office: 'lavoro' })),
    note: fc.constant('a note'),
  }),
  fc.record({ type: fc.constant('invited' as const), call: id, name, guest: name, listens: fc.boolean() }),
);

function problemsOf(centre: Centre): string[] {
  const problems: string[] = [];
  for (const each of names) {
    const with_ = living(centre).filter(({ parties }) =>
      parties.some((party) => party.address === `desk:${each}`),
    );
    if (with_.length > 1) problems.push(`${each} is in ${with_.length} calls`);
    if (with_.length > 0 && !centre.desks.has(each)) problems.push(`${each} is in a call and not signed in`);
  }
  for (const call of centre.calls.values()) {
    const has = (party: string) => call.parties.filter((one) => one.name === party).length;
    const operators = ['ringing', 'connecting', 'connected', 'interrupted'].includes(call.state) ? 1 : 0;
    if (has('operator') !== operators) problems.push(`${call.state} with ${has('operator')} operators`);
    if (has('citizen') !== (call.state === 'ended' ? 0 : 1))
      problems.push(`${call.state} without its citizen`);
    if (new Set(call.parties.map((party) => party.name)).size !== call.parties.length)
      problems.push('a name twice');
    if ((call.state === 'ended') !== (call.outcome !== null))
      problems.push(`${call.state} as ${call.outcome}`);
    if (['ringing', 'connecting', 'interrupted', 'callback'].includes(call.state) && call.deadline === null)
      problems.push(`${call.state} for ever`);
    if (call.state === 'ended' && call.note !== '') problems.push('a note stays');
  }
  return problems;
}

test('whatever happens, in whatever order: no desk has two calls, and time ends everything', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anything, fc.nat(20_000)), { maxLength: 80 }), (events) => {
      let centre: Centre = emptyCentre;
      let now = 0;
      const kept = new Map<string, string>();
      const take = (event: Event) => {
        const made = advance(centre, event, now, rules);
        for (const effect of made.effects) {
          if (effect.type === 'keep') kept.set(effect.call.id, effect.call.state);
        }
        for (const call of made.centre.calls.values()) {
          t.is(kept.get(call.id), call.state, 'what is kept is how it is');
        }
        centre = made.centre;
        t.deepEqual(problemsOf(centre), []);
      };
      for (const [event, pause] of events) {
        take(event);
        now += pause;
      }
      for (const each of addresses) take({ type: 'link', address: each, present: false });
      for (const each of names) take({ type: 'signed_out', name: each });
      for (let wakes = 0; wakes < 200; wakes += 1) {
        const at = wakeAt(centre, now, rules);
        if (at === undefined) break;
        now = Math.max(at, now);
        take({ type: 'tick' });
      }
      t.is(wakeAt(centre, now, rules), undefined);
      t.deepEqual([centre.calls.size, centre.desks.size, centre.asks.size], [0, 0, 0]);
    }),
    { numRuns: 200 },
  );
});
