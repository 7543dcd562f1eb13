import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { iceServersFor } from '../../../hub/calls/ice.ts';
import { CallConfiguration, type IceServer } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { until } from '../../harness/until.ts';

const readConfiguration = validatorOf(CallConfiguration);
const secret = 'a secret that hub and relay share';
const peers = fileURLToPath(new URL('relay-peers.ts', import.meta.url));

/** A coturn as docs/calls.md sets it up, on this machine alone. Gives its port. */
async function startRelay(t: ExecutionContext): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-turn-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const configuration = [
    'listening-ip=127.0.0.1',
    'relay-ip=127.0.0.1',
    `listening-port=${port}`,
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'realm=totem.example',
    'no-tls',
    'no-dtls',
    'no-cli',
    // Both parties are on this machine.
    'allow-loopback-peers',
    'fingerprint',
    `pidfile=${join(folder, 'pid')}`,
    `userdb=${join(folder, 'db')}`,
    'log-file=stdout',
    'simple-log',
  ];
  await writeFile(join(folder, 'turn.conf'), `${configuration.join('\n')}\n`);
  const relay = spawn('turnserver', ['-c', join(folder, 'turn.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(async () => {
    if (relay.exitCode !== null) return;
    const gone = once(relay, 'exit');
    relay.kill('SIGKILL');
    await gone;
  });
  relay.stdout.resume();
  relay.stderr.resume();
  await until('the relay to listen', () => answers(port), 60_000);
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** What the hub tells a party at a moment (ms). */
function told(port: number, transport: string, password: string, now: number): IceServer[] {
  const read = readConfiguration({
    ice: {
      turn: { urls: [`turn:127.0.0.1:${port}?transport=${transport}`], secretFile: '/etc/totem/turn-secret' },
    },
  });
  if (!read.ok) throw new Error(read.error.message);
  return iceServersFor(read.value.ice, password, now);
}

test('two parties talk over a coturn with what the hub tells them; wrong and late passwords are of no use', async (t) => {
  const port = await startRelay(t);
  const now = Date.now();
  const scenarios = {
    udp: told(port, 'udp', secret, now),
    tcp: told(port, 'tcp', secret, now),
    wrong: told(port, 'udp', 'another secret', now),
    late: told(port, 'udp', secret, now - 5 * 3_600_000),
  };
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', peers, JSON.stringify(scenarios), '30000'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  t.teardown(() => child.kill('SIGKILL'));
  const results = JSON.parse(await text(child.stdout));
  t.like(results.udp, { heard: 'buongiorno', kinds: ['relay udp'] }, JSON.stringify(results));
  t.like(results.tcp, { heard: 'buongiorno', kinds: ['relay tcp'] }, JSON.stringify(results));
  t.deepEqual(results.wrong, { heard: null, kinds: [], relays: 0 });
  t.deepEqual(results.late, { heard: null, kinds: [], relays: 0 });
});
