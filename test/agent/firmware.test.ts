import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { FirmwareState, TotemEvent } from '../../protocol/index.ts';
import { mayInstall, newBoard, type TestBoard } from '../harness/board.ts';
import { newBundle, newSigning, type Signing, type TestBundle } from '../harness/firmware-bundle.ts';
import { type FirmwareOutcome, type Orders, runFirmware } from '../harness/firmware-run.ts';

const program = fileURLToPath(new URL('../harness/firmware-process.ts', import.meta.url));
/** Bundles are made once: each board, each process and each test has its own folder beside them. */
interface Library {
  folder: string;
  signing: Signing;
  good: TestBundle;
  better: TestBundle;
  older: TestBundle;
}
const library = Promise.withResolvers<Library>();

test.before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'totem-bundles-'));
  const signing = await newSigning(folder, 'fleet');
  const make = (version: string) => newBundle(folder, signing, { version });
  const [good, better, older] = [await make('2.0.0'), await make('3.0.0'), await make('1.0.0')];
  library.resolve({ folder, signing, good, better, older });
});
test.after.always(async () => {
  await rm((await library.promise).folder, { recursive: true, force: true });
});

/** A totem on a board, and what its hub would serve. */
interface Bench extends Library {
  board: TestBoard;
  totem: string;
  artifacts: string;
}

async function setUp(t: ExecutionContext, offered?: TestBundle[]): Promise<Bench> {
  const made = await library.promise;
  const board = await newBoard(t, made.signing.authority);
  const bench: Bench = {
    ...made,
    board,
    totem: join(board.folder, 'totem'),
    artifacts: join(board.folder, 'artifacts'),
  };
  await mkdir(bench.artifacts);
  for (const bundle of offered ?? [made.good, made.better, made.older]) await offer(bench, bundle);
  return bench;
}

async function offer({ artifacts }: Bench, bundle: TestBundle): Promise<void> {
  await copyFile(bundle.path, join(artifacts, bundle.wanted.bundle.sha256));
}

type Wish = Partial<Omit<Orders, 'wanted'>> & { bundle?: TestBundle; wanted?: object };

function ordersOf({ board, totem, artifacts }: Bench, { bundle, wanted, ...rest }: Wish): Orders {
  return {
    folder: totem,
    bus: board.bus,
    bootId: board.bootId(),
    commandLine: board.commandLine,
    artifacts,
    wanted: bundle ? { ...bundle.wanted, ...wanted } : null,
    ...rest,
  };
}

/** One life of the agent that ends by SIGKILL where it is told to. */
async function killed(t: ExecutionContext, bench: Bench, wish: Wish): Promise<void> {
  const child = spawn(process.execPath, [program, JSON.stringify(ordersOf(bench, wish))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'totem-test-code') },
  });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'close');
  t.is(child.signalCode, 'SIGKILL');
}

/** One life of the agent, until nothing is left to do or the board is restarted. */
function ended(bench: Bench, wish: Wish = {}): Promise<FirmwareOutcome> {
  return runFirmware(ordersOf(bench, wish));
}

/** Runs the agent, and the boot chooser after each restart that it asks for, until nothing is left to do. */
async function settled(
  t: ExecutionContext,
  bench: Bench,
  first: Wish = {},
  later: Wish = {},
): Promise<FirmwareOutcome> {
  let outcome = await ended(bench, first);
  for (let boots = 0; outcome.ending === 'reboot'; boots += 1) {
    t.true(boots < 8, 'no end of restarts');
    await bench.board.boot();
    outcome = await ended(bench, later);
  }
  return outcome;
}

const kinds = (events: TotemEvent[]) =>
  events.map(({ kind }) => kind).filter((kind) => kind.startsWith('firmware.'));

test('an update is fetched, installed, started and proved; then the slot is marked good', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  const { board, good } = bench;
  const installed = await ended(bench, { bundle: good });
  t.deepEqual(installed.states, [
    'idle',
    'offered',
    'fetching',
    'waiting',
    'installing',
    'installed',
    'rebooting',
  ]);
  t.is(installed.ending, 'reboot');
  t.deepEqual((await board.slot('B')).subarray(0, good.image.length), good.image);
  t.is(await board.boot(), 'B');
  t.is(await board.attempts('B'), 2, 'one attempt is counted down until the slot is proved');
  const proved = await ended(bench);
  t.deepEqual(proved.states, ['rebooting', 'proving', 'confirmed']);
  t.is(await board.attempts('B'), 3);
  t.is(proved.reported.booted?.version, '2.0.0');
  t.is(proved.reported.booted?.slot, 'rootfs.1');
  t.deepEqual(kinds(proved.events), ['firmware.confirmed']);
  t.deepEqual(proved.faults, []);
  const after = await ended(bench);
  t.deepEqual(after.states, ['confirmed'], 'nothing more is to be done');
});

