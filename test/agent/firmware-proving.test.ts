import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { type Evidence, missingOf, prove } from '../../agent/firmware/index.ts';
import { contentOf, manifestHashOf } from '../../agent/firmware/manifest-hash.ts';
import { baselineOf, type ProvingVerdict } from '../../agent/firmware/proving.ts';
import { problemOf } from '../../agent/firmware/rauc/problems.ts';
import { canStream, streamedBytes } from '../../agent/firmware/streaming.ts';
import type { ErrorCode, Fault } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { newBundle, newSigning } from '../harness/firmware-bundle.ts';
import { sha256Of } from '../harness/release.ts';

const run = promisify(execFile);
const well: Evidence = {
  display: { running: true, framesRendered: 0, pageAnswers: true },
  touch: ['panel', 'keypad'],
  sensors: ['radar'],
  hubAccepted: true,
  faults: [],
};
const fault = (code: Fault['code'], part = ''): Fault => ({
  code,
  part,
  message: 'it broke',
  since: '2026-11-25T00:00:00Z',
});

/** Proves with a clock that goes as fast as it is asked; `evidenceAt` is told the seconds since the boot. */
async function proveAt(
  evidenceAt: (uptime: number) => Partial<Evidence>,
  soakSeconds = 60,
  before: Evidence = well,
) {
  let uptime = 20;
  const verdict: ProvingVerdict = await prove({
    baseline: baselineOf(before),
    withinSeconds: 300,
    soakSeconds,
    evidence: () => {
      const display = { running: true, pageAnswers: true, framesRendered: Math.round(uptime * 25) };
      return { ...well, display, ...evidenceAt(uptime) };
    },
    clock: {
      uptime: () => uptime,
      sleep: async (milliseconds) => {
        uptime += milliseconds / 1000;
      },
    },
    signal: new AbortController().signal,
  });
  return { verdict, uptime };
}

test('a totem that is as before is well after the soak time, and not before', async (t) => {
  const { verdict, uptime } = await proveAt(() => ({}), 60);
  t.is(verdict.outcome, 'well');
  t.true(uptime >= 82 && uptime < 90);
});

test('what comes up late is waited for, and what comes too late or never is named', async (t) => {
  t.is((await proveAt((uptime) => ({ hubAccepted: uptime > 200 }))).verdict.outcome, 'well');
  const never = await proveAt(() => ({ touch: ['panel'], hubAccepted: false }));
  t.deepEqual(never.verdict, {
    outcome: 'unwell',
    reason: 'the input device keypad is gone; the hub did not accept a hello',
  });
  t.true(never.uptime <= 302, 'it does not wait for the soak time as well');
});

test('a display that runs without new frames is black', async (t) => {
  const black = { running: true, framesRendered: 777, pageAnswers: true };
  const { verdict } = await proveAt(() => ({ display: black }));
  t.deepEqual(verdict, { outcome: 'unwell', reason: 'the display shows no new frames' });
});

test('a new fault in the soak time ends it; one that was there before, or a small one, does not', async (t) => {
  const broken = await proveAt((uptime) => ({ faults: uptime > 50 ? [fault('display.page_lost')] : [] }));
  t.deepEqual(broken.verdict, { outcome: 'unwell', reason: 'fault display.page_lost: it broke' });
  t.true(broken.uptime < 60);
  const old = { ...well, faults: [fault('touch.device_lost', '/dev/input/event3')] };
  t.is((await proveAt(() => ({ faults: old.faults }), 60, old)).verdict.outcome, 'well');
  const warnings = [fault('content.fetch_failed'), fault('firmware.service_lost')];
  t.is((await proveAt(() => ({ faults: warnings }))).verdict.outcome, 'well');
  // The fifth start within an hour may be the one into the new slot.
  t.is((await proveAt(() => ({ faults: [fault('agent.restarting')] }))).verdict.outcome, 'well');
});

test('what goes missing in the soak time and comes back makes it begin anew; what flaps on has an end', async (t) => {
  const once = await proveAt((uptime) => ({ sensors: uptime > 50 && uptime < 60 ? [] : ['radar'] }));
  t.is(once.verdict.outcome, 'well');
  t.true(once.uptime >= 120);
  const flapping = await proveAt((uptime) => ({ sensors: uptime % 40 < 20 ? [] : ['radar'] }));
  t.is(flapping.verdict.outcome, 'unwell');
});

test('a totem without a display or a hub is measured by what it had', (t) => {
  const before = { ...well, display: null };
  t.deepEqual(missingOf(baselineOf(before), { ...before, touch: ['keypad', 'panel', 'new'] }, null), []);
});

