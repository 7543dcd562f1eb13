import { access, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { manifestHashOf } from '../../agent/firmware/manifest-hash.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { compatible, newBoard } from '../harness/board.ts';
import { newBundle, newSigning, type TestBundle } from '../harness/firmware-bundle.ts';
import { type FirmwareOutcome, runFirmware } from '../harness/firmware-run.ts';
import { type NewerRauc, newNewerRauc } from '../harness/newer-rauc.ts';

interface Bench {
  rauc: NewerRauc;
  totem: string;
  hash: string;
  update(kernel: string, wanted?: object): Promise<FirmwareOutcome>;
  bundle: TestBundle;
}

/** A board on which a RAUC of 2026 answers, and a bundle with a hash tree. */
async function setUp(t: ExecutionContext): Promise<Bench> {
  const folder = await newAgentFolder(t);
  const signing = await newSigning(folder, 'fleet');
  const board = await newBoard(t, signing.authority);
  await board.stopRauc();
  const bundle = await newBundle(folder, signing, { version: '2.0.0', format: 'verity' });
  const read = await manifestHashOf(bundle.path);
  const hash = read.ok ? (read.value ?? '') : '';
  const rauc = await newNewerRauc(t, board.bus, { compatible, version: '2.0.0' });
  rauc.manifestHash = hash;
  const [artifacts, totem, devices] = ['artifacts', 'totem', 'devices'].map((name) =>
    join(board.folder, name),
  ) as [string, string, string];
  await mkdir(artifacts);
  await copyFile(bundle.path, join(artifacts, bundle.wanted.bundle.sha256));
  return {
    rauc,
    totem,
    hash,
    bundle,
    update: async (kernel, wanted = {}) => {
      await writeFile(devices, kernel);
      return runFirmware({
        folder: totem,
        bus: board.bus,
        bootId: board.bootId(),
        commandLine: board.commandLine,
        artifacts,
        stream: { base: 'https://hub:8444', key: 'the key', devices },
        wanted: { ...bundle.wanted, manifestHash: hash, ...wanted },
      });
    },
  };
}
const withNbd = 'Block devices:\n 43 nbd\n';

test('where the kernel can, RAUC streams with the totem’s certificate, which is nowhere afterwards', async (t) => {
  const { rauc, totem, hash, bundle, update } = await setUp(t);
  const outcome = await update(withNbd);
  t.is(outcome.ending, 'reboot');
  t.deepEqual(outcome.asked, [], 'nothing was downloaded');
  t.is(outcome.reported.transfer?.kind, 'streaming');
  const keys = join(totem, 'firmware/keys');
  t.deepEqual(rauc.installations, [
    {
      source: `https://hub:8444/v1/artifacts/${bundle.wanted.bundle.sha256}`,
      arguments: {
        'tls-cert': join(keys, 'cert.pem'),
        'tls-key': join(keys, 'key.pem'),
        'tls-ca': join(keys, 'ca.pem'),
        'require-manifest-hash': hash,
      },
      key: { text: 'the key', mode: 0o600 },
    },
  ]);
  await t.throwsAsync(() => access(keys), { code: 'ENOENT' });
});

test('where it cannot, the bundle is downloaded, and RAUC is told which manifest it has to have', async (t) => {
  const { rauc, totem, hash, update } = await setUp(t);
  // As an agent leaves it that was killed while RAUC streamed.
  const keys = join(totem, 'firmware/keys');
  await mkdir(keys, { recursive: true });
  await writeFile(join(keys, 'key.pem'), 'the key');
  const outcome = await update('Block devices:\n  7 loop\n');
  t.is(outcome.ending, 'reboot');
  t.deepEqual(outcome.asked, [0]);
  t.is(outcome.reported.transfer?.kind, 'download');
  await t.throwsAsync(() => access(keys), { code: 'ENOENT' });
  t.deepEqual(rauc.installations[0]?.arguments, { 'require-manifest-hash': hash });
});

test('a stream with another manifest than approved is refused before anything is written', async (t) => {
  const { rauc, update } = await setUp(t);
  rauc.manifestHash = 'e'.repeat(64);
  const outcome = await update(withNbd);
  t.is(outcome.reported.state, 'failed');
  t.is(outcome.reported.problem?.code, 'hash_mismatch');
  t.deepEqual(rauc.installations, []);
});

test('a slot that holds another manifest after the installation is marked bad before it can start', async (t) => {
  const { rauc, update } = await setUp(t);
  rauc.writtenHash = 'e'.repeat(64);
  const outcome = await update(withNbd);
  t.is(outcome.reported.state, 'failed');
  t.deepEqual(rauc.marks.slice(-2), ['active booted', 'bad other']);
  t.deepEqual(outcome.faults, ['firmware.refused']);
});
