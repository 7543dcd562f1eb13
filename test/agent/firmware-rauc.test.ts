import { execFileSync } from 'node:child_process';
import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createRauc, openBus } from '../../agent/firmware/rauc/index.ts';
import { rebootBoard } from '../../agent/firmware/reboot.ts';
import { compatible, mayInstall, newBoard, type TestBoard } from '../harness/board.ts';
import { altered, newBundle, newSigning, type Signing, type TestBundle } from '../harness/firmware-bundle.ts';
import { type FirmwareOutcome, type Orders, runFirmware } from '../harness/firmware-run.ts';
import { maySmallDisk, newSmallDisk } from '../harness/small-disk.ts';
import { newUnitManager } from '../harness/systemd.ts';
import { until } from '../harness/until.ts';

/** Made once: each test has its own board beside them. */
interface Library {
  folder: string;
  fleet: Signing;
  good: TestBundle;
}
const library = Promise.withResolvers<Library>();

test.before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'totem-bundles-'));
  const fleet = await newSigning(folder, 'fleet');
  const good = await newBundle(folder, fleet, { version: '2.0.0' });
  library.resolve({ folder, fleet, good });
});
test.after.always(async () => {
  await rm((await library.promise).folder, { recursive: true, force: true });
});

interface Bench {
  board: TestBoard;
  artifacts: string;
  totem: string;
}

async function setUp(t: ExecutionContext): Promise<Bench> {
  const board = await newBoard(t, (await library.promise).fleet.authority);
  const artifacts = join(board.folder, 'artifacts');
  await mkdir(artifacts);
  return { board, artifacts, totem: join(board.folder, 'totem') };
}

async function update(
  { board, artifacts, totem }: Bench,
  bundle: TestBundle | null,
  wish: Partial<Omit<Orders, 'wanted'>> & { wanted?: Partial<TestBundle['wanted']> } = {},
): Promise<FirmwareOutcome> {
  if (bundle) await copyFile(bundle.path, join(artifacts, bundle.wanted.bundle.sha256));
  const { wanted, ...rest } = wish;
  return runFirmware({
    folder: totem,
    bus: board.bus,
    bootId: board.bootId(),
    commandLine: board.commandLine,
    artifacts,
    wanted: bundle && { ...bundle.wanted, ...wanted },
    ...rest,
  });
}

/** The bundle was refused for good, and the totem goes on with what it has. */
async function refused(
  t: ExecutionContext,
  { board }: Bench,
  outcome: FirmwareOutcome,
  code: string,
  message: RegExp,
): Promise<void> {
  t.is(outcome.reported.state, 'failed', JSON.stringify(outcome.reported));
  t.is(outcome.reported.problem?.code, code, outcome.reported.problem?.message);
  t.regex(outcome.reported.problem?.message ?? '', message);
  t.deepEqual(outcome.faults, ['firmware.refused']);
  t.deepEqual(
    outcome.events.map(({ kind }) => kind),
    ['firmware.failed'],
  );
  t.is(await board.boot(), 'A', 'the boot chooser stays with the slot that runs');
}

