import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { createTally } from '../../hub/rollouts/tally.ts';
import {
  type ContentManifest,
  ContentRelease,
  type KeyPair,
  signEnvelope,
  signManifest,
  type Totem,
  topicOf,
  validatorOf,
} from '../../protocol/index.ts';
import { refusedWith } from '../harness/answer.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { metricOf } from '../harness/metric.ts';
import { newEditor, ringOf, setKeyRing, sha256Of } from '../harness/release.ts';
import { enrolTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const readRelease = validatorOf(ContentRelease);

async function upload(hub: TestHub, bytes: Buffer, sha256 = sha256Of(bytes)) {
  return hub.api(`/artifacts/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
}

function manifestOf(release: string, bytes: Buffer, change: Partial<ContentManifest> = {}): ContentManifest {
  return {
    format: 'totem-content',
    version: 1,
    release,
    title: 'Servizi',
    made: '2026-11-23T10:00:00Z',
    languages: ['it', 'en'],
    files: [{ path: 'content.yaml', size: bytes.length, sha256: sha256Of(bytes) }],
    ...change,
  };
}

const post = (hub: TestHub, path: string, body: unknown) =>
  hub.api(path, { method: 'POST', body: JSON.stringify(body) });

const publishSigned = (hub: TestHub, manifest: ContentManifest, editor: KeyPair, groups = ['all']) =>
  post(hub, '/content/releases', { envelope: signManifest(manifest, editor), groups });

async function releaseOf(hub: TestHub, name: string): Promise<ContentRelease> {
  const read = readRelease(await (await hub.api(`/content/releases/${name}`)).json());
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

test('a published release is desired by its groups, counted where it shows, and can be gone back to', async (t) => {
  const hub = await startHub(t);
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  const totem = await enrolTotem(t, await newToken(hub, { groups: ['stazioni'] }));
  const bytes = randomBytes(5000);
  const sha256 = sha256Of(bytes);

  const missing = await post(hub, '/content/missing', { files: [sha256] });
  t.deepEqual(await missing.json(), { missing: [sha256] });
  const stored = await upload(hub, bytes);
  t.is(stored.status, 201);
  t.deepEqual(await stored.json(), { sha256, size: 5000 });
  const none = await post(hub, '/content/missing', { files: [sha256] });
  t.deepEqual(await none.json(), { missing: [] });

  t.is((await publishSigned(hub, manifestOf('r1', bytes), editor, ['stazioni'])).status, 201);
  t.is((await publishSigned(hub, manifestOf('r2', bytes), editor, ['stazioni', 'municipi'])).status, 201);
  t.like(await releaseOf(hub, 'r1'), { groups: [], desiredBy: 0, files: 1, bytes: 5000 });
  const second = await releaseOf(hub, 'r2');
  t.like(second, { groups: ['stazioni', 'municipi'], desiredBy: 1, activeOn: 0, signedBy: 'comunicazione' });

  const manifest = await totem.fetch(`${totem.artifacts}/v1/artifacts/${second.manifest}`);
  t.is(sha256Of(Buffer.from(await manifest.arrayBuffer())), second.manifest);

  const content = { state: 'idle', active: 'r2', previous: null, target: null, progress: 1, problem: null };
  const client = await totem.connect(async () => ({ value: {} }));
  const reported = { revision: 2, content, keyRing: 1 };
  await client.publishAsync(topicOf(totem.totem, 'reported'), JSON.stringify(reported), { qos: 1 });
  await until('the totem to be counted', async () => (await releaseOf(hub, 'r2')).activeOn === 1);

  const back = await post(hub, '/content/assignments', { release: 'r1', group: 'stazioni' });
  t.is(back.status, 200);
  t.like(await back.json(), { release: 'r1', groups: ['stazioni'], desiredBy: 1 });
  t.deepEqual((await releaseOf(hub, 'r2')).groups, ['municipi']);

  const before = await (await hub.api('/content/releases')).json();
  t.is(await hub.stop(), 0);
  const again = await startHub(t, { data: hub.data });
  t.deepEqual(await (await again.api('/content/releases')).json(), before);
});

test('what is not signed by a key of the ring, or not whole, is not published', async (t) => {
  const hub = await startHub(t);
  const editor = newEditor();
  const bytes = randomBytes(100);
  const good = manifestOf('r1', bytes);
  await refusedWith(t, await publishSigned(hub, good, editor), 'signature_refused');
  await setKeyRing(hub, ringOf(editor));
  await refusedWith(t, await publishSigned(hub, good, editor), 'conflict', '/files/0');
  t.is((await upload(hub, bytes)).status, 201);

  await refusedWith(t, await publishSigned(hub, good, newEditor()), 'signature_refused');
  const envelope = signManifest(good, editor);
  const payload = Buffer.from(JSON.stringify({ ...good, title: 'Altro' })).toString('base64');
  await refusedWith(
    t,
    await post(hub, '/content/releases', { envelope: { ...envelope, payload }, groups: ['all'] }),
    'signature_refused',
  );
  const unsigned = { ...envelope, signatures: [] };
  await refusedWith(t, await post(hub, '/content/releases', { envelope: unsigned, groups: [] }), 'invalid');
  const otherType = signEnvelope('application/json', Buffer.from(JSON.stringify(good)), editor);
  await refusedWith(
    t,
    await post(hub, '/content/releases', { envelope: otherType, groups: [] }),
    'signature_refused',
  );

  const file = { size: bytes.length, sha256: sha256Of(bytes) };
  for (const path of [
    '../content.yaml',
    '/etc/passwd',
    'a/../../b',
    'a\\b',
    'a//b',
    './a',
    'a/',
    'a\u0000b',
  ]) {
    const tricky = manifestOf('r1', bytes, { files: [{ path, ...file }] });
    await refusedWith(t, await publishSigned(hub, tricky, editor), 'invalid', '/files/0/path');
  }
  const twice = manifestOf('r1', bytes, {
    files: [
      { path: 'a', ...file },
      { path: 'a/b', ...file },
    ],
  });
  await refusedWith(t, await publishSigned(hub, twice, editor), 'invalid', '/files');
  const longer = manifestOf('r1', bytes, { files: [{ path: 'a', sha256: file.sha256, size: 101 }] });
  await refusedWith(t, await publishSigned(hub, longer, editor), 'conflict', '/files/0');

  t.deepEqual(await (await hub.api('/content/releases')).json(), { releases: [] });
  t.is((await publishSigned(hub, good, editor)).status, 201);
  t.is((await publishSigned(hub, good, editor)).status, 201);
  const other = manifestOf('r1', bytes, { title: 'Altro' });
  await refusedWith(t, await publishSigned(hub, other, editor), 'conflict', '/release');
  await refusedWith(
    t,
    await post(hub, '/content/assignments', { release: 'r9', group: 'all' }),
    'not_found',
    '/release',
  );
  await refusedWith(
    t,
    await hub.api('/content/keyring', {
      method: 'PUT',
      body: JSON.stringify({ envelope: ringOf(newEditor(), 2) }),
    }),
    'signature_refused',
  );
});

test('an upload whose bytes are others, too many or nowhere to go is refused and counted', async (t) => {
  const hub = await startHub(t);
  const bytes = randomBytes(100_000);
  await refusedWith(t, await upload(hub, bytes, sha256Of(randomBytes(1))), 'hash_mismatch');
  const type = { 'content-type': 'application/octet-stream' };
  for (const place of ['..%2f..%2fhub.sqlite', 'incoming', 'A'.repeat(64)]) {
    const answer = await hub.api(`/artifacts/${place}`, { method: 'PUT', headers: type, body: bytes });
    await refusedWith(t, answer, 'invalid', '/sha256');
  }
  const other = await hub.api(`/artifacts/${sha256Of(bytes)}`, { method: 'PUT', body: '{}' });
  await refusedWith(t, other, 'invalid');
  t.is(await metricOf(hub, 'totem_artifacts_refused_total{reason="hash_mismatch"}'), 1);
  t.is((await upload(hub, bytes)).status, 201);
  t.is((await upload(hub, Buffer.alloc(0))).status, 201);

  const full = await startHub(t, { yaml: `reserveBytes: ${Number.MAX_SAFE_INTEGER}\n` });
  await refusedWith(t, await upload(full, bytes), 'no_space');
});

test('a hub killed in the middle of an upload keeps what it had and nothing of the rest', async (t) => {
  const hub = await startHub(t);
  const kept = randomBytes(1000);
  t.is((await upload(hub, kept)).status, 201);
  const bytes = randomBytes(2_000_000);
  const sha256 = sha256Of(bytes);
  async function* half() {
    yield bytes.subarray(0, 1_000_000);
    await new Promise(() => undefined);
  }
  const incoming = join(hub.data, 'artifacts', 'incoming');
  const broken = hub.api(`/artifacts/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: half(),
    duplex: 'half',
  });
  const failed = t.throwsAsync(broken);
  await until('half the file', async () => {
    const sizes = (await readdir(incoming)).map((name) => statSync(join(incoming, name)).size);
    return sizes[0] === 1_000_000;
  });
  await hub.kill('SIGKILL');
  await failed;
  await until('the artifact process to end with its hub', async () => !(await listens(hub.urls.artifacts)));

  const again = await startHub(t, { data: hub.data });
  t.deepEqual(await readdir(incoming), []);
  const missing = await post(again, '/content/missing', { files: [sha256, sha256Of(kept)] });
  t.deepEqual(await missing.json(), { missing: [sha256] });
  t.is((await upload(again, bytes)).status, 201);
});

