import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { runChecks } from '../../../agent/doctor/engine.ts';
import type { DoctorParts } from '../../../agent/doctor/index.ts';
import { parseRoutes, parseRoutes6 } from '../../../agent/doctor/network/routes.ts';
import { checks } from '../../../agent/doctor/table.ts';
import { type Identity, loadIdentity } from '../../../agent/identity/index.ts';
import { type CheckName, success } from '../../../protocol/index.ts';
import { newAgentFolder, runAgent } from '../../harness/agent.ts';
import { newAuthority, startBroker, totemTls } from '../../harness/broker.ts';
import { newToken, startHub } from '../../harness/hub.ts';
import { codesOf, eventsOf, partsOf } from './parts.ts';

async function find(
  identity: Identity,
  only: CheckName[] = ['network'],
  changes: Partial<DoctorParts> = {},
): Promise<{ codes: string[]; text: string }> {
  const parts = partsOf({ identity: success(identity), now: Date.now, ...changes });
  const events = await eventsOf(runChecks(checks, parts, { attended: false, disturb: false, only }));
  return { codes: codesOf(events), text: JSON.stringify(events.filter(({ type }) => type === 'result')) };
}

async function portOf(t: ExecutionContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A totem of an authority of the test, whose hub is where the test says. */
async function newIdentity(
  t: ExecutionContext,
  mqtt: string,
  now = Date.now,
): Promise<{ identity: Identity; authority: Awaited<ReturnType<typeof newAuthority>> }> {
  const authority = await newAuthority(t, now);
  const { key, cert, ca } = await totemTls(authority, 't-1');
  const https = 'https://127.0.0.1:1';
  const enrolment = {
    totem: 't-1',
    certificate: cert,
    authority: ca,
    mqtt,
    gateway: https,
    artifacts: https,
  };
  return { identity: { version: 1, key, enrolment }, authority };
}

const upToPort = ['network.loopback', 'network.name_not_needed'];
const upToTls = [...upToPort, 'network.port_open'];

test('the whole way to a real hub is walked, and each thing that is wrong there is told as what it is', async (t) => {
  const hub = await startHub(t);
  const folder = await newAgentFolder(t);
  t.is((await runAgent(t, folder, ['enrol', await newToken(hub)])).code, 0);
  const loaded = await loadIdentity(folder);
  if (!loaded.ok || !loaded.value) return t.fail();
  const own = loaded.value;
  const moved = (changes: Partial<Identity['enrolment']>): Identity => ({
    ...own,
    enrolment: { ...own.enrolment, ...changes },
  });

  const upToMqtt = [...upToTls, 'network.tls_trusted'];
  const well = await find(own, ['network', 'clock', 'certificates']);
  t.deepEqual(
    well.codes.filter((code) => !code.startsWith('clock.s') && !code.startsWith('clock.uns')),
    [
      ...upToMqtt,
      'network.mqtt_accepted',
      'network.http_answers',
      'network.http_answers',
      'network.throughput',
      'clock.agrees',
      'certificates.valid',
      'certificates.valid',
    ],
    well.text,
  );
  // An agent that hangs may have a session under the same name: it is left alone.
  t.true((await find(own, ['network'], { away: 'deaf' })).codes.includes('network.mqtt_left_alone'));

  const late = await find(own, ['clock'], { now: () => Date.now() - 3_600_000 });
  t.true(late.codes.includes('clock.far_off'), late.text);
  const ancient = await find(own, ['clock', 'certificates'], { now: () => Date.parse('2012-01-01') });
  t.true(ancient.codes.includes('clock.implausible'), ancient.text);
  t.true(ancient.codes.includes('certificates.not_yet_valid'), ancient.text);

  // Something that is no hub answers where the gateway was, with a certificate that is right.
  const { port: gatewayPort } = new URL(own.enrolment.gateway);
  const wrongPort = await find(moved({ gateway: own.enrolment.mqtt.replace('mqtts', 'https') }));
  t.is(wrongPort.codes.at(-1), 'network.http_failed', wrongPort.text);
  const noArtifacts = await find(moved({ artifacts: `https://127.0.0.1:${gatewayPort}` }));
  t.is(noArtifacts.codes.at(-1), 'network.throughput_unknown', noArtifacts.text);

  // Revoked: TLS is fine, and the hub does not want the totem.
  t.is((await hub.api(`/totems/${own.enrolment.totem}`, { method: 'DELETE' })).status, 204);
  const revoked = await find(own);
  t.deepEqual(revoked.codes, [...upToMqtt, 'network.certificate_refused'], revoked.text);
});

test('no hub: a name that does not exist, a port nobody listens on, and a host that is not there', async (t) => {
  const { identity } = await newIdentity(t, 'mqtts://hub.invalid:8883');
  const nameless = await find(identity, ['network'], { system: await systemWith(t, { eth0: '1' }) });
  t.regex(nameless.codes.at(-1) ?? '', /^network\.name_(unknown|server_away)$/, nameless.text);

  const closed = createServer();
  const port = await portOf(t, closed);
  closed.close();
  await once(closed, 'close');
  const refused = await newIdentity(t, `mqtts://127.0.0.1:${port}`);
  t.deepEqual((await find(refused.identity)).codes, [...upToPort, 'network.port_refused']);
});

test('what answers instead of the hub is told: no TLS, another authority, another name, an old certificate', async (t) => {
  const plain = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.0 400 no\r\n\r\n'));
  const noTls = await newIdentity(t, `mqtts://127.0.0.1:${await portOf(t, plain)}`);
  t.deepEqual((await find(noTls.identity)).codes, [...upToTls, 'network.tls_failed']);

  const ours = await newIdentity(t, 'mqtts://127.0.0.1:1');
  const serving = async (key: string, cert: string) => {
    const url = `mqtts://127.0.0.1:${await portOf(t, createTlsServer({ key, cert }))}`;
    return { ...ours.identity, enrolment: { ...ours.identity.enrolment, mqtt: url } };
  };
  const stranger = await (await newAuthority(t)).issueServer(['127.0.0.1']);
  const hostile = await find(await serving(stranger.key, stranger.pem));
  t.deepEqual(hostile.codes, [...upToTls, 'network.tls_untrusted'], hostile.text);

  const other = await ours.authority.issueServer(['other.example.it']);
  const wrongName = await find(await serving(other.key, other.pem));
  t.deepEqual(wrongName.codes, [...upToTls, 'network.tls_wrong_name'], wrongName.text);
  t.regex(wrongName.text, /not for 127\.0\.0\.1 but for other\.example\.it/);

  const threeYearsAgo = () => Date.now() - 3 * 365 * 86_400_000;
  const old = await newIdentity(t, 'mqtts://127.0.0.1:1', threeYearsAgo);
  const expired = await old.authority.issueServer(['127.0.0.1']);
  const port = await portOf(t, createTlsServer({ key: expired.key, cert: expired.pem }));
  const identity = {
    ...old.identity,
    enrolment: { ...old.identity.enrolment, mqtt: `mqtts://127.0.0.1:${port}` },
  };
  const outdated = await find(identity);
  t.deepEqual(outdated.codes, [...upToTls, 'network.tls_expired'], outdated.text);
});

test('a broker that refuses the CONNECT, and a gateway that is a proxy', async (t) => {
  const authority = await newAuthority(t);
  const { key, cert, ca } = await totemTls(authority, 't-1');
  const server = await authority.issueServer(['127.0.0.1']);
  const proxy = createHttpsServer({ key: server.key, cert: server.pem }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the guest network</h1>');
  });
  const https = `https://127.0.0.1:${await portOf(t, proxy)}`;
  const at = (mqtt: string): Identity => ({
    version: 1,
    key,
    enrolment: { totem: 't-1', certificate: cert, authority: ca, mqtt, gateway: https, artifacts: https },
  });
  const refusing = await startBroker(t, authority, { refuse: true });
  t.is((await find(at(refusing.url))).codes.at(-1), 'network.certificate_refused');
  const taking = await startBroker(t, authority);
  const found = await find(at(taking.url));
  t.deepEqual(found.codes.slice(-2), ['network.mqtt_accepted', 'network.http_failed']);
  t.regex(found.text, /text\/html: something else answers/);
});

