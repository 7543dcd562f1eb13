import { randomUUID } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { type Assignment, desiredContent, desiredForHello, nextDesired } from '../../hub/fleet/planner.ts';
import { type DesiredState, newKeyPair, signKeyRing, type Totem } from '../../protocol/index.ts';
import { helloOf, startCore } from '../harness/core.ts';
import { healthOf } from '../harness/health.ts';

const targetOf = (release: string) => ({ release, manifest: { sha256: 'a'.repeat(64), size: 10 } });
const empty: DesiredState = { revision: 0, content: null, keyRing: null, configuration: {} };

const group = fc.constantFrom<string[]>('all', 'stations', 'schools', 'offices');
const assignmentsOf = fc
  .array(fc.record({ group, release: fc.constantFrom('r1', 'r2', 'r3') }), { maxLength: 12 })
  .map((list) =>
    list.map(
      ({ group, release }, index): Assignment => ({ id: index + 1, group, target: targetOf(release) }),
    ),
  );

test('planning content: the latest assignment that applies, whatever the order, and never an emptied screen', (t) => {
  fc.assert(
    fc.property(
      assignmentsOf,
      fc.uniqueArray(group),
      fc.option(fc.constant(targetOf('kept')), { nil: null }),
      fc.infiniteStream(fc.nat()),
      (assignments, groups, current, shuffle) => {
        const applying = assignments.filter(({ group }) => group === 'all' || groups.includes(group));
        const expected = applying.at(-1)?.target ?? current;
        const key = new Map(assignments.map((assignment) => [assignment, shuffle.next().value ?? 0]));
        const mixed = [...assignments].sort((one, other) => (key.get(one) ?? 0) - (key.get(other) ?? 0));
        const planned = desiredContent([...groups].reverse(), mixed, current);
        if (current !== null && planned === null) return false;
        return planned?.release === expected?.release;
      },
    ),
  );
  t.deepEqual(desiredContent([], [], targetOf('kept')), targetOf('kept'));
});

test('planning revisions: one more for each change, none for none', (t) => {
  const changes = fc.array(
    fc.record({
      content: fc.option(fc.constantFrom('r1', 'r2').map(targetOf), { nil: null }),
      configuration: fc.constantFrom({}, { idleSeconds: 30 }, { idleSeconds: 60 }),
    }),
  );
  fc.assert(
    fc.property(changes, (list) => {
      let current = empty;
      for (const change of list) {
        const next = nextDesired(current, change);
        const same =
          JSON.stringify([current.content, current.configuration]) ===
          JSON.stringify([change.content, change.configuration]);
        if (same ? next !== current : next.revision !== current.revision + 1) return false;
        if (nextDesired(next, change) !== next) return false;
        current = next;
      }
      return true;
    }),
  );
  t.is(nextDesired(empty, {}), empty);
});

test('planning the answer to a hello: nothing when equal, and never behind the totem', (t) => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (here, there) => {
      const { desired, send } = desiredForHello({ ...empty, revision: here }, there);
      return send === (here !== there) && desired.revision >= there && (!send || desired.revision > there);
    }),
  );
  t.deepEqual(desiredForHello(empty, 0), { desired: empty, send: false });
});

test('content reaches the totems of its groups, and those that join later', async (t) => {
  const core = await startCore(t);
  const { fleet } = core;
  const station = await core.enrol(['stations']);
  const school = await core.enrol(['schools']);
  const sent: string[] = [];
  fleet.onDesired((id, desired) => sent.push(`${id} ${desired.revision} ${desired.content?.release}`));
  const release = (id: string) => fleet.get(id)?.desired.content?.release;

  await fleet.assignContent(['stations'], targetOf('one'));
  t.is(release(station.id), 'one');
  t.is(release(school.id), undefined);
  await fleet.assignContent(['all'], targetOf('two'));
  t.deepEqual([release(station.id), release(school.id)], ['two', 'two']);
  await fleet.assignContent(['stations'], targetOf('one'));
  t.deepEqual([release(station.id), release(school.id)], ['one', 'two']);
  t.deepEqual(sent, [
    `${station.id} 1 one`,
    `${station.id} 2 two`,
    `${school.id} 1 two`,
    `${station.id} 3 one`,
  ]);

  const late = await core.enrol(['stations']);
  t.is(release(late.id), 'one');
  await fleet.change(school.id, { groups: ['schools', 'stations'] });
  t.is(release(school.id), 'one');
  await fleet.change(school.id, { groups: [] });
  t.is(release(school.id), 'two');
  t.deepEqual(
    fleet.assignments().sort((one, other) => (one.group < other.group ? -1 : 1)),
    [
      { group: 'all', release: 'two' },
      { group: 'stations', release: 'one' },
    ],
  );
});

