import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { startIdentity } from '../../hub/identity/index.ts';
import { openStore } from '../../hub/store/index.ts';
import { decodeToken } from '../../protocol/index.ts';
import { newRequest } from '../harness/totem.ts';

const urls = {
  mqtt: 'mqtts://127.0.0.1:1',
  gateway: 'https://127.0.0.1:2',
  artifacts: 'https://127.0.0.1:3',
};
const day = 86_400_000;

interface Setting {
  folder?: string;
  hostnames?: string[];
  now?: () => number;
}

async function identityFor(t: ExecutionContext, setting: Setting = {}) {
  const folder = setting.folder ?? (await mkdtemp(join(tmpdir(), 'totem-identity-')));
  if (setting.folder === undefined) t.teardown(() => rm(folder, { recursive: true, force: true }));
  const store = await openStore(join(folder, 'hub.sqlite'));
  const identity = await startIdentity({
    store,
    folder: join(folder, 'identity'),
    hostnames: setting.hostnames ?? ['127.0.0.1', 'hub.example', '::1'],
    log: pino({ level: 'silent' }),
    now: setting.now ?? Date.now,
  });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    identity.stop();
    await store.close();
  };
  t.teardown(stop);
  return { folder, store, identity, stop };
}

type Opened = Awaited<ReturnType<typeof identityFor>>;

async function newSecret({ identity }: Opened, seconds?: number): Promise<{ id: number; secret: string }> {
  const made = await identity.newToken(seconds === undefined ? {} : { seconds }, urls.gateway);
  if (!made.ok) throw new Error(made.error.message);
  const token = decodeToken(made.value.token);
  if (!token.ok) throw new Error(token.error.message);
  return { id: made.value.id, secret: token.value.secret };
}

test('the authority and the server certificate are made once and kept', async (t) => {
  const first = await identityFor(t);
  const { authorityPem, authorityFingerprint } = first.identity;
  const { cert } = first.identity.serverTls();
  await first.stop();
  const second = await identityFor(t, { folder: first.folder });
  t.is(second.identity.authorityPem, authorityPem);
  t.is(second.identity.serverTls().cert, cert);
  t.is(
    new X509Certificate(authorityPem).fingerprint256.replaceAll(':', '').toLowerCase(),
    authorityFingerprint,
  );
  for (const name of ['authority.json', 'server.json']) {
    t.is((await stat(join(first.folder, 'identity', name))).mode & 0o777, 0o600, name);
  }
});

test('the server certificate holds for every hostname and is trusted over TLS', async (t) => {
  const { identity } = await identityFor(t);
  const tls = identity.serverTls();
  const certificate = new X509Certificate(tls.cert);
  t.is(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  t.is(certificate.checkIP('::1'), '::1');
  t.is(certificate.checkHost('hub.example'), 'hub.example');
  const server = createServer(tls);
  t.teardown(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') return t.fail('no address');
  const socket = connect({ host: '127.0.0.1', port: address.port, ca: tls.ca });
  t.teardown(() => void socket.destroy());
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  t.true(socket.authorized);
});

test('the server certificate is renewed for new hostnames, near its end and when its file is damaged', async (t) => {
  let moment = Date.now();
  const now = () => moment;
  const first = await identityFor(t, { now, hostnames: ['127.0.0.1'] });
  const { folder } = first;
  const original = first.identity.serverTls().cert;
  const { authorityPem } = first.identity;
  await first.stop();

  const renamed = await identityFor(t, { folder, now, hostnames: ['127.0.0.1', 'new.example'] });
  const second = renamed.identity.serverTls().cert;
  t.not(second, original);
  t.is(new X509Certificate(second).checkHost('new.example'), 'new.example');
  await renamed.stop();

  moment += 370 * day;
  const later = await identityFor(t, { folder, now, hostnames: ['127.0.0.1', 'new.example'] });
  const third = later.identity.serverTls().cert;
  t.not(third, second);
  await later.stop();

  await writeFile(join(folder, 'identity', 'server.json'), '{"version":1');
  const healed = await identityFor(t, { folder, now, hostnames: ['127.0.0.1', 'new.example'] });
  t.not(healed.identity.serverTls().cert, third);
  t.is(healed.identity.authorityPem, authorityPem);
});

test('a damaged authority is an error that names the file, never a new authority', async (t) => {
  const { folder, stop } = await identityFor(t);
  await stop();
  const path = join(folder, 'identity', 'authority.json');
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, whole.length / 2));
  const error = await t.throwsAsync(identityFor(t, { folder }));
  t.true(error?.message.includes('authority.json'));
  t.deepEqual(await readFile(path), whole.subarray(0, whole.length / 2));
});

test('a totem certificate names the totem, serves clients only, and is of its own key', async (t) => {
  const opened = await identityFor(t);
  const { secret } = await newSecret(opened);
  const { key, request } = await newRequest();
  const enrolled = await opened.identity.enrol({ secret, request }, urls);
  if (!enrolled.ok) return t.fail(enrolled.error.message);
  const certificate = new X509Certificate(enrolled.value.certificate);
  t.is(certificate.subject, `CN=${enrolled.value.totem}`);
  t.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  t.true(certificate.verify(new X509Certificate(enrolled.value.authority).publicKey));
  t.false(certificate.ca);
  t.true(key.includes('PRIVATE KEY'));
  t.false(opened.identity.isRevoked(enrolled.value.totem));
  t.true(opened.identity.isRevoked('t-unknown'));
  t.like(enrolled.value, urls);
});

