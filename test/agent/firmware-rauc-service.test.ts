import test, { type ExecutionContext } from 'ava';
import { createRauc, openBus } from '../../agent/firmware/rauc/index.ts';
import { rebootBoard } from '../../agent/firmware/reboot.ts';
import { compatible, mayInstall } from '../harness/board.ts';
import { sharedOwner } from '../harness/owner.ts';
import { heldUpdate, type Library, makeLibrary, newRaucBench, update } from '../harness/rauc-bench.ts';
import { newUnitManager } from '../harness/systemd.ts';

const owner = sharedOwner();
const library = Promise.withResolvers<Library>();

test.before(async () => library.resolve(await makeLibrary(owner)));
test.after.always(owner.end);

const setUp = async (t: ExecutionContext) => newRaucBench(t, (await library.promise).fleet.authority);

test('without RAUC nothing begins, and it begins when RAUC is there', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  await bench.board.stopRauc();
  const absent = await update(bench, good);
  t.is(absent.reported.state, 'offered', 'the wish is known, and waits for RAUC');
  t.deepEqual(absent.reported.waiting, ['service']);
  t.deepEqual(absent.states, ['idle']);
  t.is(absent.reported.service, 'absent');
  t.deepEqual(absent.faults, ['firmware.service_lost']);
  await bench.board.startRauc();
  const there = await update(bench, null);
  t.is(there.ending, 'reboot');
  t.deepEqual(there.faults, []);
});

test('RAUC that is killed in the middle is asked again; a slot half written is never started', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const { running } = await heldUpdate(bench, good);
  await bench.board.stopRauc('SIGKILL');
  await bench.board.letGo();
  const broken = await running;
  t.is(broken.ending, 'postponed');
  t.is(broken.reported.state, 'installing');
  t.is(broken.reported.problem?.code, 'unavailable');
  t.is(await bench.board.boot(), 'A');
  const again = await update(bench, null);
  t.is(again.ending, 'reboot');
  t.deepEqual((await bench.board.slot('B')).subarray(0, good.image.length), good.image);
});

test('RAUC that hangs is noticed within its patience, and the installation is begun anew', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const { running } = await heldUpdate(bench, good, { callPatience: 2500 });
  bench.board.rauc().kill('SIGSTOP');
  const hung = await running;
  t.is(hung.ending, 'postponed');
  t.is(hung.reported.service, 'silent');
  t.regex(hung.reported.problem?.message ?? '', /does not answer/);
  t.true(hung.faults.includes('firmware.service_lost'));
  bench.board.rauc().kill('SIGCONT');
  await bench.board.letGo();
  const again = await update(bench, null);
  t.is(again.ending, 'reboot', again.reported.problem?.message);
  t.deepEqual(again.reported.problem, null);
});

test('an installation that gets no further is ended by a restart of RAUC, and begun anew', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const { board } = bench;
  const restarted = await newUnitManager(t, board.bus, async () => {
    await board.stopRauc();
    await board.letGo();
    await board.startRauc();
  });
  await board.hold();
  const hung = await update(bench, good, { standstill: 60_000 });
  t.is(hung.ending, 'postponed');
  t.is(hung.reported.state, 'installing');
  t.is(hung.reported.problem?.message, 'RAUC got no further for 1 min; it was started again');
  t.deepEqual(restarted, ['rauc.service replace']);
  t.is(await board.boot(), 'A');
  const again = await update(bench, null);
  t.is(again.ending, 'reboot', again.reported.problem?.message);
  t.deepEqual((await board.slot('B')).subarray(0, good.image.length), good.image);
});

test('a system bus that is away is a fault, and the same client finds it when it is back', async (t) => {
  const { board } = await setUp(t);
  const states: string[] = [];
  const bus = openBus({ address: board.bus, patience: 5000 });
  t.teardown(bus.close);
  const rauc = createRauc({
    bus,
    interval: 10,
    patience: 3,
    standstill: 60_000,
    sleep: async () => undefined,
    onState: (state) => states.push(state),
  });
  t.true((await rauc.status()).ok);
  await board.stopBus();
  const away = await rauc.status();
  t.is(away.ok ? '' : away.error.code, 'unavailable');
  await board.startBus();
  await board.stopRauc();
  t.is(rauc.state(), 'absent');
  await board.startRauc();
  const back = await rauc.status();
  t.true(back.ok);
  if (!back.ok) return;
  t.is(back.value.compatible, compatible);
  t.deepEqual(
    back.value.slots.map(({ name, bootname, state, boot }) => ({ name, bootname, state, boot })),
    [
      { name: 'rootfs.1', bootname: 'B', state: 'other', boot: 'good' },
      { name: 'rootfs.0', bootname: 'A', state: 'booted', boot: 'good' },
    ],
  );
  t.is(states.at(-1), 'ready');
  t.deepEqual(await rauc.primary(), { ok: true, value: 'rootfs.0' });
  t.deepEqual(await rauc.mark('bad', 'other'), { ok: true, value: 'rootfs.1' });
  t.is(await board.attempts('B'), 0);
});

test('a bus that does not let RAUC be called is a fault, nothing begins, and it begins when the bus does', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const { board } = bench;
  const restart = async (rauc: 'allowed' | 'denied') => {
    await board.stopRauc();
    await board.stopBus();
    await board.policy(rauc);
    await board.startBus();
    await board.startRauc();
  };
  await restart('denied');
  const denied = await update(bench, good);
  t.is(denied.reported.service, 'absent');
  t.deepEqual(denied.reported.waiting, ['service']);
  t.deepEqual(denied.states, ['idle']);
  t.deepEqual(denied.faults, ['firmware.service_lost']);
  await restart('allowed');
  const allowed = await update(bench, null);
  t.is(allowed.ending, 'reboot');
  t.deepEqual(allowed.faults, []);
});

test('a restart is asked of logind, and of the command where there is none', async (t) => {
  const { board } = await setUp(t);
  const bus = openBus({ address: board.bus, patience: 5000 });
  t.teardown(bus.close);
  t.true((await rebootBoard(bus, ['true'])).ok);
  const refusedBy = await rebootBoard(bus, ['false']);
  t.regex(refusedBy.ok ? '' : refusedBy.error.message, /login1 is not there; false refuses too/);
});