test('changes by admins are one revision each, also at the same time, and last over a restart', async (t) => {
  const core = await startCore(t);
  const { id } = await core.enrol();
  const site = await core.fleet.addSite({ name: 'Town hall', town: 'Milano' });
  if (!site.ok) return t.fail(site.error.message);
  t.like(await core.fleet.addSite({ name: 'Town hall' }), { ok: false, error: { code: 'conflict' } });
  t.like(await core.fleet.change(id, { site: 99 }), {
    ok: false,
    error: { code: 'invalid', field: '/site' },
  });
  t.like(await core.fleet.change('t-unknown', {}), { ok: false, error: { code: 'not_found' } });
  await Promise.all([
    core.fleet.change(id, { name: 'Entrance', site: site.value.id }),
    core.fleet.change(id, { configuration: { idleSeconds: 40 } }),
    core.fleet.assignContent(['all'], targetOf('one')),
    core.fleet.change(id, { groups: ['stations'] }),
  ]);
  const before = core.fleet.get(id);
  t.like(before, { name: 'Entrance', site: { name: 'Town hall' }, groups: ['stations'] });
  t.like(before?.desired, { revision: 2, configuration: { idleSeconds: 40 }, content: { release: 'one' } });
  await core.stop();
  const again = await startCore(t, { folder: core.folder });
  t.deepEqual(again.fleet.get(id), before);
  t.deepEqual(again.fleet.sites(), [site.value]);
});

test('a key ring is taken once, then only a newer one that the former vouches for', async (t) => {
  const core = await startCore(t);
  const { id } = await core.enrol();
  const [first, second, stranger] = [newKeyPair('first'), newKeyPair('second'), newKeyPair('stranger')];
  const ring = (revision: number, ...keys: (typeof first)[]) => ({
    format: 'totem-key-ring' as const,
    version: 1 as const,
    revision,
    keys: keys.map(({ publicKey }) => publicKey),
  });
  t.true((await core.fleet.setKeyRing(signKeyRing(ring(1, first), first))).ok);
  t.is(core.fleet.get(id)?.desired.revision, 1);
  t.like(await core.fleet.setKeyRing(signKeyRing(ring(2, stranger), stranger)), {
    ok: false,
    error: { code: 'signature_refused' },
  });
  t.like(await core.fleet.setKeyRing(signKeyRing(ring(1, first, stranger), first)), {
    ok: false,
    error: { code: 'conflict' },
  });
  // The signer hands over and leaves the ring.
  const handedOver = signKeyRing(ring(2, second), first);
  t.true((await core.fleet.setKeyRing(handedOver)).ok);
  t.like(await core.fleet.setKeyRing(signKeyRing(ring(3, first), first)), {
    ok: false,
    error: { code: 'signature_refused' },
  });
  await core.stop();
  const again = await startCore(t, { folder: core.folder });
  t.deepEqual(again.fleet.keyRing()?.envelope, handedOver);
  t.deepEqual(again.fleet.get(id)?.desired.keyRing, handedOver);
  const late = await again.enrol();
  t.deepEqual(again.fleet.get(late.id)?.desired.keyRing, handedOver);
});

test('a totem that knows more than the hub gets a revision beyond its own', async (t) => {
  const core = await startCore(t);
  const { id } = await core.enrol();
  const answer = await core.fleet.hello(id, helloOf({ revision: 41 }));
  t.is(answer?.revision, 42);
  t.is(await core.fleet.hello(id, helloOf({ revision: 42, boot: randomUUID() })), null);
  await core.stop();
  const again = await startCore(t, { folder: core.folder });
  t.is(again.fleet.get(id)?.desired.revision, 42);
});

test('heartbeats reach listeners at once, and what waits in memory is stored when the hub stops', async (t) => {
  const core = await startCore(t);
  const { id } = await core.enrol();
  const heard: Totem[] = [];
  const stopListening = core.fleet.onTotem((totem) => heard.push(totem));
  core.fleet.presence(id, true);
  for (let beat = 1; beat <= 5000; beat += 1) core.fleet.health(id, healthOf({ uptimeSeconds: beat }));
  core.fleet.health('t-unknown', healthOf({ uptimeSeconds: 1 }));
  core.fleet.refused(id);
  t.is(heard.length, 5001);
  t.is(heard.at(-1)?.health?.uptimeSeconds, 5000);
  t.true(heard.at(-1)?.online);
  stopListening();
  core.fleet.presence(id, false);
  t.is(heard.length, 5001);
  await core.stop();
  const again = await startCore(t, { folder: core.folder });
  t.like(again.fleet.get(id), { online: false, messagesRefused: 1, health: { uptimeSeconds: 5000 } });
  t.truthy(again.fleet.get(id)?.lastSeen);
});

test('a revoked totem leaves the list and takes nothing in any more', async (t) => {
  const core = await startCore(t);
  const { id } = await core.enrol();
  const removed: string[] = [];
  core.fleet.onRemoved((one) => removed.push(one));
  t.true((await core.fleet.revoke(id)).ok);
  t.like(await core.fleet.revoke(id), { ok: false, error: { code: 'not_found' } });
  t.like(await core.fleet.change(id, { name: 'x' }), { ok: false, error: { code: 'not_found' } });
  core.fleet.presence(id, true);
  core.fleet.health(id, healthOf({ uptimeSeconds: 1 }));
  await core.fleet.assignContent(['all'], targetOf('one'));
  t.deepEqual(removed, [id]);
  t.deepEqual(core.fleet.list(), []);
  t.like(core.fleet.get(id), { revoked: true, online: false, health: null, desired: empty });
});
