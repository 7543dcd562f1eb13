import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { createAudit } from '../../hub/events/index.ts';
import { openRollouts, type Rollouts, type RolloutsOptions } from '../../hub/rollouts/index.ts';
import {
  type Firmware,
  type ReportedFirmware,
  type RolloutPlan,
  type RolloutRequest,
  type RolloutState,
  success,
} from '../../protocol/index.ts';
import { type Core, counted, startCore } from '../harness/core.ts';
import { until } from '../harness/until.ts';

const sha256 = 'f'.repeat(64);
const firmware: Firmware = {
  sha256,
  size: 1000,
  manifestHash: 'e'.repeat(64),
  compatible: 'totem-test',
  version: '2.0.0',
  build: '',
  description: '',
  images: [],
  hooks: [],
  signedBy: '',
  signerExpires: '2030-01-01T00:00:00.000Z',
  added: '2026-01-01T00:00:00.000Z',
  addedBy: '',
  desiredBy: 0,
  runningOn: 0,
};
const release = { release: 'r2', title: 'Second', manifest: { sha256: 'd'.repeat(64), size: 10 } };
const strict = { success: 100, failures: '0', soakSeconds: 0 };

/** The engine on a real store and registry, by a clock of the test; totems speak through the registry. */
interface Bench {
  core: Core;
  engine: Rollouts;
  ids: string[];
  clock: { now: number };
  /** The engine ends as if killed and another one goes on from the store. */
  killed(): Promise<void>;
  /** Like `killed`, and the next word to totems is the last thing that does not happen any more. */
  dyingBeforeTelling(): void;
  says(index: number, state: ReportedFirmware['state'], version?: string): Promise<void>;
  states(id?: number): string;
  is(state: RolloutState, id?: number): boolean;
}

async function bench(t: ExecutionContext, totems: number, groups: string[] = []): Promise<Bench> {
  const core = await startCore(t);
  const ids: string[] = [];
  for (let index = 0; index < totems; index += 1) ids.push((await core.enrol(groups)).id);
  ids.sort();
  const clock = { now: Date.parse('2026-11-24T12:00:00Z') };
  let dies = false;
  const options: RolloutsOptions = {
    store: core.store,
    fleet: {
      ...core.fleet,
      async setFirmware(wanted) {
        if (dies) throw new Error('killed');
        await core.fleet.setFirmware(wanted);
      },
    },
    artifacts: {
      content: (id) => (id === release.release ? release : undefined),
      firmware: (id) => (id === sha256 ? firmware : undefined),
      vouch: async () => success(null),
    },
    audit: createAudit({ store: core.store, now: () => clock.now }),
    metrics: core.metrics,
    now: () => clock.now,
    log: pino({ level: 'silent' }),
  };
  const self: Bench = {
    core,
    engine: await openRollouts(options),
    ids,
    clock,
    async killed() {
      await self.engine.stop();
      dies = false;
      self.engine = await openRollouts(options);
    },
    dyingBeforeTelling() {
      dies = true;
    },
    async says(index, state, version = state === 'confirmed' ? '2.0.0' : '1.0.0') {
      const id = ids[index] ?? '';
      const desired = core.fleet.get(id)?.desired;
      const wanted = desired?.firmware;
      core.fleet.presence(id, true);
      core.fleet.reported(id, {
        revision: desired?.revision ?? 0,
        content: { state: 'idle', active: null, previous: null, target: null, progress: 0, problem: null },
        keyRing: 0,
        firmware: {
          state,
          service: 'ready',
          compatible: 'totem-test',
          booted: { slot: 'A', version, since: '2026-11-01T00:00:00.000Z' },
          other: null,
          target: wanted
            ? { version: wanted.version, sha256: wanted.bundle.sha256, attempt: wanted.attempt }
            : null,
          progress: 0,
          waiting: [],
          problem: state === 'failed' ? { code: 'internal', message: 'the screen stayed black' } : null,
          transfer: null,
        },
      });
      await self.engine.tick();
    },
    states: (id = 1) => (self.engine.detail(id)?.totems ?? []).map(({ state }) => state).join(' '),
    is: (state, id = 1) => self.engine.detail(id)?.rollout.state === state,
  };
  t.teardown(() => self.engine.stop());
  return self;
}

function request(change: Partial<RolloutRequest> = {}, plan: Partial<RolloutPlan> = {}): RolloutRequest {
  return {
    kind: 'firmware',
    artifact: sha256,
    target: { groups: ['all'], totems: [], sites: [] },
    plan: {
      phases: [
        { reach: '1', ...strict, soakSeconds: 60 },
        { reach: '100%', ...strict },
      ],
      deadlineSeconds: 600,
      attempts: 1,
      backoffSeconds: 30,
      window: null,
      allowDowngrade: false,
      proveSeconds: 5,
      ...plan,
    },
    supersede: false,
    ...change,
  };
}