test('bundles that are no bundles of this fleet are refused, each with its reason', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { folder, fleet, good } = await library.promise;
  const stranger = await newSigning(folder, 'stranger');
  const late = await newSigning(folder, 'late', true);
  const { bytes } = good;
  const middle = Math.floor(bytes.length / 2);
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(middle) ^ 0xff, middle);
  const expiredBoard = await newBoard(t, late.authority);
  const cases: [string, TestBundle, string, RegExp][] = [
    ['truncated', await altered(good, join(folder, 't'), bytes.subarray(0, middle)), 'invalid', /signature/i],
    ['altered', await altered(good, join(folder, 'a'), flipped), 'signature_refused', /signature|verif/i],
    ['not a bundle', await altered(good, join(folder, 'n'), Buffer.alloc(50_000, 1)), 'invalid', /signature/],
    [
      'signed by another authority',
      await newBundle(folder, stranger, { version: '2.0.0' }),
      'signature_refused',
      /issuer certificate|self.signed|verif/i,
    ],
    [
      'for other hardware, whatever the hub says',
      await newBundle(folder, fleet, { version: '2.0.0', compatible: 'other-board' }),
      'conflict',
      /for other-board/,
    ],
    [
      'another version than the hub says',
      { ...(await newBundle(folder, fleet, { version: '6.6.6' })), wanted: { ...good.wanted } },
      'conflict',
      /holds 6\.6\.6, not 2\.0\.0/,
    ],
  ];
  for (const [what, bundle, code, message] of cases) {
    t.log(what);
    const bench = await setUp(t);
    const wanted = {
      bundle: {
        sha256: (await altered(bundle, join(folder, 'x'), bundle.bytes)).wanted.bundle.sha256,
        size: bundle.bytes.length,
      },
    };
    const fixed = { ...bundle, wanted: { ...bundle.wanted, ...wanted } };
    await refused(t, bench, await update(bench, fixed), code, message);
  }
  const artifacts = join(expiredBoard.folder, 'artifacts');
  await mkdir(artifacts);
  const bench = { board: expiredBoard, artifacts, totem: join(expiredBoard.folder, 'totem') };
  const expired = await newBundle(folder, late, { version: '2.0.0' });
  await refused(t, bench, await update(bench, expired), 'signature_refused', /expired/);
});

test('a firmware for another board, or with another manifest than approved, is refused', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { folder, fleet, good } = await library.promise;
  const bench = await setUp(t);
  const other = await update(bench, good, { wanted: { compatible: 'other-board' } });
  t.deepEqual(other.states, ['idle', 'offered', 'failed']);
  await refused(t, bench, other, 'conflict', /it is for other-board, and this totem is totem-test-board/);
  const verity = await newBundle(folder, fleet, { version: '2.0.0', format: 'verity' });
  const swapped = await update(bench, verity, { wanted: { manifestHash: 'ab'.repeat(32), attempt: 2 } });
  await refused(t, bench, swapped, 'hash_mismatch', /manifest is another one than was approved/);
});

test('a bundle that the hub serves with other bytes, or too many, is never handed to RAUC', async (t) => {
  const { good } = await library.promise;
  const bench = await setUp(t);
  const path = join(bench.artifacts, good.wanted.bundle.sha256);
  await writeFile(path, Buffer.alloc(good.bytes.length, 3));
  const wrong = await runWished(bench, good);
  t.is(wrong.reported.state, 'fetching');
  t.is(wrong.reported.problem?.code, 'hash_mismatch');
  t.deepEqual(wrong.faults, ['firmware.fetch_failed']);
  await copyFile(good.path, path);
  await appendFile(path, Buffer.alloc(1024 * 1024));
  const oversized = await runWished(bench, null);
  t.is(oversized.reported.problem?.code, 'hash_mismatch');
  t.is(await bench.board.attempts('B'), 3, 'RAUC was not told anything');
});

/** Like `update`, with whatever is served already. */
function runWished(bench: Bench, bundle: TestBundle | null): Promise<FirmwareOutcome> {
  const { board, artifacts, totem } = bench;
  return runFirmware({
    folder: totem,
    bus: board.bus,
    bootId: board.bootId(),
    commandLine: board.commandLine,
    artifacts,
    wanted: bundle ? bundle.wanted : null,
  });
}

test('a bundle that is swapped between check and installation is refused and fetched anew', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { folder, fleet, good } = await library.promise;
  const bench = await setUp(t);
  t.is((await update(bench, good, { citizen: true })).reported.state, 'waiting');
  const other = await newBundle(folder, fleet, { version: '1.9.9' });
  const bundles = join(bench.totem, 'firmware/bundles');
  const [name] = (await readdir(bundles, { recursive: true })).filter((path) => path.includes('/'));
  await copyFile(other.path, join(bundles, name ?? ''));
  const outcome = await update(bench, null);
  t.deepEqual(outcome.states, [
    'waiting',
    'installing',
    'waiting',
    'fetching',
    'waiting',
    'installing',
    'installed',
    'rebooting',
  ]);
  const raised = outcome.events.map(({ kind }) => kind);
  t.deepEqual(raised, ['firmware.installed']);
  t.deepEqual((await bench.board.slot('B')).subarray(0, good.image.length), good.image);
});