const before: FirmwareState[] = ['offered', 'fetching', 'waiting', 'installing', 'installed'];
for (const dieIn of before) {
  test(`kill -9 in ${dieIn}: the update goes on from there`, async (t) => {
    if (!mayInstall) return t.pass('only root may install');
    const bench = await setUp(t);
    const { good, board } = bench;
    await killed(t, bench, { bundle: good, dieIn });
    const outcome = await settled(t, bench);
    t.is(outcome.reported.state, 'confirmed');
    t.is(board.current(), 'B');
    t.is(await board.attempts('B'), 3);
    t.deepEqual((await board.slot('B')).subarray(0, good.image.length), good.image);
  });
}

test('power cut in installing and installed: whichever slot starts, the report is true', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  for (const dieIn of ['installing', 'installed'] as const) {
    const bench = await setUp(t);
    await killed(t, bench, { bundle: bench.good, dieIn });
    const slot = await bench.board.boot();
    t.is(slot, dieIn === 'installed' ? 'B' : 'A');
    const outcome = await settled(t, bench);
    t.is(outcome.reported.state, 'confirmed');
    t.is(outcome.reported.booted?.slot, 'rootfs.1');
    t.is(await bench.board.attempts('A'), 3, 'the former slot keeps all its attempts');
  }
});

for (const dieIn of ['rebooting', 'proving', 'rolling_back', 'failed', 'confirmed'] as const) {
  test(`kill -9 in ${dieIn}, with power cut`, async (t) => {
    if (!mayInstall) return t.pass('only root may install');
    const bench = await setUp(t);
    const { board, good } = bench;
    const well = dieIn !== 'rolling_back' && dieIn !== 'failed';
    const health: Wish = well ? {} : { sick: 'page' };
    if (dieIn === 'rebooting') {
      await killed(t, bench, { bundle: good, dieIn });
    } else {
      await ended(bench, { bundle: good });
      t.is(await board.boot(), 'B');
      if (dieIn === 'failed') {
        t.is((await ended(bench, { sick: 'page' })).ending, 'reboot');
        t.is(await board.boot(), 'A');
      }
      await killed(t, bench, { dieIn, ...health });
    }
    await board.boot();
    const outcome = await settled(t, bench, health, health);
    t.is(outcome.reported.state, well ? 'confirmed' : 'failed');
    t.is(board.current(), well ? 'B' : 'A');
    t.is(outcome.reported.booted?.slot, well ? 'rootfs.1' : 'rootfs.0');
    if (!well) {
      t.regex(outcome.reported.problem?.message ?? '', /the page does not answer/);
      t.is(await board.attempts('B'), 0, 'the boot chooser does not try it again');
      t.deepEqual(outcome.faults, ['firmware.rolled_back']);
    }
    t.true((await board.attempts(board.current())) >= 2);
  });
}

const sicknesses = [
  ['display', /the display shows no new frames/],
  ['touch', /the input device panel is gone/],
  ['sensor', /the sensor radar is gone/],
  ['hub', /the hub did not accept a hello/],
  ['fault', /fault display\.page_lost: the page stopped answering/],
] as const;
for (const [sick, reason] of sicknesses) {
  test(`a firmware on which something is wrong (${sick}) goes back by itself and says why`, async (t) => {
    if (!mayInstall) return t.pass('only root may install');
    const bench = await setUp(t);
    await ended(bench, { bundle: bench.good });
    t.is(await bench.board.boot(), 'B');
    const unwell = await ended(bench, { sick });
    t.deepEqual(unwell.states, ['rebooting', 'proving', 'rolling_back']);
    t.is(unwell.ending, 'reboot');
    t.is(await bench.board.boot(), 'A');
    const back = await ended(bench);
    t.is(back.reported.state, 'failed');
    t.like(back.reported.target, { version: '2.0.0', attempt: 1 }, 'the hub can tell of what it failed');
    t.regex(back.reported.problem?.message ?? '', reason);
    t.deepEqual(kinds(back.events), ['firmware.failed']);
    const again = await ended(bench);
    t.deepEqual(again.states, ['failed'], 'it is not tried again by itself');
  });
}

test('a new firmware whose agent dies each time is given up, and the totem is back', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  await ended(bench, { bundle: bench.good });
  t.is(await bench.board.boot(), 'B');
  for (let start = 1; start <= 3; start += 1) await killed(t, bench, { sick: 'agent' });
  const outcome = await settled(t, bench);
  t.is(outcome.reported.state, 'failed');
  t.is(bench.board.current(), 'A');
  t.regex(outcome.reported.problem?.message ?? '', /its agent was started 4 times/);
});

