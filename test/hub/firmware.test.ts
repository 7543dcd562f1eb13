import { randomBytes } from 'node:crypto';
import { copyFile, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import {
  AuditList,
  DesiredState,
  Firmware,
  jsonValidatorOf,
  maximumMessageBytes,
  type ReportedState,
  RolloutDetail,
  topicOf,
  validatorOf,
} from '../../protocol/index.ts';
import { type Cli, cliFor } from '../harness/cli.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { metricOf } from '../harness/metric.ts';
import { sha256Of } from '../harness/release.ts';
import { firmwareBench } from '../harness/signed-bundle.ts';
import { enrolTotem, type RawTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const readDesired = jsonValidatorOf(DesiredState, maximumMessageBytes);
const readDetail = validatorOf(RolloutDetail);
const readFirmware = validatorOf(Firmware);
const readAudit = validatorOf(AuditList);

/** Uploads bytes and offers them as firmware, as the command line does. */
async function send(hub: TestHub, bytes: Buffer) {
  const sha256 = sha256Of(bytes);
  const headers = { 'content-type': 'application/octet-stream' };
  const put = await hub.api(`/artifacts/${sha256}`, { method: 'PUT', headers, body: bytes });
  if (!put.ok) throw new Error(`the upload was answered with ${put.status}`);
  return await hub.api('/firmware', { method: 'POST', body: JSON.stringify({ sha256 }) });
}

async function signedIn(t: ExecutionContext, hub: TestHub): Promise<Cli> {
  const cli = await cliFor(t);
  t.is((await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password)).code, 0);
  return cli;
}

test('keys are made, trusted, and bundles that they signed are taken; everything else is refused with the cure', async (t) => {
  const yaml = 'firmware:\n  compatible: [totem-test]\n  maximumBytes: 1048576\n';
  const hub = await startHub(t, { yaml });
  const cli = await signedIn(t, hub);
  const bench = await firmwareBench(t);
  const keys = join(cli.home, 'keys');
  const made = await cli.run(['firmware', 'keys', 'new', keys]);
  t.is(made.code, 0, made.err);
  t.regex(made.out, /rauc bundle --cert=.*signer\.cert\.pem --key=.*signer\.key\.pem/);
  for (const name of ['ca.key.pem', 'signer.key.pem'])
    t.is((await stat(join(keys, name))).mode & 0o777, 0o600);

  const signer = { key: join(keys, 'signer.key.pem'), certificate: join(keys, 'signer.cert.pem') };
  const path = await bench.bundle({ signer, version: '1.2.0' });
  const before = await cli.run(['firmware', 'add', path]);
  t.is(before.code, 1);
  t.regex(before.err, /no firmware authority is trusted.*totem firmware keys trust/);
  t.is((await cli.run(['firmware', 'keys', 'trust', join(keys, 'ca.cert.pem')])).code, 0);
  const added = await cli.run(['firmware', 'add', path, '--json']);
  t.is(added.code, 0, added.out);
  const firmware = readFirmware(added.json());
  if (!firmware.ok) return t.fail(firmware.error.message);
  t.like(firmware.value, { version: '1.2.0', compatible: 'totem-test', addedBy: 'admin' });
  t.is(firmware.value.sha256, sha256Of(await readFile(path)));
  t.is((await send(hub, await readFile(path))).status, 201);
  t.regex((await cli.run(['firmware', 'show', '1.2.0'])).out, new RegExp(firmware.value.manifestHash));

  const refused = async (file: string, words: RegExp) => {
    const answer = await send(hub, await readFile(file));
    t.true(answer.status >= 400 && answer.status < 500);
    t.regex(await answer.text(), words);
  };
  await refused(await bench.bundle({ signer, version: '1.2.0' }), /another bundle is 1\.2\.0/);
  await refused(
    await bench.bundle({ signer, compatible: 'fridge' }),
    /for fridge; this fleet has totem-test/,
  );
  await refused(await bench.bundle({ version: '1.3.0' }), /vouched for by no firmware authority/);
  await refused(await bench.bundle({ signer, imageBytes: 1_200_000 }), /at most 1048576 bytes/);
  const cut = join(bench.folder, 'cut.raucb');
  await copyFile(path, cut);
  await truncate(cut, 20_000);
  await refused(cut, /no RAUC bundle, or only a part/);
  const whole = await readFile(path);
  for (let round = 0; round < 8; round += 1) {
    const bytes = round % 2 === 0 ? randomBytes(20_000 + round) : Buffer.from(whole);
    if (round % 2 === 1) randomBytes(40).copy(bytes, Math.floor((bytes.length * round) / 8));
    const { status } = await send(hub, bytes);
    t.true(status >= 400 && status < 500, String(status));
  }
  const nothing = await hub.api('/firmware', { method: 'POST', body: JSON.stringify({ sha256: 'x' }) });
  t.is(nothing.status, 400);
  t.is(await metricOf(hub, 'totem_firmware_bundles'), 1);
  t.true((await metricOf(hub, 'totem_firmware_refused_total')) >= 5);

  // Whoever is distrusted vouches for nothing any more, also for what is here already.
  const totem = await enrolTotem(t, await newToken(hub));
  const authority = await hub.api('/firmware-authorities');
  const fingerprint = /"fingerprint":"([0-9a-f]{64})"/.exec(await authority.text())?.[1] ?? '';
  t.is((await cli.run(['firmware', 'keys', 'distrust', fingerprint.slice(0, 12)])).code, 0);
  const plan = { phases: [{ reach: '100%' }] };
  const target = { totems: [totem.totem] };
  const request = { kind: 'firmware', artifact: firmware.value.sha256, target, plan };
  const late = await hub.api('/rollouts', { method: 'POST', body: JSON.stringify(request) });
  t.is(late.status, 422);
  t.regex(await late.text(), /no firmware authority is trusted/);
});

/** A totem that says by hand what an agent would. */
interface Updater {
  raw: RawTotem;
  desired(): DesiredState | undefined;
  says(state: 'idle' | 'confirmed' | 'failed', version: string): Promise<void>;
}

async function updater(raw: RawTotem): Promise<Updater> {
  let desired: DesiredState | undefined;
  const client = await raw.connect(async () => ({ value: {} }));
  client.on('message', (topic, bytes) => {
    const read = topic === topicOf(raw.totem, 'desired') ? readDesired(bytes) : undefined;
    if (read?.ok) desired = read.value;
  });
  await client.subscribeAsync(topicOf(raw.totem, 'desired'), { qos: 1 });
  return {
    raw,
    desired: () => desired,
    async says(state, version) {
      const wanted = desired?.firmware;
      const reported: ReportedState = {
        revision: desired?.revision ?? 0,
        content: { state: 'idle', active: null, previous: null, target: null, progress: 0, problem: null },
        keyRing: 0,
        firmware: {
          state,
          service: 'ready',
          compatible: 'totem-test',
          booted: { slot: 'rootfs.0', version, since: '2026-11-24T10:00:00.000Z' },
          other: null,
          target: wanted
            ? { version: wanted.version, sha256: wanted.bundle.sha256, attempt: wanted.attempt }
            : null,
          progress: 0,
          waiting: [],
          problem: state === 'failed' ? { code: 'internal', message: 'the screen stayed black' } : null,
          transfer: null,
        },
      };
      await client.publishAsync(topicOf(raw.totem, 'reported'), JSON.stringify(reported), { qos: 1 });
    },
  };
}

test('a rollout goes from one totem to the others through a killed hub, and pauses when one fails', async (t) => {
  const hub = await startHub(t);
  const bench = await firmwareBench(t);
  const cli = await signedIn(t, hub);
  const pem = await readFile(bench.keys.authority.certificate, 'utf8');
  t.is(
    (await hub.api('/firmware-authorities', { method: 'POST', body: JSON.stringify({ pem }) })).status,
    201,
  );
  const path = await bench.bundle({ version: '2.0.0' });
  t.is((await send(hub, await readFile(path))).status, 201);
  const raws = [await enrolTotem(t, await newToken(hub)), await enrolTotem(t, await newToken(hub))];
  raws.sort((one, other) => (one.totem < other.totem ? -1 : 1));
  const [one, two] = await Promise.all(raws.map(updater));
  if (!one || !two) return t.fail();
  for (const totem of [one, two]) await totem.says('idle', '1.0.0');
  await until('both to be heard', async () =>
    /1\.0\.0.*1\.0\.0/s.test((await cli.run(['ls', '--firmware'])).out),
  );

  const phases = ['--phase', '1', '--phase', '100%', '--success', '100', '--failures', '0', '--soak', '0s'];
  const started = await cli.run(['rollout', 'new', 'firmware', '2.0.0', '--group', 'all', ...phases]);
  t.is(started.code, 0, started.err);
  t.regex(started.out, /Rollout 1 of firmware 2\.0\.0 is under way: 1 on the way, 1 waiting/);
  const wanted = await until('the offer', () => one.desired()?.firmware ?? undefined);
  t.is(two.desired()?.firmware, undefined);
  const bytes = await readFile(path);
  const part = await one.raw.fetch(`${one.raw.artifacts}/v1/artifacts/${wanted.bundle.sha256}`, {
    headers: { range: 'bytes=100-299' },
  });
  t.is(part.status, 206);
  t.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 300));

  await hub.kill('SIGKILL');
  const again = await startHub(t, { data: hub.data, environment: hub.ports });
  const detail = async () => {
    const read = readDetail(await (await again.api('/rollouts/1')).json());
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  };
  t.like((await detail()).rollout, { state: 'running', counts: { offered: 1, waiting: 1 } });
  await one.says('confirmed', '2.0.0');
  const offer = await until('the second offer', () => two.desired()?.firmware ?? undefined);
  t.is(offer.version, '2.0.0');
  const watch = cli.start(['rollout', 'show', '1', '--watch']);
  await two.says('failed', '1.0.0');
  const watched = await watch.end;
  t.is(watched.code, 1);
  t.regex(`${watched.out}${watched.err}`, /paused.*1 succeeded, 1 failed/s);
  t.regex(`${watched.out}${watched.err}`, /the screen stayed black/);
  t.like((await detail()).rollout, { state: 'paused', counts: { succeeded: 1, failed: 1 } });
  const pause = JSON.stringify({ action: 'pause' });
  t.is((await again.api('/rollouts/1/actions', { method: 'POST', body: pause })).status, 409);
  t.is((await cli.run(['rollout', 'abort', '1'])).code, 0);
  t.regex((await cli.run(['rollout', 'ls'])).out, /aborted/);
  t.is(await metricOf(again, 'totem_rollouts_open'), 0);
  t.is(await metricOf(again, 'totem_firmware_running{compatible="totem-test",version="2.0.0"}'), 1);
  const audit = readAudit(await (await again.api('/audit?subject=rollout%201')).json());
  if (!audit.ok) return t.fail(audit.error.message);
  t.deepEqual(
    audit.value.entries.map(({ who, action }) => `${who} ${action}`),
    ['hub rollout.aborted', 'admin rollout.abort', 'hub rollout.halted', 'admin rollout.started'],
  );
});