test('firmware reaches one totem, then the others; killed in each state the hub goes on where it was', async (t) => {
  const b = await bench(t, 3);
  b.dyingBeforeTelling();
  await b.engine.create(request(), 'ada');
  t.is(b.states(), 'offered waiting waiting');
  t.is(b.core.fleet.get(b.ids[0] ?? '')?.desired.firmware, undefined);

  await b.killed();
  t.like(b.core.fleet.get(b.ids[0] ?? '')?.desired.firmware, {
    version: '2.0.0',
    manifestHash: firmware.manifestHash,
    soakSeconds: 5,
    attempt: 1,
  });
  t.is(b.core.fleet.get(b.ids[1] ?? '')?.desired.firmware, undefined);

  await b.says(0, 'proving', '2.0.0');
  t.is(b.states(), 'offered waiting waiting');
  await b.says(0, 'confirmed');
  t.true(b.is('soaking'));
  await b.killed();
  t.true(b.is('soaking'));
  b.clock.now += 59_000;
  await b.engine.tick();
  t.is(b.states(), 'succeeded waiting waiting');
  b.clock.now += 1000;
  await b.engine.tick();
  t.is(b.states(), 'succeeded offered offered');

  await b.engine.act(1, { action: 'pause', again: false }, 'ada');
  await b.killed();
  t.true(b.is('paused'));
  await b.says(1, 'confirmed');
  t.is(b.states(), 'succeeded succeeded offered');
  await b.engine.act(1, { action: 'resume', again: false }, 'ada');
  await b.says(2, 'confirmed');
  t.true(b.is('finished'));
  await b.killed();
  t.deepEqual(b.engine.detail(1)?.rollout.counts, {
    waiting: 0,
    offered: 0,
    retrying: 0,
    succeeded: 3,
    failed: 0,
    silent: 0,
    skipped: 0,
  });
  t.is(await counted(b.core.metrics, 'totem_rollout_totems_total', { state: 'succeeded' }), 3);
  const entries = await createAudit({ store: b.core.store, now: () => 0 }).list({
    subject: 'rollout 1',
    limit: 9,
  });
  t.deepEqual(entries.map(({ who, action }) => `${who} ${action}`).reverse(), [
    'ada rollout.started',
    'ada rollout.pause',
    'ada rollout.resume',
    'hub rollout.finished',
  ]);
});

test('a failure pauses the rollout; resumed, it goes on, and asks again only who is meant to', async (t) => {
  const b = await bench(t, 2);
  await b.engine.create(request({}, { attempts: 2 }), 'ada');
  await b.says(0, 'failed');
  t.is(b.states(), 'retrying waiting');
  b.clock.now += 30_000;
  await b.engine.tick();
  t.is(b.core.fleet.get(b.ids[0] ?? '')?.desired.firmware?.attempt, 2);
  await b.says(0, 'failed');
  t.is(b.states(), 'failed waiting');
  t.like(b.engine.detail(1)?.rollout, { state: 'paused', reason: '1 of 1 totems failed or stayed silent' });
  t.is(b.engine.detail(1)?.totems[0]?.reason, 'the screen stayed black');
  b.clock.now += 86_400_000;
  await b.engine.tick();
  t.is(b.states(), 'failed waiting');

  await b.engine.act(1, { action: 'resume', again: true }, 'ada');
  t.is(b.states(), 'offered waiting');
  t.is(b.core.fleet.get(b.ids[0] ?? '')?.desired.firmware?.attempt, 3);
  await b.says(0, 'failed');
  b.clock.now += 60_000;
  await b.engine.tick();
  await b.says(0, 'failed');
  t.true(b.is('paused'));
  await b.engine.act(1, { action: 'resume', again: false }, 'ada');
  b.clock.now += 60_000;
  await b.engine.tick();
  t.is(b.states(), 'failed offered');
});

test('silence past the deadline counts as failure, and an abort leaves the others what they have', async (t) => {
  const b = await bench(t, 3);
  await b.engine.create(
    request(
      {},
      {
        phases: [
          { reach: '2', ...strict },
          { reach: '100%', ...strict },
        ],
      },
    ),
    'ada',
  );
  t.is(b.states(), 'offered offered waiting');
  b.clock.now += 600_000;
  await b.engine.tick();
  t.is(b.states(), 'silent silent waiting');
  t.regex(b.engine.detail(1)?.rollout.reason ?? '', /^2 of 2 totems/);
  t.like(await b.engine.act(1, { action: 'pause', again: false }, 'ada'), {
    ok: false,
    error: { code: 'conflict' },
  });
  await b.engine.act(1, { action: 'resume', again: true }, 'ada');
  t.is(b.states(), 'offered offered waiting');
  await b.engine.act(1, { action: 'abort', again: false }, 'ada');
  t.is(b.states(), 'offered offered skipped');
  await b.killed();
  t.true(b.is('aborting'));
  await b.says(0, 'confirmed');
  await b.says(1, 'failed');
  t.true(b.is('aborted'));
  t.is(b.states(), 'succeeded failed skipped');
  t.is(b.core.fleet.get(b.ids[2] ?? '')?.desired.firmware, undefined);
});

