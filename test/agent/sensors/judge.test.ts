import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { kinds } from '../../../agent/sensors/drivers.ts';
import { createSensorFaults } from '../../../agent/sensors/faults.ts';
import { type Hearing, heard, judge, opened, passed } from '../../../agent/sensors/judge.ts';
import { locate } from '../../../agent/sensors/locate.ts';
import { createSearch } from '../../../agent/sensors/search.ts';
import { airBytes, reportBytes, sentence } from '../../harness/sensors/index.ts';

const rules = { silence: 3_000, bytesPerSecond: 1_000 };

/** So many milliseconds of a stream, told ten times a second. */
function listen(
  from: Hearing,
  begun: number,
  milliseconds: number,
  each: { bytes: number; good: number },
): Hearing {
  let hearing = from;
  for (let at = begun + 100; at <= begun + milliseconds; at += 100) {
    const frames = each.good > 0 ? 1 : 0;
    hearing = passed(heard(hearing, { bytes: each.bytes, frameBytes: each.good, frames }, at), at);
  }
  return hearing;
}

const table: [string, { bytes: number; good: number }, number, ReturnType<typeof judge>][] = [
  ['nothing yet', { bytes: 0, good: 0 }, 2_000, 'probing'],
  ['nothing for long', { bytes: 0, good: 0 }, 3_000, 'silent'],
  ['frames', { bytes: 20, good: 20 }, 2_000, 'ready'],
  ['frames with some rubbish', { bytes: 25, good: 20 }, 30_000, 'ready'],
  ['more rubbish than frames', { bytes: 60, good: 20 }, 30_000, 'disturbed'],
  ['a little of something else', { bytes: 10, good: 0 }, 2_000, 'probing'],
  ['something else', { bytes: 10, good: 0 }, 4_000, 'wrong_device'],
  ['a full line of rubbish', { bytes: 60, good: 0 }, 4_000, 'noisy'],
];

for (const [what, each, milliseconds, verdict] of table) {
  test(`${what}: ${verdict}`, (t) => {
    t.is(judge(listen(opened(0), 0, milliseconds, each), rules, milliseconds), verdict);
  });
}

test('a device that falls silent, and one that was disturbed and is quiet again', (t) => {
  const ready = listen(opened(0), 0, 2_000, { bytes: 20, good: 20 });
  t.is(judge(ready, rules, 4_900), 'ready');
  t.is(judge(ready, rules, 5_000), 'silent');
  const disturbed = listen(opened(0), 0, 30_000, { bytes: 60, good: 20 });
  const better = listen(disturbed, 30_000, 20_000, { bytes: 60, good: 50 });
  t.is(judge(better, rules, 50_000), 'disturbed', 'not before it is clearly better');
  t.is(judge(listen(better, 50_000, 20_000, { bytes: 60, good: 60 }), rules, 70_000), 'ready');
});

test('a search asks at each speed, the usual ones first, and names what answers', (t) => {
  const search = createSearch(kinds, null);
  const speeds: number[] = [];
  let questions = 0;
  let now = 0;
  let step = search.step(now);
  while (step.do !== 'end') {
    if (step.do === 'tune') {
      speeds.push(step.baud);
      questions += step.questions.length;
    }
    now += 250;
    step = search.step(now);
  }
  t.deepEqual(step, { do: 'end', found: null, bytesSeen: false });
  t.deepEqual(speeds, [256_000, 9600, 115_200, 19_200, 4800, 38_400]);
  t.true(questions > 5);
  t.true(now < 12_000);

  const found = createSearch(kinds, null);
  found.step(0);
  found.step(1_300);
  found.take(Buffer.concat([Buffer.from('…'), Buffer.from(sentence('GPGLL,,,,,,V')), airBytes([1, 2, 3])]));
  const end = found.step(1_400);
  t.is(end.do === 'end' && end.found?.kind.name, 'pms5003', 'what takes most of the bytes wins');
  t.is(end.do === 'end' && end.found?.baud, 9600);
  const other = createSearch(kinds, 57_600);
  other.step(0);
  other.take(reportBytes({ moving: null, still: null }));
  const named = other.step(100);
  t.is(named.do === 'end' && named.found?.kind.name, 'ld2410', 'a speed of the configuration is for all');
});

test('of one sensor one fault holds, and the next one takes its place', (t) => {
  const said: string[] = [];
  const held = new Set<string>();
  const faults = createSensorFaults({
    raise(code, _message, part) {
      held.add(`${code} ${part}`);
      said.push(`+${code} ${part}`);
    },
    // As in the agent, clearing what does not hold is nothing.
    clear: (code, part) => held.delete(`${code} ${part}`) && said.push(`-${code} ${part}`),
  });
  faults.tell('a', 'probing', '');
  faults.tell('a', 'lost', 'gone');
  faults.tell('a', 'lost', 'gone');
  faults.tell('a', 'probing', '');
  faults.tell('a', 'silent', 'says nothing');
  faults.tell('a', 'ready', '');
  faults.tell('a', 'ready', '');
  t.deepEqual(said, ['+sensor.lost a', '+sensor.silent a', '-sensor.lost a', '-sensor.silent a']);
});

test('a USB adapter is found by vendor, product and serial number', async (t) => {
  const system = await mkdtemp(join(tmpdir(), 'totem-sysfs-'));
  t.teardown(() => rm(system, { recursive: true, force: true }));
  for (const [name, usb, serial] of [
    ['ttyUSB0', '10c4:ea60', 'A'],
    ['ttyUSB1', '10c4:ea60', 'B'],
    ['ttyACM0', '1a86:55d4', 'C'],
  ] as const) {
    const device = join(system, 'devices', 'usb1', `1-${serial}`);
    await mkdir(join(device, '1-1:1.0', name), { recursive: true });
    const [vendor = '', product = ''] = usb.split(':');
    await writeFile(join(device, 'idVendor'), `${vendor}\n`);
    await writeFile(join(device, 'idProduct'), `${product}\n`);
    await writeFile(join(device, 'serial'), `${serial}\n`);
    await mkdir(join(system, 'class', 'tty', name), { recursive: true });
    await symlink(join(device, '1-1:1.0', name), join(system, 'class', 'tty', name, 'device'));
  }
  await mkdir(join(system, 'class', 'tty', 'ttyS0'));
  t.is(await locate({ usb: '10c4:ea60' }, system), '/dev/ttyUSB0');
  t.is(await locate({ usb: '10c4:ea60', serial: 'B' }, system), '/dev/ttyUSB1');
  t.is(await locate({ usb: '1a86:55d4' }, system), '/dev/ttyACM0');
  t.is(await locate({ usb: '10c4:ea60', serial: 'C' }, system), null);
  t.is(await locate({ usb: '10c4:ea60' }, join(system, 'none')), null);
  t.is(await locate('/dev/serial/by-id/one', system), '/dev/serial/by-id/one');
});
