import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { WebSocket } from 'ws';
import {
  AgentMessage,
  jsonValidatorOf,
  type PageMessage,
  ServiceCodeAnswer,
  validatorOf,
} from '../../protocol/index.ts';
import { startAgent } from '../harness/agent.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { until } from '../harness/until.ts';

const read = jsonValidatorOf(AgentMessage, 1024 * 1024);
const readCode = validatorOf(ServiceCodeAnswer);

/** The page's side of the socket, by hand. */
async function pageOf(t: { teardown(end: () => void): void }, kiosk: string) {
  const url = new URL('/ws', kiosk.replace(/^http/, 'ws'));
  const socket = new WebSocket(url, { origin: new URL(kiosk).origin });
  t.teardown(() => socket.terminate());
  const heard: AgentMessage[] = [];
  socket.on('message', (data) => {
    const message = read(String(data));
    if (message.ok) heard.push(message.value);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    say: (message: PageMessage) => socket.send(JSON.stringify(message)),
    session: () => heard.findLast((message) => message.type === 'service'),
    status: () => heard.findLast((message) => message.type === 'service_status')?.status,
  };
}

async function codeFor(hub: TestHub, totem: string, counter: number): Promise<string> {
  const response = await hub.api(`/totems/${totem}/service-code`, {
    method: 'POST',
    body: JSON.stringify({ counter }),
  });
  const answer = readCode(await response.json());
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.code;
}

test('the hub’s code opens the totem’s menu: enrolled today, enrolled before, and after a rotation', async (t) => {
  const hub = await startHub(t);
  const agent = await startAgent(t, { token: await newToken(hub) });
  const totem = agent.totem ?? '';
  const file = join(agent.data, 'service.json');
  t.is((await stat(file)).mode & 0o777, 0o600);
  t.false((await readFile(join(agent.data, 'identity.json'), 'utf8')).includes('secret'));
  const secrets = [JSON.parse(await readFile(file, 'utf8')).key.secret];

  let page = await pageOf(t, agent.kiosk);
  const enter = async () => {
    page.say({ type: 'service_asked' });
    await until('the pad', () => page.session()?.state === 'asking');
    const code = await codeFor(hub, totem, page.session()?.counter ?? 0);
    page.say({ type: 'service_code', code });
    await until('the menu', () => page.session()?.state === 'open');
    return code;
  };
  const used = await enter();
  const status = await until('the status', () => page.status());
  t.is(status.totem, totem);
  t.is(status.hub, hub.urls.mqtt);
  page.say({ type: 'service_left' });
  page.say({ type: 'service_asked' });
  page.say({ type: 'service_code', code: used });
  await until('the refusal', () => page.session()?.refusal === 'wrong');
  page.say({ type: 'service_left' });

  const rotated = await hub.api(`/totems/${totem}/service-key/rotation`, { method: 'POST' });
  t.is(rotated.status, 200);
  await until('the new secret on the disk', async () => {
    const { key } = JSON.parse(await readFile(file, 'utf8'));
    if (key.generation === 2) secrets.push(key.secret);
    return key.generation === 2;
  });
  await until('the hub to know', async () => {
    const response = await hub.api(`/totems/${totem}/service-code`, {
      method: 'POST',
      body: '{"counter":1}',
    });
    return ((await response.json()) as { generation: number }).generation === 2;
  });
  await enter();
  t.is(await agent.stop(), 0);

  // As one that was enrolled before there were service codes.
  await rm(file);
  const again = await startAgent(t, { data: agent.data });
  page = await pageOf(t, again.kiosk);
  await until('the secret to come', async () => (await stat(file).catch(() => null)) !== null);
  await enter();

  const events = await until('the events at the hub', async () => {
    const response = await hub.api(`/totems/${totem}/events`);
    const kinds = ((await response.json()) as { events: { event: { kind: string } }[] }).events.map(
      ({ event }) => event.kind,
    );
    return kinds.filter((kind) => kind === 'service.opened').length === 3 && kinds;
  });
  t.true(events.includes('service.refused'));
  for (const line of [...agent.log, ...again.log, ...hub.log]) {
    t.false(secrets.some((secret) => line.includes(secret)));
  }
});