test('a bundle that is changed while RAUC reads it is not started, whatever RAUC says, and fetched anew', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { good } = await library.promise;
  const bench = await setUp(t);
  await bench.board.hold();
  const running = update(bench, good);
  await until('RAUC to begin', async () => (await bench.board.attempts('B')) === 0, 60_000);
  const bundles = join(bench.totem, 'firmware/bundles');
  const [name] = (await readdir(bundles, { recursive: true })).filter((path) => path.includes('/'));
  // What comes after the signature of the bundle that RAUC has open changes nothing for it.
  await appendFile(join(bundles, name ?? ''), 'more');
  await bench.board.letGo();
  const outcome = await running;
  const twice = ['waiting', 'fetching', 'waiting', 'installing'];
  const states = ['idle', 'offered', 'fetching', 'waiting', 'installing', ...twice, 'installed', 'rebooting'];
  t.deepEqual(outcome.states, states);
  t.deepEqual(outcome.asked, [0, 0]);
  t.is(await bench.board.boot(), 'B');
  t.deepEqual((await bench.board.slot('B')).subarray(0, good.image.length), good.image);
});

test('while the totem has the authorities of now and of later, it takes what either of them vouches for', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { folder, fleet, good } = await library.promise;
  const later = await newSigning(folder, 'later');
  const both = join(folder, 'both.pem');
  const authorities = await Promise.all([fleet, later].map((one) => readFile(one.authority, 'utf8')));
  await writeFile(both, authorities.join('\n'));
  const board = await newBoard(t, both);
  const artifacts = join(board.folder, 'artifacts');
  await mkdir(artifacts);
  const bench = { board, artifacts, totem: join(board.folder, 'totem') };
  for (const bundle of [good, await newBundle(folder, later, { version: '3.0.0' })]) {
    const installed = await update(bench, bundle);
    t.is(installed.ending, 'reboot', installed.reported.problem?.message);
    await board.boot();
    const proved = await update(bench, null);
    t.is(proved.reported.state, 'confirmed');
    t.is(proved.reported.booted?.version, bundle.wanted.version);
  }
});

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
  await bench.board.hold();
  const running = update(bench, good);
  await until('RAUC to begin', async () => (await bench.board.attempts('B')) === 0, 60_000);
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
  await bench.board.hold();
  const running = update(bench, good, { callPatience: 2500 });
  await until('RAUC to begin', async () => (await bench.board.attempts('B')) === 0, 60_000);
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
  t.is(hung.reported.problem?.message, 'RAUC got no further for 1 minutes; it was started again');
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

test('a data partition without room leaves everything as it is, and room made lets it go on', async (t) => {
  if (!mayInstall || !maySmallDisk) return t.pass('only root may mount');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const disk = await newSmallDisk(t, 1);
  const onDisk = { ...bench, totem: disk.folder };
  await bench.board.stopRauc();
  t.is((await update(onDisk, good)).ending, 'done', 'the wish is remembered');
  await disk.fill();
  await bench.board.startRauc();
  const full = await update(onDisk, null);
  t.is(full.ending, 'postponed');
  t.deepEqual(full.states, ['idle']);
  t.is(full.reported.problem?.code, 'no_space');
  t.true(full.faults.includes('storage.full'));
  await disk.free();
  const room = await update(onDisk, null);
  t.is(room.ending, 'reboot');
  t.deepEqual(room.faults, []);
});