test('a token works once: again with the same key it gives the same answer, with another key none', async (t) => {
  const opened = await identityFor(t);
  const { id, secret } = await newSecret(opened);
  const { request } = await newRequest();
  const first = await opened.identity.enrol({ secret, request }, urls);
  t.true(first.ok);
  t.deepEqual(await opened.identity.enrol({ secret, request }, urls), first);
  const other = await newRequest();
  const refused = await opened.identity.enrol({ secret, request: other.request }, urls);
  t.like(refused, { ok: false, error: { code: 'token_spent' } });
  const listed = await opened.identity.listTokens();
  t.like(listed[0], { id, state: 'used', totem: first.ok ? first.value.totem : '' });
  t.like(await opened.identity.revokeToken(id), { ok: false, error: { code: 'token_spent' } });
  t.is(opened.identity.valid().length, 1);
});

test('two totems that use one token at the same time become one totem', async (t) => {
  const opened = await identityFor(t);
  const { secret } = await newSecret(opened);
  const requests = await Promise.all(Array.from({ length: 8 }, () => newRequest()));
  const answers = await Promise.all(
    requests.map(({ request }) => opened.identity.enrol({ secret, request }, urls)),
  );
  t.is(answers.filter(({ ok }) => ok).length, 1);
  t.is(opened.identity.valid().length, 1);
});

test('expired, revoked and unknown tokens are refused', async (t) => {
  let moment = Date.now();
  const opened = await identityFor(t, { now: () => moment });
  const { request } = await newRequest();
  const spent = { ok: false, error: { code: 'token_spent' } };
  const revoked = await newSecret(opened);
  t.true((await opened.identity.revokeToken(revoked.id)).ok);
  t.like(await opened.identity.enrol({ secret: revoked.secret, request }, urls), spent);
  const brief = await newSecret(opened, 10);
  moment += 10_000;
  t.like(await opened.identity.enrol({ secret: brief.secret, request }, urls), spent);
  t.like(await opened.identity.enrol({ secret: 'A'.repeat(43), request }, urls), spent);
  t.like(await opened.identity.revokeToken(999), { ok: false, error: { code: 'not_found' } });
  const states = (await opened.identity.listTokens()).map(({ state }) => state);
  t.deepEqual(states, ['expired', 'revoked']);
  t.deepEqual(opened.identity.valid(), []);
});

test('a request that is no request, or of a weak or stolen key, is refused and spends nothing', async (t) => {
  const opened = await identityFor(t);
  const { secret } = await newSecret(opened);
  const good = await newRequest();
  const rsa = await newRequest('RSA');
  const lines = good.request.split('\n');
  const tampered = lines.map((line, at) =>
    at === 3 ? line.replace(/[A-Z]/, (c) => (c === 'A' ? 'B' : 'A')) : line,
  );
  for (const request of [
    '',
    'rubbish',
    '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
    tampered.join('\n'),
    rsa.request,
  ]) {
    const refused = await opened.identity.enrol({ secret, request }, urls);
    t.like(refused, { ok: false, error: { code: 'invalid', field: '/request' } });
  }
  t.true((await opened.identity.enrol({ secret, request: good.request }, urls)).ok);
});

test('revocation lasts over a restart', async (t) => {
  const opened = await identityFor(t);
  const { secret } = await newSecret(opened);
  const { request } = await newRequest();
  const enrolled = await opened.identity.enrol({ secret, request }, urls);
  if (!enrolled.ok) return t.fail(enrolled.error.message);
  const { totem } = enrolled.value;
  const heard: string[] = [];
  opened.identity.onRevoked((id) => heard.push(id));
  t.true((await opened.identity.revoke(totem)).ok);
  t.like(await opened.identity.revoke(totem), { ok: false, error: { code: 'not_found' } });
  t.deepEqual(heard, [totem]);
  t.like(await opened.identity.enrol({ secret, request }, urls), {
    ok: false,
    error: { code: 'token_spent' },
  });
  await opened.stop();
  const again = await identityFor(t, { folder: opened.folder });
  t.true(again.identity.isRevoked(totem));
  t.deepEqual(again.identity.valid(), []);
});

test('the first admin is made once, and only hashes of passwords, sessions and tokens are stored', async (t) => {
  const opened = await identityFor(t);
  let generated = '';
  const announce = async (password: string) => {
    generated = password;
  };
  t.deepEqual(await opened.identity.ensureAdmin(undefined, announce), { made: true });
  const password = generated;
  t.deepEqual(await opened.identity.ensureAdmin('another', announce), { made: false });
  t.is(generated, password);
  const signedIn = await opened.identity.signIn('admin', password);
  if (!signedIn.ok) return t.fail(signedIn.error.message);
  const { secret } = await newSecret(opened);
  await opened.stop();
  const bytes = await readFile(join(opened.folder, 'hub.sqlite'), 'latin1');
  for (const hidden of [password, signedIn.value.token, secret]) t.false(bytes.includes(hidden));
});

test('wrong names and passwords are refused alike; a session ends by signing out and by time', async (t) => {
  let moment = Date.now();
  const { identity } = await identityFor(t, { now: () => moment });
  await identity.ensureAdmin('the right one', async () => undefined);
  const wrongPassword = await identity.signIn('admin', 'a wrong one');
  t.like(wrongPassword, { ok: false, error: { code: 'unauthenticated' } });
  t.deepEqual(await identity.signIn('nobody', 'the right one'), wrongPassword);
  const one = await identity.signIn('admin', 'the right one');
  const other = await identity.signIn('admin', 'the right one');
  if (!one.ok || !other.ok) return t.fail('sign-in failed');
  t.like(await identity.session(one.value.token), { name: 'admin', role: 'admin' });
  t.is(await identity.session('nonsense'), undefined);
  await identity.signOut(one.value.token);
  t.is(await identity.session(one.value.token), undefined);
  t.like(await identity.session(other.value.token), { name: 'admin' });
  moment = Date.parse(other.value.expires);
  t.is(await identity.session(other.value.token), undefined);
});
