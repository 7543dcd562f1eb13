import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { startTurn, turnSecret, turnServers } from '../../harness/turn.ts';

const peers = fileURLToPath(new URL('relay-peers.ts', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

test('two parties talk over a coturn with what the hub tells them; wrong and late passwords are of no use', async (t) => {
  const turn = { address: '127.0.0.1', port: await freePort() };
  await startTurn(t, turn);
  const scenarios = {
    udp: turnServers(turn, 'udp'),
    tcp: turnServers(turn, 'tcp'),
    wrong: turnServers(turn, 'udp', 'another secret'),
    late: turnServers(turn, 'udp', turnSecret, Date.now() - 5 * 3_600_000),
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
