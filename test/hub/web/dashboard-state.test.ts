import test from 'ava';
import { applyChanges, applyLists, emptyFleet } from '../../../hub/web/dashboard/state/fleet.ts';
import { ago, bytes, duration } from '../../../hub/web/dashboard/text/format.ts';
import { readGroups } from '../../../hub/web/dashboard/text/groups.ts';
import type { Totem } from '../../../protocol/index.ts';
import { health } from './wired.ts';

function totem(id: string, change: Partial<Totem> = {}): Totem {
  return {
    id,
    name: id,
    site: null,
    groups: [],
    enrolled: '2026-11-01T10:00:00.000Z',
    certificateExpires: '2028-11-01T10:00:00.000Z',
    revoked: false,
    online: false,
    lastSeen: null,
    desired: { revision: 0, content: null, keyRing: null, configuration: {} },
    reported: null,
    health: null,
    messagesRefused: 0,
    ...change,
  };
}

test('what was heard while the lists were fetched is newer than the lists', (t) => {
  const lists = {
    totems: [totem('kept'), totem('went'), totem('came')],
    releases: [],
    sites: [],
    firmware: [],
    rollouts: [],
  };
  const state = applyLists(emptyFleet, lists, [
    { kind: 'totem', totem: totem('came', { online: true }) },
    { kind: 'removed', id: 'went' },
  ]);
  t.deepEqual([...state.totems.keys()], ['kept', 'came']);
  t.true(state.totems.get('came')?.online);
  t.is(state.generation, 1);
});

test('heartbeats make a bounded history, each counted once, and a revoked totem leaves', (t) => {
  const beats = Array.from({ length: 80 }, (_, index) => {
    const at = new Date(index * 1000).toISOString();
    return { kind: 'totem', totem: totem('a', { health: health({ at, cpuPercent: index }) }) } as const;
  });
  const last = beats.at(-1);
  const state = applyChanges(emptyFleet, last ? [...beats, last] : beats);
  const samples = state.samples.get('a') ?? [];
  t.is(samples.length, 60);
  t.deepEqual([samples[0]?.cpuPercent, samples.at(-1)?.cpuPercent], [20, 79]);
  const left = applyChanges(state, [{ kind: 'totem', totem: totem('a', { revoked: true }) }]);
  t.false(left.totems.has('a'));
});

test('figures are written for people', (t) => {
  const now = Date.parse('2026-11-23T12:00:00.000Z');
  t.is(ago('2026-11-23T12:00:05.000Z', now), 'just now');
  t.is(ago('2026-11-23T11:55:00.000Z', now), '5 minutes ago');
  t.is(ago('2026-11-22T11:00:00.000Z', now), 'yesterday');
  t.deepEqual([0, 999, 1500, 12_400_000_000].map(bytes), ['0 B', '999 B', '1.5 kB', '12.4 GB']);
  t.deepEqual([0, 59.9, 3600, 93_784].map(duration), ['0 s', '59 s', '1 h', '1 d 2 h']);
});

test('groups are read as they are typed, and a wrong one is named', (t) => {
  t.deepEqual(readGroups(' Pilot, town-halls;pilot  '), { groups: ['pilot', 'town-halls'], wrong: null });
  t.is(readGroups('pilot, -x').wrong, '-x');
});
