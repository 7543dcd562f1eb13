import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fetch } from 'undici';
import { Totem, validatorOf } from '../../protocol/index.ts';
import { newAgentFolder, runAgent, startAgent, withoutDisplay } from '../harness/agent.ts';
import { writeContent, writeVideo } from '../harness/content.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../harness/release.ts';
import { until } from '../harness/until.ts';

const readTotem = validatorOf(Totem);

async function totemAt(hub: TestHub, id: string | null): Promise<Totem> {
  const response = await hub.api(`/totems/${id}`);
  const totem = readTotem(await response.json());
  if (!totem.ok) throw new Error(totem.error.message);
  return totem.value;
}

test('what an editor publishes is fetched, shown, and stays when the hub is gone', async (t) => {
  const hub = await startHub(t);
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  const folder = join(await newAgentFolder(t), 'content');
  await mkdir(folder);
  await writeContent(folder);
  await publish(hub, await makeRelease(folder, 'r-1', editor));

  const agent = await startAgent(t, { token: await newToken(hub) });
  const active = (release: string) => async () => {
    const { reported } = await totemAt(hub, agent.totem);
    return reported?.content.active === release && reported.content.state === 'idle';
  };
  await until('the release to be active', active('r-1'));
  const shown = await fetch(new URL('content.json', agent.kiosk));
  t.like(await shown.json(), { release: 'r-1', languages: ['it'] });

  await until('the health to arrive', async () => (await totemAt(hub, agent.totem)).health?.agent.version);
  await until('the events to arrive', async () => {
    const text = await (await hub.api(`/events?limit=50`)).text();
    return text.includes('content.activated') && text.includes('agent.started');
  });

  await writeContent(folder, 'Altro titolo');
  await publish(hub, await makeRelease(folder, 'r-2', editor));
  await until('the next release to be active', active('r-2'));
  t.is((await totemAt(hub, agent.totem)).reported?.content.previous, 'r-1');

  await hub.stop();
  t.is(await agent.stop(), 0);
  const alone = await startAgent(t, { data: agent.data });
  t.like(await (await fetch(new URL('content.json', alone.kiosk))).json(), { release: 'r-2' });
  t.is(await alone.stop(), 0);
});

test('an agent that was never enrolled shows its page and says so', async (t) => {
  const agent = await startAgent(t);
  t.is(agent.totem, null);
  t.is(agent.hub, null);
  t.true(agent.log.some((line) => line.includes('not enrolled')));
  t.is((await fetch(new URL('content.json', agent.kiosk))).status, 404);
  t.is(await agent.stop(), 0);
});

test('a totem whose identity is damaged shows its content, says so, and can be enrolled again', async (t) => {
  const hub = await startHub(t);
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  const folder = join(await newAgentFolder(t), 'content');
  await mkdir(folder);
  await writeContent(folder);
  await publish(hub, await makeRelease(folder, 'r-1', editor));
  const agent = await startAgent(t, { token: await newToken(hub) });
  const active = (id: string | null) => async () => {
    const { reported } = await totemAt(hub, id);
    return reported?.content.active === 'r-1' && reported.content.state === 'idle';
  };
  await until('the release to be active', active(agent.totem));
  t.is(await agent.stop(), 0);

  const path = join(agent.data, 'identity.json');
  const whole = await readFile(path, 'utf8');
  // Cut off, and whole as JSON but with a key that is none.
  for (const [index, damaged] of [
    whole.slice(0, 300),
    whole.replace('BEGIN PRIVATE', 'BEGIN PRIVAT3'),
  ].entries()) {
    await writeFile(path, damaged);
    const alone = await startAgent(t, { data: agent.data });
    t.is(alone.totem, null);
    t.is(alone.hub, null);
    t.like(await (await fetch(new URL('content.json', alone.kiosk))).json(), { release: 'r-1' });
    t.true(alone.log.some((line) => line.includes('identity of this totem is damaged: enrol it again')));
    const told = (what: string) =>
      alone.log.some((line) => line.includes(what) && line.includes('link.certificate_refused'));
    // A fault goes on over the restart: it is raised once and not cleared in between.
    t.is(told('fault raised'), index === 0);
    t.false(told('fault cleared'));
    t.false(alone.log.some((line) => line.includes('not enrolled')));
    t.is(await alone.stop(), 0);
  }

  const again = await startAgent(t, { data: agent.data, token: await newToken(hub) });
  await until('the totem to be known anew', active(again.totem));
  t.is(await again.stop(), 0);
});

test('a wrong configuration and a taken port end the agent with one line that says what to change', async (t) => {
  const first = await startAgent(t);
  const port = new URL(first.kiosk).port;
  const data = await newAgentFolder(t);
  const taken = await t.throwsAsync(() =>
    startAgent(t, { data, yaml: `display: {enabled: false}\nkiosk: {port: ${port}}\n` }),
  );
  t.regex(
    taken?.message ?? '',
    new RegExp(`ended with 1: totem-agent: port ${port} is taken: set kiosk.port`),
  );
  const wrong = await t.throwsAsync(() => startAgent(t, { data, yaml: 'kiosk: {prot: 1}\n' }));
  t.regex(wrong?.message ?? '', /agent\.yaml: \/kiosk\/prot is not a known key/);
  const usage = await runAgent(t, data, ['dance']);
  t.is(usage.code, 2);
});

test('a hub killed with -9 loses no event, and a totem killed with -9 in a fetch goes on with it', async (t) => {
  const hub = await startHub(t);
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  const folder = join(await newAgentFolder(t), 'content');
  await mkdir(folder);
  await writeContent(folder);
  await writeVideo(folder, 'media/film.webm', 24 * 1024 * 1024);
  const release = await makeRelease(folder, 'r-1', editor);
  const agent = await startAgent(t, { token: await newToken(hub) });
  await until('to be online', async () => (await totemAt(hub, agent.totem)).online);
  await publish(hub, release);
  const film = release.files.find(({ path }) => path === 'media/film.webm');
  const partial = join(agent.data, 'pool', 'partial', film?.sha256 ?? '');
  const size = () =>
    stat(partial).then(
      (found) => found.size,
      () => 0,
    );
  await until('some of the film', async () => (await size()) > 0);
  await agent.kill('SIGKILL');
  t.is(await hub.kill('SIGKILL'), 'SIGKILL');

  const alone = await startAgent(t, { data: agent.data });
  const again = await startHub(t, { data: hub.data, environment: hub.ports });
  await until(
    'the release to be active',
    async () => {
      const { reported } = await totemAt(again, agent.totem);
      return reported?.content.active === 'r-1';
    },
    60_000,
  );
  await until('every event', async () => {
    const text = await (await again.api('/events?limit=100')).text();
    return text.split('agent.started').length - 1 === 2 && text.includes('content.activated');
  });
  t.is(await alone.stop(), 0);
});

test('a totem that is enrolled with another hub takes that hub’s editors and content', async (t) => {
  const folder = join(await newAgentFolder(t), 'content');
  await mkdir(folder);
  await writeContent(folder);
  const data = await newAgentFolder(t);
  for (const release of ['r-1', 'r-2']) {
    const hub = await startHub(t);
    const editor = newEditor();
    await setKeyRing(hub, ringOf(editor));
    await publish(hub, await makeRelease(folder, release, editor));
    const agent = await startAgent(t, { data, token: await newToken(hub), yaml: withoutDisplay });
    await until('the release to be active', async () => {
      const { reported } = await totemAt(hub, agent.totem);
      return reported?.content.active === release;
    });
    t.is(await agent.stop(), 0);
    await hub.stop();
  }
});
