import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import test from 'ava';
import { startAgent, type TestAgent } from '../../harness/agent.ts';
import { type Operator, openOperator } from '../../harness/call-operator.ts';
import { newOperator, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { openCallingPage } from '../../harness/calling-page.ts';
import { newToken, startHub } from '../../harness/hub.ts';
import { until } from '../../harness/until.ts';

const yaml = `display: {enabled: false}
camera: {source: test}
calls: {sound: test}
log: debug
`;

/** Long, because several browsers and encoders share two processors here. */
const patience = 60_000;

/** A PNG of one pixel. */
const smallestPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a citizen and an operator see each other, whatever breaks between them', async (t) => {
  t.timeout(10 * patience);
  const hub = await startCallingHub(t);
  const operator = await openOperator(t, hub, await newOperator(hub, 'anna'));
  const agent = await startAgent(t, { token: await newToken(hub), yaml });
  const page = await openCallingPage(t, agent.kiosk);
  page.session('active');
  const connections = () => agent.log.filter((line) => line.includes('"msg":"connected to the hub"')).length;
  await until('the hub to be reached', () => connections() === 1);
  const seesOperator = () => page.view()?.state === 'connected' && page.view()?.picture === true;

  page.act({ do: 'ask', wish });
  await until('the citizen to see the operator', seesOperator, patience);
  t.is((await moreFrames(operator, 10)).width, 640);
  await until('the test voice to be heard', async () => (await operator.sight()).heard > 0.001, patience);
  t.deepEqual(page.view()?.camera, { there: true, on: true });
  t.is(mediaProcesses(agent).length, 1);

  page.act({ do: 'text', text: { line: 0, text: 'Buongiorno', final: true } });
  await operator.say({ type: 'text', text: { line: 0, text: 'Mi dica', final: true } });
  await until('text to come to the citizen', () => page.texts.some(({ text }) => text === 'Mi dica'));
  await until('text to come to the operator', async () =>
    (await operator.sight()).texts.includes('Buongiorno'),
  );

  // A page of a document comes from the hub, and is served to the screen as long as the call lasts.
  const sha256 = await operator.showPicture(smallestPicture);
  const share = await until('the page of the document', () => {
    const shown = page.view()?.share;
    return shown?.kind === 'document' && shown.url !== null && shown;
  });
  t.like(share, { title: 'Modulo', page: 2, pages: 3, pointer: { x: 0.5, y: 0.25 } });
  const address = new URL(share.url ?? '', agent.kiosk);
  const served = await fetch(address);
  t.is(served.headers.get('content-type'), 'image/png');
  t.is(
    createHash('sha256')
      .update(Buffer.from(await served.arrayBuffer()))
      .digest('hex'),
    sha256,
  );

  // Media does not pass through the hub: it goes on while there is none.
  await hub.kill('SIGKILL');
  await moreFrames(operator, 20);
  t.true(page.view()?.picture);
  const again = await startHub(t, { data: hub.data, environment: hub.ports });
  await until('the totem to be back', () => connections() === 2, patience);
  await moreFrames(operator, 10);
  await until('the call to stand as before', seesOperator, patience);

  // Whatever is sent to its ports.
  const [first = 0] = mediaProcesses(agent);
  const ports = await udpPortsOf(first);
  t.true(ports.length > 0);
  await sendRubbish(ports);
  await moreFrames(operator, 10);
  t.deepEqual(mediaProcesses(agent), [first]);

  // The process that has the media dies: another one takes its place.
  process.kill(first, 'SIGKILL');
  await until('another process', () => mediaProcesses(agent).length === 2, patience);
  await until('the citizen to see again', seesOperator, patience);
  await moreFrames(operator, 10);

  // The operator's page is loaded again.
  await operator.reload();
  await moreFrames(operator, 10);
  await until('the citizen to see still', seesOperator, patience);

  page.act({ do: 'camera', on: false });
  await until('the sign to be out', () => page.view()?.camera.on === false);

  page.act({ do: 'leave' });
  await until('the call to be over', () => page.view()?.state === 'ended');
  t.is(page.view()?.outcome, 'answered');
  t.is((await fetch(address)).status, 404);
  await until('the operator to know', async () => (await operator.sight()).outcome === 'answered');
  await until('nothing to be left', () => mediaProcesses(agent).every((pid) => !existsSync(`/proc/${pid}`)));
  page.act({ do: 'dismiss' });
  await until('it to be forgotten', () => page.view() === null);

  // A session that ends takes its call along; without a camera to be seen, nothing is sent.
  await operator.reload();
  page.act({ do: 'ask', wish: { ...wish, seen: false } });
  await until('the citizen to see the operator', seesOperator, patience);
  t.deepEqual(page.view()?.camera, { there: true, on: false });
  const { sends } = await operator.sight();
  t.true(sends.includes('sendonly'), sends);
  page.session('thanks');
  await until('the operator to know', async () => (await operator.sight()).outcome === 'answered');
  await until('nothing to be left', () => mediaProcesses(agent).every((pid) => !existsSync(`/proc/${pid}`)));
  t.false(
    (await readdir('/dev/shm')).some((name) => mediaProcesses(agent).some((pid) => name.includes(`${pid}`))),
  );

  // Nothing that was said or chosen is in the log.
  const log = agent.log.join('\n');
  for (const word of ['Buongiorno', 'Mi dica', 'candidate:', 'signLanguage'])
    t.false(log.includes(word), word);
  t.is(await agent.stop(), 0);
  t.is(await again.stop(), 0);
});

/** Process ids of all media processes that the agent has started, in order. */
function mediaProcesses(agent: TestAgent): number[] {
  return agent.log
    .filter((line) => line.includes('media process started'))
    .map((line) => Number(/"pid":(\d+)/.exec(line)?.[1]));
}

/** Resolves when the operator's browser has decoded so many more pictures. */
async function moreFrames(operator: Operator, count: number) {
  const before = (await operator.sight()).frames;
  return until(
    'pictures to come to the operator',
    async () => {
      const sight = await operator.sight();
      // A new connection counts from the beginning.
      return (sight.frames < before ? sight.frames : sight.frames - before) >= count && sight;
    },
    patience,
  );
}

/** Ports at which a process takes UDP. */
async function udpPortsOf(pid: number): Promise<number[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const table = (await readFile('/proc/net/udp', 'utf8')).trim().split('\n').slice(1);
  return table
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => inodes.has(columns[9] ?? ''))
    .map((columns) => Number.parseInt(columns[1]?.split(':')[1] ?? '0', 16));
}

/** Bytes that begin as RTP, RTCP, DTLS and STUN do, and go on as nothing does. */
async function sendRubbish(ports: readonly number[]): Promise<void> {
  const socket = createSocket('udp4');
  const beginnings = [[0x80, 96], [0x81, 200], [22, 0xfe, 0xfd], [0, 1, 0xff, 0xff], []];
  for (const port of ports) {
    for (const beginning of beginnings) {
      for (const size of [0, 1, 12, 60, 1200]) {
        const packet = Buffer.concat([Buffer.from(beginning), randomBytes(size)]);
        await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve));
      }
    }
  }
  socket.close();
}
