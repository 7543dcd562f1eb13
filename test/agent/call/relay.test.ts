import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { FromMedia, ToMedia } from '../../../agent/call/messages.ts';
import type { CallSignal, IceServer, PartyName } from '../../../protocol/calls/messages.ts';
import { type Party, startParty } from '../../harness/call-party.ts';
import { hubAddress, makeNamespaces, mayMakeNetworks } from '../../harness/namespaces.ts';
import { startTurn, turnServers } from '../../harness/turn.ts';
import { until } from '../../harness/until.ts';

const run = promisify(execFile);
const patience = 60_000;
const program = fileURLToPath(new URL('../../../agent/call/media/process.ts', import.meta.url));
const port = 3478;
/** The relay's address in the network of the parties. */
const farAddress = '10.215.0.1';

/** The process of a totem's media, in a network of its own. */
async function startMedia(t: ExecutionContext, space: string, onMessage: (message: FromMedia) => void) {
  const words = ['netns', 'exec', space, process.execPath, '--disable-warning=ExperimentalWarning', program];
  const child = spawn('ip', words, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, UV_THREADPOOL_SIZE: '12' },
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  child.on('message', onMessage);
  const send = (message: ToMedia): void => void child.send(message);
  send({
    type: 'open',
    video: { source: 'test', device: null, width: 320, height: 240, framesPerSecond: 10 },
    sound: { source: 'test', sourceDevice: null, sink: 'none', sinkDevice: null },
    face: null,
  });
  return send;
}

test('a totem that reaches nobody but the relay talks through it, over UDP and over TCP', async (t) => {
  t.timeout(3 * patience);
  // Nothing leads from the totem's network to that of the parties: the relay stands in both.
  if (!mayMakeNetworks) return t.pass('only root may make networks');
  const spaces = await makeNamespaces(t);
  const ip = (...words: string[]) => run('ip', words);
  const far = `totem-far-${process.pid}`;
  await ip('netns', 'add', far);
  t.teardown(() => ip('netns', 'delete', far));
  const [near, other] = ['near', 'far'];
  await ip('-n', spaces.hub, 'link', 'add', near, 'type', 'veth', 'peer', 'name', other, 'netns', far);
  await ip('-n', spaces.hub, 'address', 'add', `${farAddress}/24`, 'dev', near);
  await ip('-n', spaces.hub, 'link', 'set', near, 'up');
  await ip('-n', far, 'address', 'add', '10.215.0.2/24', 'dev', other);
  for (const device of ['lo', other]) await ip('-n', far, 'link', 'set', device, 'up');
  // The relay can be talked to from there, and nothing behind it.
  await ip('-n', far, 'route', 'add', hubAddress, 'via', farAddress);
  await ip('-n', spaces.totem, 'address', 'add', '10.214.0.2/24', 'dev', spaces.cable);
  await startTurn(t, { address: hubAddress, also: [farAddress], port, space: spaces.hub });

  const parties = new Map<PartyName, Party>();
  const flows = new Map<PartyName, boolean>();
  const send = await startMedia(t, spaces.totem, (message) => {
    if (message.type === 'signal') parties.get(message.party)?.take(message.signal);
    if (message.type === 'flow') flows.set(message.party, message.flows && message.picture);
  });
  const both = { audio: true, video: true };
  const join = async (party: PartyName, ice: IceServer[], farIce: IceServer[]): Promise<Party> => {
    const back = (signal: CallSignal): void => send({ type: 'signal', party, signal });
    const options = { colour: [120, 128, 128], ice: farIce, relayOnly: false } as const;
    const joined = await startParty(t, options, back, far);
    parties.set(party, joined);
    send({ type: 'meet', party, sends: both, wants: both, attempt: 0, ice });
    return joined;
  };
  const at = (address: string, transport: 'udp' | 'tcp') => turnServers({ address, port }, transport);
  const udp = await join('operator', at(hubAddress, 'udp'), at(farAddress, 'udp'));
  const tcp = await join('guest-1', at(hubAddress, 'tcp'), []);

  for (const [name, party] of [
    ['operator', udp],
    ['guest-1', tcp],
  ] as const) {
    await until(`${name} to see the citizen`, async () => (await party.sight()).frames > 5, patience);
    await until(`the citizen to see ${name}`, () => flows.get(name), patience);
    await until(`${name} to hear the citizen`, async () => (await party.sight()).loud > 3, patience);
    const { ways } = await party.sight();
    t.true(ways.length > 0 && ways.every((way) => way.includes('relay')), `${name}: ${ways}`);
  }
});
