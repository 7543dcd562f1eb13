import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readBattery } from '../../agent/health/board/battery.ts';
import {
  bootIdOf,
  createBoard,
  type Roots,
  readBootReason,
  readSlot,
  systemRoots,
} from '../../agent/health/board/index.ts';
import { isReadOnly } from '../../agent/health/board/storage.ts';
import { bareBoard, imx8mPlus, raspberryPi4, rootsOf } from '../harness/boards.ts';

const boardOf = (roots: Roots, clock = () => 0) =>
  createBoard({ roots, folder: roots.proc, longestDelay: () => 0, clock });

test('a Raspberry Pi 4 tells of its heat, its weak supply, its card, its interfaces, sound and camera', async (t) => {
  const board = boardOf(await rootsOf(t, raspberryPi4));
  t.deepEqual(board.processor(), {
    cpuPercent: 15,
    load: { one: 0.52, five: 0.58, fifteen: 0.59, processors: 4 },
  });
  t.deepEqual(board.memory(), { memoryUsedBytes: 1_000_000 * 1024, memoryTotalBytes: 3_884_400 * 1024 });
  t.deepEqual(board.pressure().pressure, {
    processorSomePercent: 1.25,
    memorySomePercent: 3,
    memoryFullPercent: 2.5,
    storageSomePercent: 7,
    storageFullPercent: 6.5,
  });
  t.deepEqual(await board.thermal(), {
    temperatureCelsius: 82.3,
    thermal: {
      zones: [{ name: 'cpu-thermal', celsius: 82.3 }],
      throttled: true,
      throttledSinceBoot: true,
      processorMegahertz: 600,
    },
    power: { undervoltage: true, undervoltageSinceBoot: true },
  });
  t.deepEqual((await board.storage()).storage.wear, [
    { device: 'mmcblk0', kind: 'sd', usedPercent: null, reserve: 'unknown' },
  ]);
  t.deepEqual((await board.network()).interfaces, [
    {
      name: 'eth0',
      kind: 'wired',
      up: true,
      carrier: true,
      megabitsPerSecond: 1000,
      signalDecibelMilliwatts: null,
      bytesReceived: 98_765_432,
      bytesSent: 12_345_678,
      errors: 6,
      errorsPerMinute: 0,
    },
    {
      name: 'wlan0',
      kind: 'wireless',
      up: false,
      carrier: false,
      megabitsPerSecond: null,
      signalDecibelMilliwatts: -52,
      bytesReceived: 0,
      bytesSent: 0,
      errors: 0,
      errorsPerMinute: 0,
    },
  ]);
  t.deepEqual(await board.clock(), { timeSource: 'timesyncd' });
  t.deepEqual(await board.devices(), {
    audio: [
      { card: 0, id: 'Headphones', name: 'bcm2835 Headphones' },
      { card: 1, id: 'vc4hdmi0', name: 'vc4-hdmi-0' },
    ],
    cameras: [{ device: '/dev/video0', name: 'unicam-image' }],
  });
});

test('an i.MX8M Plus tells of its worn eMMC, its zones, its held-back processor and its slot', async (t) => {
  const roots = await rootsOf(t, imx8mPlus);
  const board = boardOf(roots);
  t.deepEqual((await board.storage()).storage.wear, [
    { device: 'mmcblk2', kind: 'emmc', usedPercent: 100, reserve: 'warning' },
  ]);
  t.deepEqual(await board.thermal(), {
    temperatureCelsius: 51,
    thermal: {
      zones: [
        { name: 'cpu-thermal', celsius: 47 },
        { name: 'soc-thermal', celsius: 51 },
      ],
      throttled: true,
      throttledSinceBoot: null,
      processorMegahertz: 1200,
    },
    power: { undervoltage: null, undervoltageSinceBoot: null },
  });
  t.deepEqual(
    (await board.network()).interfaces.map(({ name, up, megabitsPerSecond }) => [
      name,
      up,
      megabitsPerSecond,
    ]),
    [
      ['eth0', true, 100],
      ['eth1', false, null],
    ],
    'a CAN bus without a device of its own is no interface',
  );
  t.deepEqual(await board.clock(), { timeSource: 'chrony' });
  t.deepEqual((await board.devices()).audio, []);
  t.is(readSlot(roots), 'B');
});

test('a board that shows nothing is no problem: what is not known is null', async (t) => {
  const roots = await rootsOf(t, bareBoard);
  await mkdir(roots.proc);
  const board = boardOf(roots);
  t.is(board.processor().cpuPercent, 0);
  t.is(board.pressure().pressure, null);
  t.like(await board.thermal(), { temperatureCelsius: null, thermal: { zones: [], throttled: null } });
  t.deepEqual((await board.network()).interfaces, []);
  t.deepEqual(await board.clock(), { timeSource: 'none' });
  t.is(readSlot(roots), 'unknown');
  t.is(bootIdOf(roots), 'unknown');
});

test('nonsense in sysfs is as good as nothing', async (t) => {
  const nonsense = Object.fromEntries(Object.keys(raspberryPi4).map((path) => [path, '\u0000\u00ff−∞ 0x']));
  const board = boardOf(await rootsOf(t, nonsense));
  t.notThrows(() => [board.processor(), board.memory(), board.pressure()]);
  t.like(await board.thermal(), { temperatureCelsius: null, power: { undervoltage: null } });
  await t.notThrowsAsync(Promise.all([board.storage(), board.network(), board.devices(), board.clock()]));
});