/** A root with network interfaces as sysfs shows them: name and carrier. */
async function systemWith(t: ExecutionContext, interfaces: Record<string, string>): Promise<string> {
  const root = await newAgentFolder(t);
  await mkdir(join(root, 'sys/class/net'), { recursive: true });
  for (const [name, carrier] of Object.entries(interfaces)) {
    await mkdir(join(root, 'sys/class/net', name));
    await writeFile(join(root, 'sys/class/net', name, 'carrier'), carrier);
    await writeFile(join(root, 'sys/class/net', name, 'speed'), '100\n');
  }
  await mkdir(join(root, 'proc/net'), { recursive: true });
  await writeFile(join(root, 'proc/net/route'), routeTable);
  return root;
}

const routeTable = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0',
  'eth0\t00000000\t010AA8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
  'eth0\t000AA8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
  '',
].join('\n');

test('a cable that is not plugged in is told before anything else is tried', async (t) => {
  const { identity } = await newIdentity(t, 'mqtts://192.0.2.7:8883');
  const down = await find(identity, ['network'], {
    system: await systemWith(t, { lo: '1', eth0: '0', wlan0: '0' }),
  });
  t.deepEqual(down.codes, ['network.link_down']);
  const none = await find(identity, ['network'], { system: await systemWith(t, { lo: '1' }) });
  t.deepEqual(none.codes, ['network.no_interface']);
});

test('routes are read as the kernel writes them, the cheapest first', (t) => {
  t.deepEqual(parseRoutes(routeTable), [
    { interface: 'eth0', gateway: '192.168.10.1' },
    { interface: 'wlan0', gateway: '192.168.2.1' },
  ]);
  const six = [
    '00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0',
    'fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0',
    '00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo',
  ].join('\n');
  t.deepEqual(parseRoutes6(six), [{ interface: 'eth0', gateway: 'fe80:0000:0000:0000:0000:0000:0000:0001' }]);
  t.deepEqual(parseRoutes('rubbish\n\u0000\n'), []);
});