test('a data partition that fills up in the middle of a bundle keeps what came, and the rest comes when there is room', async (t) => {
  if (!mayInstall || !maySmallDisk) return t.pass('only root may mount');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const disk = await newSmallDisk(t, 1);
  const onDisk = { ...bench, totem: disk.folder };
  await copyFile(good.path, join(bench.artifacts, good.wanted.bundle.sha256));
  const { board, artifacts } = bench;
  const { bus, commandLine } = board;
  const orders = { folder: disk.folder, bus, bootId: board.bootId(), commandLine, artifacts };
  const fillUp = async (bytes: number) => {
    if (bytes >= 20_000) await disk.fill();
  };
  const full = await runFirmware({ ...orders, wanted: good.wanted }, undefined, fillUp);
  t.is(full.ending, 'postponed');
  t.is(full.reported.state, 'fetching');
  t.is(full.reported.problem?.code, 'no_space');
  t.true(full.faults.includes('storage.full'));
  t.is(await bench.board.attempts('B'), 3, 'RAUC was not told anything');
  await disk.free();
  const room = await update(onDisk, null);
  t.is(room.ending, 'reboot');
  t.true((room.asked[0] ?? 0) > 0, 'what came before was not asked for again');
  t.deepEqual(room.faults, []);
});

test('a firmware that is not well is left also where the disk takes no writes any more', async (t) => {
  if (!mayInstall || !maySmallDisk) return t.pass('only root may mount');
  const { good } = await library.promise;
  const bench = await setUp(t);
  const disk = await newSmallDisk(t, 1);
  const onDisk = { ...bench, totem: disk.folder };
  t.is((await update(onDisk, good)).ending, 'reboot');
  t.is(await bench.board.boot(), 'B');
  await disk.setReadOnly(true);
  t.is((await update(onDisk, null)).ending, 'postponed', 'there may be room in a moment');
  const unwell = await update(onDisk, null, { uptime: 400 });
  t.is(unwell.ending, 'reboot', unwell.reported.problem?.message);
  t.is(await bench.board.boot(), 'A');
  const back = await update(onDisk, null);
  t.is(back.ending, 'postponed', 'what happened is to be written down first');
  t.is(back.reported.booted?.slot, 'rootfs.0');
  await disk.setReadOnly(false);
  const written = await update(onDisk, null);
  t.is(written.reported.state, 'failed');
  t.deepEqual(written.faults, ['firmware.rolled_back']);
  t.is(await bench.board.boot(), 'A');
});

test('a firmware on which the disk stops to take writes in the middle of its proof is left too', async (t) => {
  if (!mayInstall || !maySmallDisk) return t.pass('only root may mount');
  const { good } = await library.promise;
  const bench = await setUp(t);
  t.is((await update(bench, good)).ending, 'reboot');
  t.is(await bench.board.boot(), 'B');
  const { board, artifacts, totem } = bench;
  const { bus, commandLine } = board;
  const orders = { folder: totem, bus, bootId: board.bootId(), commandLine, artifacts, wanted: null };
  const state = join(totem, 'state');
  let mounts = 0;
  const dark = () => {
    if (mounts === 0) {
      for (const words of [
        ['--bind', state, state],
        ['-o', 'remount,bind,ro', state],
      ])
        execFileSync('mount', words);
      mounts = 1;
    }
    return { running: false, framesRendered: 0, pageAnswers: false };
  };
  const unmount = () => {
    if (mounts === 1) execFileSync('umount', ['--lazy', state]);
    mounts = 2;
  };
  t.teardown(unmount);
  const left = await runFirmware({ ...orders, uptime: 297 }, dark);
  t.deepEqual(left.states, ['rebooting', 'proving']);
  t.is(left.ending, 'reboot', left.reported.problem?.message);
  t.is(await board.boot(), 'A');
  unmount();
  const back = await update(bench, null);
  t.is(back.reported.state, 'failed');
  t.regex(back.reported.problem?.message ?? '', /slot B was left again before 2\.0\.0 had proved itself/);
  t.deepEqual(back.faults, ['firmware.rolled_back']);
});

test('a restart is asked of logind, and of the command where there is none', async (t) => {
  const { board } = await setUp(t);
  const bus = openBus({ address: board.bus, patience: 5000 });
  t.teardown(bus.close);
  t.true((await rebootBoard(bus, ['true'])).ok);
  const refusedBy = await rebootBoard(bus, ['false']);
  t.regex(refusedBy.ok ? '' : refusedBy.error.message, /login1 is not there; false refuses too/);
});
