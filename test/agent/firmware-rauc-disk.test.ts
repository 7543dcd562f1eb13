import { execFileSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mayInstall } from '../harness/board.ts';
import { runFirmware } from '../harness/firmware-run.ts';
import { sharedOwner } from '../harness/owner.ts';
import { type Library, makeLibrary, newRaucBench, ordersOf, update } from '../harness/rauc-bench.ts';
import { maySmallDisk, newSmallDisk } from '../harness/small-disk.ts';

const owner = sharedOwner();
const library = Promise.withResolvers<Library>();

test.before(async () => library.resolve(await makeLibrary(owner)));
test.after.always(owner.end);

const setUp = async (t: ExecutionContext) => newRaucBench(t, (await library.promise).fleet.authority);

/** A bench whose totem has its data on a disk of its own, of 1 MB. */
async function setUpOnDisk(t: ExecutionContext) {
  const bench = await setUp(t);
  const disk = await newSmallDisk(t, 1);
  return { bench, disk, onDisk: { ...bench, totem: disk.folder } };
}

test('a data partition without room leaves everything as it is, and room made lets it go on', async (t) => {
  if (!mayInstall || !maySmallDisk) return t.pass('only root may mount');
  const { good } = await library.promise;
  const { bench, disk, onDisk } = await setUpOnDisk(t);
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
  const { bench, disk, onDisk } = await setUpOnDisk(t);
  await copyFile(good.path, join(bench.artifacts, good.wanted.bundle.sha256));
  const fillUp = async (bytes: number) => {
    if (bytes >= 20_000) await disk.fill();
  };
  const full = await runFirmware({ ...ordersOf(onDisk), wanted: good.wanted }, undefined, fillUp);
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
  const { bench, disk, onDisk } = await setUpOnDisk(t);
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
  const { board, totem } = bench;
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
  const left = await runFirmware({ ...ordersOf(bench), wanted: null, uptime: 297 }, dark);
  t.deepEqual(left.states, ['rebooting', 'proving']);
  t.is(left.ending, 'reboot', left.reported.problem?.message);
  t.is(await board.boot(), 'A');
  unmount();
  const back = await update(bench, null);
  t.is(back.reported.state, 'failed');
  t.regex(back.reported.problem?.message ?? '', /slot B was left again before 2\.0\.0 had proved itself/);
  t.deepEqual(back.faults, ['firmware.rolled_back']);
});