test('a boot loop ends by the boot chooser alone, and the agent of the old slot says what happened', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  await ended(bench, { bundle: bench.good });
  const boots: string[] = [];
  for (let boot = 0; boot < 4; boot += 1) boots.push(await bench.board.boot());
  t.deepEqual(boots, ['B', 'B', 'B', 'A']);
  const back = await ended(bench);
  t.deepEqual(back.states, ['rebooting', 'failed']);
  t.regex(back.reported.problem?.message ?? '', /slot B: 2\.0\.0 did not get as far as its agent/);
  t.deepEqual(back.faults, ['firmware.rolled_back']);
  t.is(await bench.board.attempts('A'), 3, 'the slot that runs is kept good');
  t.is(await bench.board.first(), 'A', 'it is the first of the boot chooser’s order again');
});

test('RAUC that is not there in the new slot counts as failure, and restarts alone lead back', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  await ended(bench, { bundle: bench.good });
  for (let boot = 0; ; boot += 1) {
    t.true(boot < 6);
    if ((await bench.board.boot()) === 'A') break;
    await bench.board.stopRauc();
    t.is((await ended(bench)).ending, 'reboot');
  }
  const back = await ended(bench);
  t.is(back.reported.state, 'failed');
  t.regex(back.reported.problem?.message ?? '', /could not be marked good/);
});

test('the newer of two firmwares wins until one is being installed; after that it waits', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  const { good, better, board } = bench;
  await killed(t, bench, { bundle: good, dieIn: 'waiting' });
  await killed(t, bench, { bundle: better, dieIn: 'installed' });
  t.deepEqual((await board.slot('B')).subarray(0, better.image.length), better.image);
  // The former one is wanted again in the same minute: this installation goes to its end first.
  const first = await ended(bench, { bundle: good, wanted: { allowDowngrade: true } });
  t.is(first.ending, 'reboot');
  t.is(first.reported.target?.version, '3.0.0');
  t.is(await board.boot(), 'B');
  const second = await ended(bench);
  t.deepEqual(kinds(second.events), ['firmware.confirmed', 'firmware.installed']);
  t.is(second.ending, 'reboot');
  t.is(await board.boot(), 'A');
  t.is((await ended(bench)).reported.booted?.version, '2.0.0');
});

test('an older version is refused unless it was asked for, and another attempt is another wish', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  const { good, older } = bench;
  await settled(t, bench, { bundle: good });
  const refused = await ended(bench, { bundle: older });
  t.deepEqual(refused.states, ['confirmed', 'offered', 'failed']);
  t.regex(refused.reported.problem?.message ?? '', /older than 2\.0\.0/);
  t.deepEqual(refused.asked, [], 'nothing was fetched');
  const taken = await settled(t, bench, { bundle: older, wanted: { allowDowngrade: true, attempt: 2 } });
  t.is(taken.reported.booted?.version, '1.0.0');
  t.is(taken.reported.state, 'confirmed');
});

test('kill -9 in the middle of the bundle: the rest of it is fetched', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  await killed(t, bench, { bundle: bench.good, dieAfterBytes: 20_000 });
  const outcome = await ended(bench);
  const [offset = 0] = outcome.asked;
  t.true(offset >= 8192 && offset < bench.good.bytes.length);
  t.is(outcome.asked.length, 1);
  t.is(outcome.ending, 'reboot');
});

test('no installation begins while a citizen uses the totem or the board is not fit for it, and no fetch without room', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const bench = await setUp(t);
  const full = await ended(bench, { bundle: bench.good, reserveBytes: 2 ** 50 });
  t.is(full.reported.state, 'waiting');
  t.deepEqual(full.reported.waiting, ['space']);
  t.deepEqual(full.asked, []);
  const busy = await ended(bench, { citizen: true });
  t.is(busy.reported.state, 'waiting');
  t.deepEqual(busy.reported.waiting, ['session']);
  for (const [board, wait] of [
    [{ undervoltage: true }, 'power'],
    [{ battery: { percent: 39, charging: false } }, 'power'],
    [{ temperatureCelsius: 80.1 }, 'temperature'],
  ] as const) {
    const unfit = await ended(bench, { board });
    t.is(unfit.reported.state, 'waiting');
    t.deepEqual(unfit.reported.waiting, [wait]);
  }
  t.is(await bench.board.attempts('B'), 3, 'RAUC was not told anything');
  const fit = { undervoltage: false, battery: { percent: 12, charging: true }, temperatureCelsius: 80 };
  t.is((await ended(bench, { board: fit })).ending, 'reboot');
  const weak = await ended(bench, { board: { undervoltage: true } });
  t.is(weak.ending, 'reboot', 'a restart that was begun is not waited with');
});
