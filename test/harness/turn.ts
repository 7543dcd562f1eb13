import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { iceServersFor } from '../../hub/calls/ice.ts';
import { CallConfiguration, type IceServer } from '../../protocol/calls/index.ts';
import { validatorOf } from '../../protocol/index.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const readConfiguration = validatorOf(CallConfiguration);
/** What hub and relay share. */
export const turnSecret = 'a secret that hub and relay share';

export interface TurnOptions {
  /** The address at which it listens and relays. */
  address: string;
  port: number;
  /** Others at which it listens. */
  also?: readonly string[];
  /** The network it runs in; this machine's own where nothing is said. */
  space?: string;
}

/** Starts a coturn as docs/calls.md sets it up. Resolves when it listens. */
export async function startTurn(t: Owner, options: TurnOptions): Promise<void> {
  const { address, port, also = [], space } = options;
  const folder = await mkdtemp(join(tmpdir(), 'totem-turn-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const configuration = [
    ...[address, ...also].map((each) => `listening-ip=${each}`),
    `relay-ip=${address}`,
    `listening-port=${port}`,
    'use-auth-secret',
    `static-auth-secret=${turnSecret}`,
    'realm=totem.example',
    'no-tls',
    'no-dtls',
    'no-cli',
    // Both parties may be on this machine.
    'allow-loopback-peers',
    'fingerprint',
    `pidfile=${join(folder, 'pid')}`,
    `userdb=${join(folder, 'db')}`,
    'log-file=stdout',
    'simple-log',
  ];
  await writeFile(join(folder, 'turn.conf'), `${configuration.join('\n')}\n`);
  const [command = '', ...words] = inside(space, ['turnserver', '-c', join(folder, 'turn.conf')]);
  const relay = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(async () => {
    if (relay.exitCode !== null) return;
    const gone = once(relay, 'exit');
    relay.kill('SIGKILL');
    await gone;
  });
  relay.stdout.resume();
  relay.stderr.resume();
  await until('the relay to listen', () => answers(options), 60_000);
}

function inside(space: string | undefined, words: string[]): string[] {
  return space === undefined ? words : ['ip', 'netns', 'exec', space, ...words];
}

/** Whether somebody takes a connection there. */
function answers({ address, port, space }: TurnOptions): Promise<boolean> {
  const [command = '', ...words] = inside(space, ['bash', '-c', `exec 3<>/dev/tcp/${address}/${port}`]);
  return run(command, words).then(
    () => true,
    () => false,
  );
}

/** What the hub tells a party of it at a moment (ms). */
export function turnServers(
  { address, port }: Pick<TurnOptions, 'address' | 'port'>,
  transport: 'udp' | 'tcp',
  secret = turnSecret,
  now = Date.now(),
): IceServer[] {
  const urls = [`turn:${address}:${port}?transport=${transport}`];
  const read = readConfiguration({ ice: { turn: { urls, secretFile: '/etc/totem/turn-secret' } } });
  if (!read.ok) throw new Error(read.error.message);
  return iceServersFor(read.value.ice, secret, now);
}