test('the machine this runs on answers too', async (t) => {
  const board = boardOf(systemRoots);
  t.true(board.memory().memoryTotalBytes > 0);
  t.true(board.processor().load.processors > 0);
  const { storage, diskTotalBytes } = await board.storage();
  t.true(diskTotalBytes >= 0 && storage.rootTotalBytes > 0);
});

test('use of the processor is that between two samples; errors are counted by the minute', async (t) => {
  const roots = await rootsOf(t, raspberryPi4);
  let time = 0;
  const board = boardOf(roots, () => time);
  board.processor();
  await board.network();
  // Of 1,000 ticks more, 250 were work, 100 of those stolen by a hypervisor; waiting for the disk is no work.
  await writeFile(
    join(roots.proc, 'stat'),
    'cpu  1100 0 550 8650 600 0 0 100 0 0\ncpu0 1 0 0 0 0 0 0 0 0 0\n',
  );
  t.is(board.processor().cpuPercent, 25);
  await writeFile(
    join(roots.proc, 'net/dev'),
    'eth0: 98765432 100000 32 3 0 0 0 100 12345678 50000 1 0 0 0 0 0\nwlan0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n',
  );
  time = 30_000;
  t.deepEqual(
    (await board.network()).interfaces.map(({ errorsPerMinute }) => errorsPerMinute),
    [60, 0],
  );
});

test('a mount belongs to the folder that it holds, the deepest and latest first', (t) => {
  const mounts = [
    '/dev/root / ext4 ro,relatime 0 0',
    '/dev/mmcblk0p5 /data ext4 rw,relatime 0 0',
    '/dev/mmcblk0p6 /data/my\\040totem ext4 rw 0 0',
    '/dev/mmcblk0p6 /data/my\\040totem ext4 ro,errors=remount-ro 0 0',
  ].join('\n');
  t.true(isReadOnly(mounts, '/etc'));
  t.false(isReadOnly(mounts, '/data'));
  t.false(isReadOnly(mounts, '/data/mine'));
  t.true(isReadOnly(mounts, '/database'), 'not below /data');
  t.true(isReadOnly(mounts, '/data/my totem/state'));
});

test('why the board started', async (t) => {
  const former = { startedAt: Date.parse('2026-11-20T10:00:00Z'), cleanStop: true };
  const well = await rootsOf(t, raspberryPi4);
  t.is(await readBootReason(well, null), 'unknown');
  t.is(await readBootReason(well, former), 'reboot');
  t.is(await readBootReason(well, { ...former, cleanStop: false }), 'cold');
  t.is(await readBootReason(await rootsOf(t, imx8mPlus), former), 'watchdog');
  await mkdir(join(well.sys, 'fs/pstore'), { recursive: true });
  await appendFile(join(well.sys, 'fs/pstore/dmesg-ramoops-0'), 'Panic#1 Part1');
  t.is(await readBootReason(well, former), 'panic');
  t.is(await readBootReason(well, { ...former, startedAt: Date.now() + 1000 }), 'reboot', 'an old record');
});

test('a battery is told with its charge, and whether the board lives on it', async (t) => {
  const at = async (supplies: Record<string, string>) => {
    const files = Object.entries(supplies).map(([path, text]) => [
      `sys/class/power_supply/${path}`,
      `${text}\n`,
    ]);
    return readBattery(await rootsOf(t, { ...bareBoard, ...Object.fromEntries(files) }));
  };
  const battery = (name: string, capacity: string, status: string) => ({
    [`${name}/type`]: 'Battery',
    [`${name}/capacity`]: capacity,
    [`${name}/status`]: status,
  });
  t.is(await at({}), null);
  t.is(await at({ 'mains/type': 'Mains', 'mains/online': '1' }), null);
  t.deepEqual(await at(battery('BAT0', '37', 'Discharging')), { percent: 37, charging: false });
  t.deepEqual(await at(battery('BAT0', '37', 'Charging')), { percent: 37, charging: true });
  t.deepEqual(await at(battery('BAT0', '100', 'Full')), { percent: 100, charging: true });
  const unknown = battery('BAT0', '50', 'Unknown');
  t.deepEqual(await at(unknown), { percent: 50, charging: false });
  const mains = { 'mains/type': 'Mains', 'mains/online': '1' };
  t.deepEqual(await at({ ...unknown, ...mains }), { percent: 50, charging: true });
  const two = { ...battery('BAT0', '90', 'Full'), ...battery('ups', '20', 'Discharging') };
  t.deepEqual(await at({ ...two, ...mains }), { percent: 20, charging: false });
  t.is(
    await at({ ...battery('pad', '5', 'Discharging'), 'pad/scope': 'Device' }),
    null,
    'a keypad of its own',
  );
  t.is(await at({ ...battery('BAT0', '0', 'Unknown'), 'BAT0/present': '0' }), null, 'a place without one');
  t.is(await at({ ...battery('BAT0', 'none', 'Unknown') }), null);
});
