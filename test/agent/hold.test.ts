import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fetch } from 'undici';
import { newAgentFolder, runAgent, startAgent, withoutDisplay } from '../harness/agent.ts';

test('a second agent on the same folder is refused, and after kill -9 the folder is free', async (t) => {
  const agent = await startAgent(t);
  const before = await readFile(join(agent.data, 'state', 'state.json'), 'utf8');
  const second = await runAgent(t, agent.data, []);
  t.is(second.code, 1);
  t.is(
    second.errors,
    `totem-agent: ${agent.data} is in use by another totem-agent; end that one or set TOTEM_DATA to another folder\n`,
  );
  t.is(await readFile(join(agent.data, 'state', 'state.json'), 'utf8'), before);
  t.is((await fetch(agent.kiosk)).status, 200);
  t.false(
    (await readFile(`/proc/${agent.pid}/maps`, 'utf8')).includes('sqlite'),
    'holding costs no database',
  );

  t.is(await agent.kill('SIGKILL'), 'SIGKILL');
  const third = await startAgent(t, { data: agent.data });
  t.is(await third.stop(), 0);
  const fourth = await startAgent(t, { data: agent.data });
  t.is(await fourth.stop(), 0);
});

test('an agent that is asked to end while it starts finishes, ends well and leaves its folder free', async (t) => {
  const data = await newAgentFolder(t);
  const ended = await runAgent(t, data, [], { endOn: 'is not enrolled' });
  t.is(ended.code, 0, ended.errors);
  const next = await startAgent(t, { data, yaml: withoutDisplay });
  t.is(await next.stop(), 0);
});

test('where nothing can lock the totem starts all the same and says so', async (t) => {
  const data = await newAgentFolder(t);
  // What the start script needs, and nothing that locks.
  const programs = join(data, 'programs');
  await mkdir(programs);
  for (const name of ['dirname', 'readlink', 'ls', 'head'])
    await symlink(`/usr/bin/${name}`, join(programs, name));
  await symlink(process.execPath, join(programs, 'node'));
  const agent = await startAgent(t, {
    data,
    yaml: 'display: {enabled: false}\n',
    environment: { PATH: programs },
  });
  t.true(agent.log.some((line) => line.includes('could not be locked')));
  t.is((await fetch(agent.kiosk)).status, 200);
});
