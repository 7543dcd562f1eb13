import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { hasBit } from '../../../agent/libc/index.ts';
import { bitsOf, devicesIn } from '../../../agent/touch/discovery.ts';
import { type FoundDevice, fits, labelOf, means } from '../../../agent/touch/matching.ts';
import { InputSettings, validatorOf } from '../../../protocol/index.ts';
import { tapBytes } from '../../harness/evdev.ts';
import { writeFifo } from '../../harness/fifo.ts';
import { until } from '../../harness/until.ts';
import { axes, followed, run } from './followed.ts';

const validate = validatorOf(InputSettings);
function settings(given: Partial<InputSettings>): InputSettings {
  const checked = validate(given);
  if (!checked.ok) throw new Error(checked.error.message);
  return checked.value;
}

const panel: FoundDevice = {
  path: '/dev/input/event4',
  links: ['/dev/input/by-id/usb-ELAN_Touch-event-if00', '/dev/input/by-path/platform-usb-0:1.2:1.0-event'],
  vendor: '04f3',
  product: '0732',
  kinds: ['touch'],
};

test('an entry means what its ids, its path or its links say, and what can do what it wants', (t) => {
  const meant = (given: Partial<InputSettings>, found = panel) => means(settings(given), found);
  for (const device of ['04f3:0732', '04F3:*', '*:0732', '*:*']) t.true(meant({ device }), device);
  for (const device of ['04f3:0733', '04f4:*']) t.false(meant({ device }), device);
  t.true(meant({ path: '/dev/input/by-id/usb-ELAN*' }));
  t.true(meant({ path: '/dev/input/event?' }));
  t.false(meant({ path: '/dev/*' }), 'a star crosses no folder');
  t.false(meant({ device: '*:*', kinds: ['keys'] }));
  t.true(meant({ device: '*:*', kinds: ['touch', 'keys'] }));
  const unknown = { ...panel, vendor: null, product: null, kinds: null };
  t.false(meant({ device: '*:*' }, unknown), 'nobody knows what it is');
  t.true(meant({ path: '/dev/input/event*' }, unknown));
  const volumeOnly = { ...panel, kinds: [] };
  t.false(meant({ device: '04f3:0732' }, volumeOnly));
  t.true(meant({ device: '04f3:0732', kinds: ['keys'] }, volumeOnly), 'whoever names it knows it');
  t.is(labelOf(settings({ device: '*:*', kinds: ['touch'] })), '*:* touch');
});

test('a pattern without stars fits itself alone, whatever signs are in it', (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (pattern, name) => {
      fc.pre(!/[*?]/.test(pattern));
      t.is(fits(pattern, name), pattern === name);
      t.is(fits(`${pattern}*`, pattern + name), !name.includes('/'));
    }),
  );
});

test('bit fields of sysfs are read in words of either width', (t) => {
  t.true(hasBit(bitsOf('400 0 0 0 0 0', 'record64'), 0x14a));
  t.true(hasBit(bitsOf('400 0 0 0 0 0 0 0 0 0 0', 'record32'), 0x14a));
  t.true(hasBit(bitsOf('260800000000003', 'record64'), 0x35));
  t.false(hasBit(bitsOf('260800000000003', 'record64'), 0x37));
  t.is(bitsOf('no bits'), null);
  t.is(bitsOf(''), null);
});

test('a panel is found by what it can do, pulled out and plugged in again, with its links', async (t) => {
  const { folder, steps, faults, has, start } = await followed(t);
  const input = join(folder, 'input');
  const describe = async (name: string, files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(folder, 'system', name, 'device', file, '..'), { recursive: true });
      await writeFile(join(folder, 'system', name, 'device', file), `${text}\n`);
    }
  };
  await describe('event3', {
    'id/vendor': '222a',
    'id/product': '0001',
    'capabilities/key': '400 0 0 0 0 0',
    'capabilities/abs': '260800000000003',
    properties: '2',
  });
  // The folder is not there yet, as before the first device.
  const touch = await start([{ device: '222a:*', ...axes }]);
  t.true(has('touch.device_lost'));
  t.deepEqual(
    touch.devices().map(({ part, state, vendor }) => [part, state, vendor]),
    [['222a:*', 'lost', '222a']],
  );
  const plug = async () => {
    await mkdir(join(input, 'by-id'), { recursive: true });
    await run('mkfifo', [join(input, '.new')]);
    await rename(join(input, '.new'), join(input, 'event3'));
    await symlink('../event3', join(input, 'by-id', 'usb-panel')).catch(() => undefined);
  };
  await plug();
  await until('it is found', () => !has('touch.device_lost'));
  t.like((await devicesIn(input, join(folder, 'system')))[0], {
    vendor: '222a',
    kinds: ['touch'],
    links: [join(input, 'by-id', 'usb-panel')],
  });
  await writeFifo(join(input, 'event3'), tapBytes(500, 250));
  await until('a tap', () => steps.length === 2);
  await rm(join(input, 'event3'));
  await until('it is lost', () => has('touch.device_lost'));
  t.regex(faults.get('touch.device_lost 222a:*')?.message ?? '', /222a/);
  await plug();
  await until('it is back', () => !has('touch.device_lost'));
  await writeFifo(join(input, 'event3'), tapBytes(500, 250));
  await until('a tap again', () => steps.length === 4);
  t.is(
    new Set(steps.map(({ contact }) => contact)).size,
    2,
    'a device that came back has contacts of its own',
  );
});

test('a device that may be absent is no fault', async (t) => {
  const { faults, start } = await followed(t);
  const touch = await start([{ device: '1234:5678', kinds: ['keys'], optional: true }]);
  t.is(faults.size, 0);
  t.deepEqual(touch.devices(), []);
});
