import { execFileSync } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { bootedSlot } from '../../../agent/doctor/checks/slot.ts';
import { mountOf } from '../../../agent/doctor/disk/mounts.ts';
import { parseLifeTime } from '../../../agent/doctor/disk/wear.ts';
import { runChecks } from '../../../agent/doctor/engine.ts';
import { checks } from '../../../agent/doctor/table.ts';
import { type CheckName, failure, success } from '../../../protocol/index.ts';
import { newAgentFolder } from '../../harness/agent.ts';
import { newAuthority, totemTls } from '../../harness/broker.ts';
import { maySmallDisk, newSmallDisk } from '../../harness/small-disk.ts';
import { codesOf, eventsOf, partsOf, runningParts } from './parts.ts';

async function find(only: CheckName[], changes: Parameters<typeof partsOf>[0]): Promise<string[]> {
  return codesOf(
    await eventsOf(runChecks(checks, partsOf(changes), { attended: false, disturb: false, only })),
  );
}

test('a disk is judged by room, by writing and reading, and by whether it takes writes; nothing is left on it', async (t) => {
  if (!maySmallDisk) return t.pass('only root may mount');
  const disk = await newSmallDisk(t, 40);
  const found = () => find(['disk'], { folder: disk.folder, system: '/' });
  t.deepEqual(await found(), ['disk.low', 'disk.speed']);
  t.deepEqual(await readdir(disk.folder), []);
  await disk.fill();
  t.deepEqual(await found(), ['disk.full']);
  await disk.free();
  execFileSync('mount', ['-o', 'remount,ro', disk.folder]);
  t.deepEqual(await found(), ['disk.low', 'disk.read_only']);
  t.deepEqual(await find(['disk'], { folder: join(disk.folder, 'none'), system: '/' }), [
    'disk.write_failed',
    'disk.read_only',
  ]);
});

test('the file system of a folder is the one mounted nearest above it, the last one where two cover', (t) => {
  const mounts = [
    '/dev/mmcblk0p2 / ext4 rw,relatime 0 0',
    'tmpfs /var tmpfs rw 0 0',
    '/dev/mmcblk0p4 /var/lib ext4 rw,errors=remount-ro 0 0',
    '/dev/sda1 /media/my\\040disk vfat ro,nosuid 0 0',
    '/dev/mmcblk0p5 /var/lib ext4 ro 0 0',
  ].join('\n');
  t.like(mountOf('/var/lib/totem', mounts), { device: '/dev/mmcblk0p5', readOnly: true });
  t.like(mountOf('/var/library', mounts), { point: '/var', readOnly: false });
  t.like(mountOf('/media/my disk/x', mounts), { point: '/media/my disk', readOnly: true });
  t.is(mountOf('/x', ''), null);
});

test('the wear of an eMMC is the worse of its two estimates', (t) => {
  t.is(parseLifeTime('0x01 0x02\n'), 20);
  t.is(parseLifeTime('0x0b 0x01'), 110);
  for (const text of ['', '0x00 0x00', 'rubbish', '0xff 0x01']) t.is(parseLifeTime(text), null, text);
});

test('the slot is the one that the boot loader named; what RAUC does not tell is a warning', async (t) => {
  t.is(bootedSlot('console=ttyS0 rauc.slot=B root=/dev/mmcblk0p3\n'), 'B');
  t.is(bootedSlot('quiet'), null);
  const system = await newAgentFolder(t);
  await mkdir(join(system, 'proc'));
  t.deepEqual(await find(['slot'], { system }), ['slot.single']);
  await writeFile(join(system, 'proc/cmdline'), 'rauc.slot=A');
  t.deepEqual(await find(['slot'], { system }), ['slot.unknown']);
});

test('certificates: expiring, expired, of another authority, of another totem, with another key', async (t) => {
  const year = 365 * 86_400_000;
  const authority = await newAuthority(t);
  const { key, cert, ca } = await totemTls(authority, 't-1');
  const url = 'https://127.0.0.1:1';
  const found = (changes: object, now = Date.now(), ownKey = key) => {
    const enrolment = {
      totem: 't-1',
      certificate: cert,
      authority: ca,
      mqtt: url,
      gateway: url,
      artifacts: url,
    };
    const identity = success({ version: 1 as const, key: ownKey, enrolment: { ...enrolment, ...changes } });
    return find(['certificates'], { identity, now: () => now });
  };
  t.deepEqual(await found({}), ['certificates.valid', 'certificates.valid']);
  t.true((await found({}, Date.now() + 4.95 * year)).includes('certificates.expiring'));
  t.true((await found({}, Date.now() + 6 * year)).includes('certificates.expired'));
  t.true((await found({ totem: 't-2' })).includes('certificates.wrong_name'));
  const stranger = await totemTls(await newAuthority(t), 't-1');
  t.true((await found({ authority: stranger.ca })).includes('certificates.wrong_authority'));
  t.true((await found({}, Date.now(), stranger.key)).includes('certificates.wrong_key'));
  t.deepEqual(await find(['certificates', 'network'], { identity: failure('invalid', 'torn') }), [
    'certificates.damaged',
    'certificates.damaged',
  ]);
});

test('the faults of the agent are told with what cures them, as heavy as they are', async (t) => {
  const since = '2026-11-25T09:00:00Z';
  const running = runningParts({
    cleanStop: false,
    faults: () => [
      { code: 'storage.full', part: '', message: 'the state cannot be written', since },
      { code: 'content.fetch_failed', part: 'r-1', message: 'no answer', since },
    ],
  });
  t.deepEqual(await find(['agent'], { running }), [
    'agent.running',
    'agent.unclean_stop',
    'agent.fault_major',
    'agent.fault_minor',
  ]);
  t.deepEqual(await find(['agent'], { away: 'deaf', configuration: failure('invalid', '/x is wrong') }), [
    'agent.not_answering',
    'agent.configuration_wrong',
  ]);
});

test('a camera that is configured and not there is told; one that is there is looked through', async (t) => {
  const folder = await newAgentFolder(t);
  const configured = (camera: object) =>
    find(['camera'], {
      folder,
      configuration: success({ ...defaults(), camera: { source: 'none', device: '/x', ...camera } }),
    });
  const defaults = () => {
    const { configuration } = partsOf();
    if (!configuration.ok) throw new Error('the defaults are refused');
    return configuration.value;
  };
  t.deepEqual(await configured({}), ['camera.none']);
  t.deepEqual(await configured({ source: 'v4l2', device: join(folder, 'video0') }), ['camera.no_device']);
  await symlink('/dev/null', join(folder, 'video1'));
  t.deepEqual(await configured({ source: 'v4l2', device: join(folder, 'video1') }), ['camera.failed']);
  t.deepEqual(await configured({ source: 'test' }), ['camera.picture']);
  t.deepEqual(await readdir(join(folder, 'run', 'doctor')), ['camera.jpg']);
});
