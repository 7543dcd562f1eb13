import { appendFile, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mayInstall } from '../harness/board.ts';
import { altered, newBundle, newSigning, type TestBundle } from '../harness/firmware-bundle.ts';
import { type FirmwareOutcome, runFirmware } from '../harness/firmware-run.ts';
import { sharedOwner } from '../harness/owner.ts';
import {
  heldUpdate,
  type Library,
  makeLibrary,
  newRaucBench,
  ordersOf,
  type RaucBench,
  update,
} from '../harness/rauc-bench.ts';

const owner = sharedOwner();
const library = Promise.withResolvers<Library>();

test.before(async () => library.resolve(await makeLibrary(owner)));
test.after.always(owner.end);

const setUp = async (t: ExecutionContext) => newRaucBench(t, (await library.promise).fleet.authority);

/** The bundle was refused for good, and the totem goes on with what it has. */
async function refused(
  t: ExecutionContext,
  { board }: RaucBench,
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

/** Like `update`, with whatever is served already. */
const runWished = (bench: RaucBench, bundle: TestBundle | null) =>
  runFirmware({ ...ordersOf(bench), wanted: bundle?.wanted ?? null });

test('bundles that are no bundles of this fleet are refused, each with its reason', async (t) => {
  if (!mayInstall) return t.pass('only root may install');
  const { folder, fleet, good } = await library.promise;
  const stranger = await newSigning(folder, 'stranger');
  const late = await newSigning(folder, 'late', true);
  const { bytes } = good;
  const middle = Math.floor(bytes.length / 2);
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(middle) ^ 0xff, middle);
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
  const bench = await newRaucBench(t, late.authority);
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
  const { running } = await heldUpdate(bench, good);
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
  const bench = await newRaucBench(t, both);
  for (const bundle of [good, await newBundle(folder, later, { version: '3.0.0' })]) {
    const installed = await update(bench, bundle);
    t.is(installed.ending, 'reboot', installed.reported.problem?.message);
    await bench.board.boot();
    const proved = await update(bench, null);
    t.is(proved.reported.state, 'confirmed');
    t.is(proved.reported.booted?.version, bundle.wanted.version);
  }
});