test('the manifest hash of a bundle is that of what its signature holds', async (t) => {
  const folder = await newAgentFolder(t);
  const signing = await newSigning(folder, 'fleet');
  const verity = await newBundle(folder, signing, { version: '1.0.0', format: 'verity' });
  const read = await manifestHashOf(verity.path);
  const length = Number(verity.bytes.readBigUInt64BE(verity.bytes.length - 8));
  const signature = join(folder, 'signature.der');
  await writeFile(signature, verity.bytes.subarray(-8 - length, -8));
  const parameters = ['cms', '-verify', '-noverify', '-binary', '-inform', 'DER', '-in', signature];
  const { stdout } = await run('openssl', parameters, { encoding: 'buffer' });
  t.deepEqual(read, { ok: true, value: sha256Of(stdout) });
  t.regex(stdout.toString(), /verity-hash=/);
  const plain = await newBundle(folder, signing, { version: '1.0.0' });
  t.deepEqual(await manifestHashOf(plain.path), { ok: true, value: null });
});

test('no bytes make the reader of signatures fail otherwise than by saying so', async (t) => {
  const folder = await newAgentFolder(t);
  const signing = await newSigning(folder, 'fleet');
  const { bytes } = await newBundle(folder, signing, { version: '1.0.0', format: 'verity' });
  const length = Number(bytes.readBigUInt64BE(bytes.length - 8));
  const signature = bytes.subarray(-8 - length, -8);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(length - 1),
      fc.nat(255),
      (rubbish, offset, byte) => {
        contentOf(rubbish);
        const damaged = Buffer.from(signature);
        damaged.writeUInt8(byte, offset);
        const content = contentOf(damaged);
        t.true(content === undefined || content === null || content.length <= length);
      },
    ),
  );
  const path = join(folder, 'rubbish');
  for (const text of ['', 'short', 'no bundle at all, but long enough for one']) {
    await writeFile(path, text);
    t.is((await manifestHashOf(path)).ok, false);
  }
});

test('RAUC’s messages become codes', (t) => {
  const rows: [string, ErrorCode][] = [
    ["Compatible mismatch: Expected 'a' but bundle manifest has 'b'", 'conflict'],
    ['signature verification failed: Verify error:certificate has expired', 'signature_refused'],
    ['Failed to copy image: No space left on device', 'no_space'],
    ['bundle payload is corrupted', 'hash_mismatch'],
    ['Signature size (72340172838076673) exceeds bundle size', 'invalid'],
    ['something that nobody foresaw', 'internal'],
  ];
  for (const [message, code] of rows) t.is(problemOf(message).code, code, message);
});

test('bundles are streamed where the kernel has a network block device and the bundle a hash tree', async (t) => {
  const folder = await newAgentFolder(t);
  const devices = join(folder, 'devices');
  const stream = { base: 'https://hub', tls: { key: '', cert: '', ca: '' } };
  const signing = await newSigning(folder, 'fleet');
  const { wanted } = await newBundle(folder, signing, { version: '1.0.0', format: 'verity' });
  const verity = { ...wanted, manifestHash: 'a'.repeat(64) };
  t.false(await canStream(verity, stream, { devices }));
  await writeFile(devices, 'Block devices:\n  7 loop\n 43 nbd\n259 blkext\n');
  t.true(await canStream(verity, stream, { devices }));
  t.false(await canStream(wanted, stream, { devices }), 'plain bundles can only be read whole');
  t.false(await canStream(verity, null, { devices }));
  await mkdir(join(folder, 'block/nbd0'), { recursive: true });
  await mkdir(join(folder, 'block/sda'), { recursive: true });
  const counters = (sectors: number) => `  12  0  ${sectors}  40  0  0  0  0  0  44  40\n`;
  await writeFile(join(folder, 'block/nbd0/stat'), counters(2048));
  await writeFile(join(folder, 'block/sda/stat'), counters(999));
  t.is(await streamedBytes(join(folder, 'block')), 1024 * 1024);
  t.is(await streamedBytes(join(folder, 'nowhere')), 0);
});

test('the unit that leaves a firmware whose agent is dead acts in the slot on trial only', async (t) => {
  const unit = await readFile(
    new URL('../../agent/systemd/totem-firmware-return.service', import.meta.url),
    'utf8',
  );
  const folder = await newAgentFolder(t);
  const [slotCheck = '', agentCheck = ''] = [...unit.matchAll(/^ExecCondition=\/bin\/sh -c '(.+)'$/gm)].map(
    ([, command = '']) =>
      command
        .replaceAll('/var/lib/totem/firmware/unproved', join(folder, 'unproved'))
        .replaceAll('/proc/cmdline', join(folder, 'cmdline')),
  );
  const holds = async (command: string) => {
    const path = `${folder}:${process.env.PATH}`;
    return run('/bin/sh', ['-c', command], { env: { PATH: path } }).then(
      () => true,
      () => false,
    );
  };
  await writeFile(join(folder, 'unproved'), 'B\n');
  await writeFile(join(folder, 'cmdline'), 'root=PARTLABEL=system_A rauc.slot=A ro\n');
  t.false(await holds(slotCheck));
  await writeFile(join(folder, 'cmdline'), 'root=PARTLABEL=system_B rauc.slot=B ro\n');
  t.true(await holds(slotCheck));
  for (const [code, expected] of [
    [0, false],
    [3, true],
  ] as const) {
    await writeFile(join(folder, 'systemctl'), `#!/bin/sh\nexit ${code}\n`);
    await chmod(join(folder, 'systemctl'), 0o755);
    t.is(await holds(agentCheck), expected);
  }
});
