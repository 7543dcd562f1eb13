import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { Agent, fetch } from 'undici';
import { openArtifactStore, startArtifactServer } from '../../hub/artifacts/index.ts';
import { matchesNone, parseRange } from '../../hub/artifacts/range.ts';
import { startIdentity } from '../../hub/identity/index.ts';
import { createMetrics } from '../../hub/metrics/index.ts';
import { openStore } from '../../hub/store/index.ts';
import { newRequest, rawTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* inPieces(bytes: Buffer, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function folderFor(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-artifacts-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store and its server in a process of its own, with the real authority and one enrolled totem. */
async function served(t: ExecutionContext) {
  const folder = await folderFor(t);
  const store = await openStore(join(folder, 'hub.db'));
  const hostnames = ['127.0.0.1', 'localhost'];
  const identity = await startIdentity({
    store,
    folder: join(folder, 'identity'),
    hostnames,
    log,
    now: Date.now,
  });
  t.teardown(async () => {
    identity.stop();
    await store.close();
  });
  const artifacts = await openArtifactStore({ folder: join(folder, 'artifacts'), reserveBytes: 0 });
  const metrics = createMetrics();
  const server = await startArtifactServer({
    host: '127.0.0.1',
    port: 0,
    folder: artifacts.folder,
    tls: identity.serverTls(),
    admitted: identity.valid(),
    metrics,
    log,
  });
  t.teardown(() => server.stop());
  const urls = { mqtt: 'mqtts://127.0.0.1:1', gateway: 'https://127.0.0.1:1', artifacts: server.url };
  const token = await identity.newToken({}, urls.gateway);
  const { key, request } = await newRequest();
  const secret = token.ok ? JSON.parse(atobUrl(token.value.token.split('.')[1] ?? '')).secret : '';
  const enrolled = await identity.enrol({ secret, request }, urls);
  if (!enrolled.ok) throw new Error(enrolled.error.message);
  server.admit(enrolled.value.totem);
  const totem = rawTotem(t, enrolled.value, key);
  const keep = async (bytes: Buffer) => {
    const sha256 = sha256Of(bytes);
    t.true((await artifacts.put(sha256, inPieces(bytes), bytes.length)).ok);
    return { sha256, url: `${server.url}/v1/artifacts/${sha256}` };
  };
  return { folder, artifacts, server, identity, metrics, totem, keep };
}

const atobUrl = (text: string) => Buffer.from(text, 'base64url').toString();

test('an artifact is kept under its hash, and only once it matches', async (t) => {
  const folder = await folderFor(t);
  const artifacts = await openArtifactStore({ folder, reserveBytes: 0 });
  const bytes = randomBytes(100_001);
  const sha256 = sha256Of(bytes);
  t.deepEqual(await artifacts.missing([sha256, sha256]), [sha256]);

  const wrong = await artifacts.put(sha256, inPieces(randomBytes(5)));
  t.like(wrong, { ok: false, error: { code: 'hash_mismatch' } });
  t.false(await artifacts.has(sha256));
  t.deepEqual(await readdir(join(folder, 'incoming')), []);

  t.deepEqual(await artifacts.put(sha256, inPieces(bytes)), { ok: true, value: { size: bytes.length } });
  t.is(await artifacts.size(sha256), bytes.length);
  t.deepEqual(await artifacts.missing([sha256]), []);
});

test('an upload that is too large, breaks off or finds no room leaves nothing', async (t) => {
  const folder = await folderFor(t);
  const small = await openArtifactStore({ folder, reserveBytes: 0, maximumBytes: 1000 });
  const bytes = randomBytes(2000);
  const sha256 = sha256Of(bytes);
  t.like(await small.put(sha256, inPieces(bytes, 100)), { ok: false, error: { code: 'too_large' } });
  t.like(await small.put(sha256, inPieces(bytes), 2000), { ok: false, error: { code: 'too_large' } });

  async function* broken() {
    yield bytes.subarray(0, 10);
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  }
  t.like(await small.put(sha256, broken()), { ok: false, error: { code: 'invalid' } });

  const full = await openArtifactStore({ folder, reserveBytes: Number.MAX_SAFE_INTEGER });
  t.like(await full.put(sha256, inPieces(bytes)), { ok: false, error: { code: 'no_space' } });
  t.deepEqual(await readdir(join(folder, 'incoming')), []);
  t.false(await small.has(sha256));
});

test('what an interrupted upload left behind is gone after the next start', async (t) => {
  const folder = await folderFor(t);
  await mkdir(join(folder, 'incoming'), { recursive: true });
  await writeFile(join(folder, 'incoming', 'left-behind'), 'half a file');
  await openArtifactStore({ folder, reserveBytes: 0 });
  t.deepEqual(await readdir(join(folder, 'incoming')), []);
});

// Only root may mount a disk of its own; for everyone else the reserve above stands for a full disk.
if (process.getuid?.() === 0) {
  test('a disk without room refuses an artifact and nothing else changes', async (t) => {
    const folder = await folderFor(t);
    const disk = join(folder, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    t.teardown(() => execFileSync('umount', [disk]));
    const artifacts = await openArtifactStore({ folder: disk, reserveBytes: 0 });
    const bytes = randomBytes(3_000_000);
    const refused = await artifacts.put(sha256Of(bytes), inPieces(bytes));
    t.like(refused, { ok: false, error: { code: 'no_space' } });
    t.deepEqual(await readdir(join(disk, 'incoming')), []);
    const little = randomBytes(1000);
    t.true((await artifacts.put(sha256Of(little), inPieces(little))).ok);
  });
}

test('a totem reads an artifact whole, in parts, and not again when it has it', async (t) => {
  const { totem, keep } = await served(t);
  const bytes = randomBytes(3_000_000);
  const { sha256, url } = await keep(bytes);

  const whole = await totem.fetch(url);
  t.is(whole.status, 200);
  t.is(whole.headers.get('etag'), `"${sha256}"`);
  t.regex(whole.headers.get('cache-control') ?? '', /immutable/);
  t.true(Buffer.from(await whole.arrayBuffer()).equals(bytes));

  const rest = await totem.fetch(url, { headers: { range: 'bytes=1234567-', 'if-range': `"${sha256}"` } });
  t.is(rest.status, 206);
  t.is(rest.headers.get('content-range'), `bytes 1234567-2999999/3000000`);
  t.true(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1_234_567)));

  const stale = await totem.fetch(url, { headers: { range: 'bytes=10-', 'if-range': '"another"' } });
  t.is(stale.status, 200);
  t.is((await stale.arrayBuffer()).byteLength, bytes.length);

  const beyond = await totem.fetch(url, { headers: { range: 'bytes=3000000-' } });
  t.is(beyond.status, 416);
  t.is(beyond.headers.get('content-range'), 'bytes */3000000');
  await beyond.arrayBuffer();

  const known = await totem.fetch(url, { headers: { 'if-none-match': `"${sha256}"` } });
  t.is(known.status, 304);

  const head = await totem.fetch(url, { method: 'HEAD' });
  t.is(head.headers.get('content-length'), '3000000');

  const empty = await keep(Buffer.alloc(0));
  const nothing = await totem.fetch(empty.url);
  t.is(nothing.status, 200);
  t.is((await nothing.arrayBuffer()).byteLength, 0);
});

test('a reading that was broken off goes on where it stopped', async (t) => {
  const { totem, keep } = await served(t);
  const bytes = randomBytes(8_000_000);
  const { sha256, url } = await keep(bytes);
  const first = await totem.fetch(url);
  const pieces: Uint8Array[] = [];
  let received = 0;
  for await (const piece of first.body ?? []) {
    pieces.push(piece);
    received += piece.length;
    if (received > 1_000_000) break;
  }
  t.true(received < bytes.length);
  const rest = await totem.fetch(url, { headers: { range: `bytes=${received}-` } });
  t.is(rest.status, 206);
  pieces.push(new Uint8Array(await rest.arrayBuffer()));
  t.is(sha256Of(Buffer.concat(pieces)), sha256);
});

test('paths that lead out of the store, unknown hashes and other methods are refused', async (t) => {
  const { totem, keep, server } = await served(t);
  const { sha256, url } = await keep(randomBytes(10));
  const paths = [
    '/v1/artifacts/../../hub.db',
    '/v1/artifacts/%2e%2e%2f%2e%2e%2fhub.db',
    '/v1/artifacts/incoming',
    `/v1/artifacts/${sha256.toUpperCase()}`,
    `/v1/artifacts/${sha256}/`,
    `/v1/artifacts/${sha256}%00`,
    `/v1/artifacts/${'0'.repeat(64)}`,
    '/',
  ];
  for (const path of paths) {
    const answer = await totem.fetch(server.url + path);
    t.is(answer.status, 404, path);
    t.like(await answer.json(), { error: { code: 'not_found' } });
  }
  const written = await totem.fetch(url, { method: 'PUT', body: 'x' });
  t.is(written.status, 405);
});

test('a measurement is 8 MiB that nothing on the way can compress', async (t) => {
  const { totem, server } = await served(t);
  const measured = await totem.fetch(`${server.url}/v1/measure`);
  t.is(measured.status, 200);
  const bytes = Buffer.from(await measured.arrayBuffer());
  t.is(bytes.length, 8 * 1024 * 1024);
  t.true(gzipSync(bytes.subarray(0, 100_000)).length > 99_000);
  t.is((await totem.fetch(`${server.url}/v1/measure?bytes=1e12`)).status, 404);
});

test('without a certificate, with a foreign one, or revoked, nothing is read', async (t) => {
  const { totem, keep, server, metrics } = await served(t);
  const { url } = await keep(randomBytes(10));
  const stranger = new Agent({ connect: { ca: totem.authority } });
  t.teardown(() => stranger.destroy());
  await t.throwsAsync(async () => (await fetch(url, { dispatcher: stranger })).text());

  const foreign = await served(t);
  const impostor = new Agent({
    connect: { ca: totem.authority, key: foreign.totem.key, cert: foreign.totem.certificate },
  });
  t.teardown(() => impostor.destroy());
  await t.throwsAsync(async () => (await fetch(url, { dispatcher: impostor })).text());

  t.is((await totem.fetch(url)).status, 200);
  server.revoke(totem.totem);
  await until('the refusal', async () => {
    const answer = await totem.fetch(url).catch(() => undefined);
    return answer?.status === 403;
  });
  await until('the count of what was refused', async () => {
    const { values } = await metrics.artifactsRefused.get();
    const reasons = values.filter(({ value }) => value > 0).map(({ labels }) => labels.reason);
    return reasons.includes('tls') && reasons.includes('forbidden');
  });
});

test('a killed artifact process comes back on the same port and knows who is admitted', async (t) => {
  const { totem, keep, server } = await served(t);
  const { url } = await keep(randomBytes(10));
  const former = server.pid();
  if (former === undefined) throw new Error('no process');
  process.kill(former, 'SIGKILL');
  await until('an answer of the new process', async () => {
    const answer = await totem.fetch(url).catch(() => undefined);
    return answer?.status === 200 && server.pid() !== former;
  });
  t.is(server.restarts(), 1);
});

test('a taken port is told as such', async (t) => {
  const { server, identity } = await served(t);
  const again = startArtifactServer({
    host: '127.0.0.1',
    port: Number(new URL(server.url).port),
    folder: '.',
    tls: identity.serverTls(),
    admitted: [],
    metrics: createMetrics(),
    log,
  });
  const error = await t.throwsAsync(again);
  t.is(error && 'code' in error ? error.code : '', 'EADDRINUSE');
});

test('any range answers bytes that exist, or says that there are none', (t) => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(50), fc.nat(50)).map(([first, last]) => `bytes=${first}-${last}`),
    fc.nat(50).map((first) => `bytes=${first}-`),
    fc.nat(50).map((length) => `bytes=-${length}`),
  );
  fc.assert(
    fc.property(header, fc.nat(40), (text, size) => {
      const range = parseRange(text, size);
      if (typeof range === 'string') return true;
      return range.first >= 0 && range.first <= range.last && range.last < size;
    }),
  );
  t.deepEqual(parseRange('bytes=0-0', 10), { first: 0, last: 0 });
  t.deepEqual(parseRange('bytes=-3', 10), { first: 7, last: 9 });
  t.deepEqual(parseRange('bytes=4-100', 10), { first: 4, last: 9 });
  t.is(parseRange('bytes=10-', 10), 'unsatisfiable');
  t.is(parseRange('bytes=-0', 10), 'unsatisfiable');
  t.is(parseRange('bytes=5-4', 10), 'whole');
  t.is(parseRange('bytes=0-1,4-5', 10), 'whole');
  t.is(parseRange('items=0-1', 10), 'whole');
  t.true(matchesNone('"a", W/"b"', '"b"'));
  t.true(matchesNone('*', '"b"'));
  t.false(matchesNone('"a"', '"b"'));
});