test('the tally of totems equals a recount, whatever happens to them', (t) => {
  const release = fc.constantFrom('r1', 'r2', undefined);
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    desired: release,
    active: release,
    gone: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const tally = createTally();
      const stands = new Map<string, { desired: string | undefined; active: string | undefined }>();
      for (const { id, desired, active, gone } of steps) {
        if (gone) {
          stands.delete(id);
          tally.remove(id);
        } else {
          stands.set(id, { desired, active });
          tally.take(totemWith(id, desired, active));
        }
      }
      const all = [...stands.values()];
      return ['r1', 'r2'].every((name) => {
        const figures = tally.figures(name);
        return (
          figures.desiredBy === all.filter(({ desired }) => desired === name).length &&
          figures.activeOn === all.filter(({ active }) => active === name).length
        );
      });
    }),
  );
  t.deepEqual(createTally().take(totemWith('a', 'r1', 'r1')), ['r1']);
});

async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function totemWith(id: string, desired: string | undefined, active: string | undefined): Totem {
  const manifest = { sha256: '0'.repeat(64), size: 1 };
  return {
    id,
    name: id,
    site: null,
    groups: [],
    enrolled: '2026-11-23T10:00:00Z',
    certificateExpires: '2027-11-23T10:00:00Z',
    revoked: false,
    online: true,
    lastSeen: null,
    desired: {
      revision: 1,
      content: desired === undefined ? null : { release: desired, manifest },
      keyRing: null,
      configuration: {},
    },
    reported: {
      revision: 1,
      content: {
        state: 'idle',
        active: active ?? null,
        previous: null,
        target: null,
        progress: 1,
        problem: null,
      },
      keyRing: 1,
    },
    health: null,
    messagesRefused: 0,
  };
}