test('totems that cannot take a firmware are left out with the reason', async (t) => {
  const b = await bench(t, 3);
  await b.says(0, 'idle', '3.0.0');
  await b.says(1, 'idle', '1.0.0');
  await b.engine.create(request({}, { phases: [{ reach: '100%', ...strict }] }), 'ada');
  const detail = b.engine.detail(1);
  const reasons = new Map(detail?.totems.map(({ totem, state, reason }) => [totem, `${state} ${reason}`]));
  t.is(reasons.get(b.ids[0] ?? ''), 'skipped it runs 3.0.0, which is newer');
  t.is(reasons.get(b.ids[1] ?? ''), 'offered ');
  const newer = { groups: [], totems: [b.ids[0] ?? ''], sites: [] };
  t.like(await b.engine.create(request({ target: newer }), 'ada'), {
    ok: false,
    error: { code: 'conflict', field: '/target' },
  });
  const back = await b.engine.create(request({ target: newer }, { allowDowngrade: true }), 'ada');
  t.like(back, { ok: true, value: { counts: { offered: 1 } } });
  t.true(b.core.fleet.get(b.ids[0] ?? '')?.desired.firmware?.allowDowngrade);
});

test('what cannot be carried out is refused, and totems are taken over only when that is wanted', async (t) => {
  const b = await bench(t, 2);
  const refused = async (wrong: RolloutRequest, code: string, field: string) =>
    t.like(await b.engine.create(wrong, 'ada'), { ok: false, error: { code, field } });
  await refused(request({ artifact: 'a'.repeat(64) }), 'not_found', '/artifact');
  await refused(request({ target: { groups: ['nobody'], totems: [], sites: [] } }), 'conflict', '/target');
  await refused(request({}, { phases: [{ reach: '50%', ...strict }] }), 'invalid', '/plan/phases');
  await refused(request({ kind: 'content', artifact: 'r2' }, { attempts: 2 }), 'invalid', '/plan/attempts');
  await b.engine.create(request(), 'ada');
  await refused(request(), 'conflict', '/supersede');
  const second = await b.engine.create(request({ supersede: true }), 'ada');
  t.true(second.ok);
  t.is(b.states(1), 'skipped skipped');
  t.true(b.is('finished', 1) || b.is('soaking', 1) || b.is('running', 1));
  t.like(await b.engine.act(9, { action: 'pause', again: false }, 'ada'), {
    ok: false,
    error: { code: 'not_found' },
  });
});

test('content goes phase by phase too, and its groups get it for good at the end; a push reaches all at once', async (t) => {
  const b = await bench(t, 2, ['hall']);
  const shows = async (index: number, active: string) => {
    const id = b.ids[index] ?? '';
    b.core.fleet.reported(id, {
      revision: b.core.fleet.get(id)?.desired.revision ?? 0,
      content: { state: 'idle', active, previous: null, target: null, progress: 1, problem: null },
      keyRing: 0,
    });
    await b.engine.tick();
  };
  const target = { groups: ['hall'], totems: [], sites: [] };
  await b.engine.create(request({ kind: 'content', artifact: 'r2', target }), 'ada');
  const wanted = () => b.ids.map((id) => b.core.fleet.get(id)?.desired.content?.release ?? '-').join(' ');
  t.is(wanted(), 'r2 -');
  t.deepEqual(b.core.fleet.assignments(), []);
  await shows(0, 'r2');
  b.clock.now += 60_000;
  await b.engine.tick();
  t.is(wanted(), 'r2 r2');
  await shows(1, 'r2');
  t.true(b.is('finished'));
  t.deepEqual(b.core.fleet.assignments(), [{ group: 'hall', release: 'r2' }]);
  t.is(b.core.fleet.get((await b.core.enrol(['hall'])).id)?.desired.content?.release, 'r2');

  await b.engine.assignAtOnce(['all', 'empty'], 'r2', 'ada');
  t.like(b.engine.detail(2)?.rollout.counts, { succeeded: 2, offered: 1 });
  t.deepEqual(
    b.core.fleet
      .assignments()
      .map(({ group }) => group)
      .sort(),
    ['all', 'empty', 'hall'],
  );
  await b.engine.assignAtOnce(['empty'], 'r2', 'ada');
  t.is(b.engine.list().length, 2);
});

test('a totem that is heard moves its rollout without waiting for the next look', async (t) => {
  const b = await bench(t, 1);
  await b.engine.create(request({}, { phases: [{ reach: '100%', ...strict }] }), 'ada');
  const id = b.ids[0] ?? '';
  await b.core.fleet.revoke(id);
  await until('the totem to be left out', () => b.states() === 'skipped');
  await t.notThrowsAsync(until('the rollout to end', () => b.is('finished')));
});
