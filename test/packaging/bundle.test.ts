import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import test from 'ava';
import Type from 'typebox';
import { bundleInto, versionHere } from '../../packaging/bundle.ts';
import { root } from '../../packaging/place.ts';
import { jsonValidatorOf } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';

const run = promisify(execFile);
const readReady = jsonValidatorOf(
  Type.Object({ msg: Type.Literal('agent ready'), kiosk: Type.String() }),
  16 * 1024,
);

test('agent and command line run from their bundle, away from the sources', async (t) => {
  const folder = await newAgentFolder(t);
  const home = join(folder, 'totem');
  const data = join(folder, 'data');
  await bundleInto(home);
  // Add-ons are compiled for the board; here those of the checkout do.
  await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
  await mkdir(join(home, 'bin'));
  for (const program of ['totem', 'totem-agent']) {
    await cp(join(root, 'packaging', 'system', program), join(home, 'bin', program));
  }
  await symlink(process.execPath, join(home, 'node'));
  await mkdir(data);
  await writeFile(join(data, 'agent.yaml'), 'display: {enabled: false}\nnetwork: {manager: none}\n');
  const environment = { ...process.env, TOTEM_DATA: data };

  const agent = spawn(join(home, 'bin', 'totem-agent'), [], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => agent.kill('SIGKILL'));
  let page: string | undefined;
  for await (const line of createInterface({ input: agent.stdout })) {
    const ready = readReady(line);
    if (!ready.ok) continue;
    page = ready.value.kiosk;
    break;
  }
  t.regex(await (await fetch(page ?? '')).text(), /<html/);

  const totem = join(home, 'bin', 'totem');
  t.is((await run(totem, ['--version'], { env: environment })).stdout.trim(), await versionHere());
  t.regex((await run(totem, ['local', 'status'], { env: environment })).stdout, /^In service +yes$/m);
  agent.kill('SIGTERM');
  await once(agent, 'exit');
  // Without the agent the command line finds the agent's own program beside it.
  const alone = await run(totem, ['doctor', '--unattended', '--only', 'disk'], { env: environment });
  t.regex(alone.stdout, /disk {2}ok/);
});
