import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { enrol } from '../../agent/identity/enrol.ts';
import { type Identity, loadIdentity, saveIdentity } from '../../agent/identity/index.ts';
import type { Authority } from '../../hub/identity/authority.ts';
import { decodeToken, encodeToken } from '../../protocol/index.ts';
import { newAgentFolder, runAgent } from '../harness/agent.ts';
import { newAuthority } from '../harness/broker.ts';
import { newToken, startHub } from '../harness/hub.ts';

const secret = 'A'.repeat(43);

interface FakeGateway {
  token(authority?: Authority): string;
  /** Bodies of the requests that got through. */
  asked: string[];
}

/** An HTTPS server with a certificate of an authority, presented with it, that gives one answer to everything. */
async function startGateway(
  t: ExecutionContext,
  authority: Authority,
  status: number,
  answer: unknown,
  hostnames = ['127.0.0.1'],
): Promise<FakeGateway> {
  const { key, pem } = await authority.issueServer(hostnames);
  const asked: string[] = [];
  const server = createServer({ key, cert: `${pem}\n${authority.pem}` }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      asked.push(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    token: (trusted = authority) =>
      encodeToken({ gateway: `https://127.0.0.1:${port}`, authority: trusted.fingerprint, secret }),
    asked,
  };
}

test('a totem enrols with a real hub: a key of its own, a certificate over it, and nothing else changes', async (t) => {
  const hub = await startHub(t);
  const token = await newToken(hub, { name: 'Atrio' });
  const folder = await newAgentFolder(t);
  const done = await runAgent(t, folder, ['enrol', token]);
  t.is(done.code, 0, done.errors);
  const loaded = await loadIdentity(folder);
  const identity = loaded.ok ? loaded.value : null;
  if (!identity) throw new Error('no identity was kept');
  const { enrolment, key } = identity;
  t.true(done.output.includes(enrolment.totem));
  const certificate = new X509Certificate(enrolment.certificate);
  t.true(certificate.publicKey.equals(createPublicKey(key)));
  t.is(createPrivateKey(key).asymmetricKeyDetails?.namedCurve, 'prime256v1');
  t.true(certificate.verify(new X509Certificate(enrolment.authority).publicKey));
  t.is((await stat(join(folder, 'identity.json'))).mode & 0o777, 0o600);

  const again = await runAgent(t, folder, ['enrol', token]);
  t.is(again.code, 1);
  t.regex(again.errors, /totem-agent: .*(used|spent)/i);
  t.deepEqual(await loadIdentity(folder), loaded, 'a refused enrolment leaves the identity as it was');

  const stranger = decodeToken(token);
  if (!stranger.ok) throw new Error(stranger.error.message);
  const forged = encodeToken({ ...stranger.value, authority: 'f'.repeat(64) });
  const refused = await enrol(await newAgentFolder(t), forged);
  t.false(refused.ok);
});

test('a gateway of another authority gets no secret, however it presents itself', async (t) => {
  const authority = await newAuthority(t);
  const impostor = await newAuthority(t);
  const gateway = await startGateway(t, impostor, 200, {});
  const folder = await newAgentFolder(t);
  const outcome = await enrol(folder, gateway.token(authority));
  t.like(outcome, { ok: false, error: { code: 'forbidden' } });
  t.deepEqual(gateway.asked, []);
  t.deepEqual(await readdir(folder), []);
});

test('an impostor that appends the right authority to its own chain gets no secret', async (t) => {
  const authority = await newAuthority(t);
  const impostor = await newAuthority(t);
  const both: Authority = { ...impostor, pem: `${impostor.pem}\n${authority.pem}` };
  const gateway = await startGateway(t, both, 200, {});
  const outcome = await enrol(await newAgentFolder(t), gateway.token(authority));
  t.false(outcome.ok);
  t.deepEqual(gateway.asked, []);
});

test('a certificate for another host gets no secret', async (t) => {
  const authority = await newAuthority(t);
  const gateway = await startGateway(t, authority, 200, {}, ['elsewhere.example']);
  const outcome = await enrol(await newAgentFolder(t), gateway.token());
  t.like(outcome, { ok: false, error: { code: 'unavailable' } });
  t.deepEqual(gateway.asked, []);
});

test('answers that are wrong are refused, and nothing is kept', async (t) => {
  const authority = await newAuthority(t);
  const { pem } = await authority.issueServer(['127.0.0.1']);
  const foreign = await (await newAuthority(t)).issueServer(['127.0.0.1']);
  const urls = { mqtt: 'mqtts://h:1', gateway: 'https://h:2', artifacts: 'https://h:3' };
  const whole = { totem: 't-1', certificate: pem, authority: authority.pem, ...urls };
  const cases: [number, unknown, string][] = [
    [200, { ...whole, certificate: 'no certificate' }, 'invalid'],
    [200, { ...whole, certificate: foreign.pem }, 'signature_refused'],
    [200, whole, 'invalid'],
    [200, { totem: 'T 1' }, 'invalid'],
    [200, 'x'.repeat(100_000), 'unavailable'],
    [410, { error: { code: 'token_spent', message: 'used' } }, 'token_spent'],
    [500, 'no problem at all', 'unavailable'],
  ];
  for (const [status, answer, code] of cases) {
    const gateway = await startGateway(t, authority, status, answer);
    const folder = await newAgentFolder(t);
    const outcome = await enrol(folder, gateway.token());
    t.like(outcome, { ok: false, error: { code } });
    t.deepEqual(await readdir(folder), []);
  }
});

test('what is no token, and a gateway that is not there, are told in one line', async (t) => {
  const folder = await newAgentFolder(t);
  t.like(await enrol(folder, 'hello'), { ok: false, error: { code: 'invalid' } });
  const nobody = encodeToken({ gateway: 'https://127.0.0.1:9', authority: 'a'.repeat(64), secret });
  const done = await runAgent(t, folder, ['enrol', nobody]);
  t.is(done.code, 1);
  t.regex(done.errors, /^totem-agent: the gateway https:\/\/127\.0\.0\.1:9 cannot be reached: .*\n$/);
});

test('an identity that is damaged is an error that names the file and the field', async (t) => {
  const folder = await newAgentFolder(t);
  await mkdir(folder, { recursive: true });
  t.deepEqual(await loadIdentity(folder), { ok: true, value: null });
  const authority = await newAuthority(t);
  const { key, pem } = await authority.issueServer(['127.0.0.1']);
  const identity: Identity = {
    version: 1,
    key,
    enrolment: {
      totem: 't-1',
      certificate: pem,
      authority: authority.pem,
      mqtt: 'mqtts://127.0.0.1:1',
      gateway: 'https://127.0.0.1:2',
      artifacts: 'https://127.0.0.1:3',
    },
  };
  await saveIdentity(folder, identity);
  t.deepEqual(await loadIdentity(folder), { ok: true, value: identity });
  const path = join(folder, 'identity.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"t-1"', '"T 1"'));
  t.like(await loadIdentity(folder), { ok: false, error: { field: '/enrolment/totem' } });

  const other = await authority.issueServer(['127.0.0.1']);
  const rotten = pem.replace(/.{8}(?=\n-----END)/, 'AAAAAAAA').replace('MII', 'ZZZ');
  for (const wrong of [
    { key: other.key },
    { key: 'key' },
    { enrolment: { ...identity.enrolment, certificate: rotten } },
  ]) {
    await saveIdentity(folder, { ...identity, ...wrong });
    const refused = await loadIdentity(folder);
    t.false(refused.ok);
    t.regex(refused.ok ? '' : refused.error.message, /^identity\.json: the key or a certificate is damaged/);
  }
  await rm(path);
  await mkdir(path);
  t.like(await loadIdentity(folder), { ok: false, error: { code: 'invalid' } });
});
