import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { command, type Outcome } from '../../demo/command.ts';
import { TotemList, validatorOf } from '../../protocol/index.ts';
import { startAgent, type TestAgent } from '../harness/agent.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import type { Owner } from '../harness/owner.ts';
import { until } from '../harness/until.ts';

const project = resolve(import.meta.dirname, '..', '..');
export const sampleContent = join(project, 'demo', 'content');

/** Ends what a bench started, last first. */
export class Scope implements Owner {
  #endings: (() => unknown)[] = [];

  teardown(ending: () => unknown): void {
    this.#endings.unshift(ending);
  }

  async end(): Promise<void> {
    for (const ending of this.#endings.splice(0)) await ending();
  }
}

export interface Scene {
  hub: TestHub;
  agents: TestAgent[];
  /** Runs the command line, signed in. */
  totem(args: string[]): Promise<Outcome>;
  /** Resolves when every totem says that it shows the release it should. */
  everyTotemShows(): Promise<void>;
}

/** A hub and enrolled totems that show the sample content, each a process of its own. */
export async function openScene(scope: Scope, totems: readonly { yaml: string }[]): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), 'totem-bench-'));
  scope.teardown(() => rm(home, { recursive: true, force: true }));
  const environment = { ...process.env, XDG_CONFIG_HOME: home };
  const run = (args: string[], input = '') =>
    command(join(project, 'bin', 'totem'), args, environment, input);
  const hub = await startHub(scope);
  await demand(run(['login', hub.urls.http, '--name', 'admin', '--password-stdin'], hub.password));
  const agents: TestAgent[] = [];
  for (const { yaml } of totems) agents.push(await startAgent(scope, { token: await newToken(hub), yaml }));
  const scene: Scene = {
    hub,
    agents,
    totem: run,
    everyTotemShows: async () => {
      await until('all totems to show the content', () => showing(hub, agents.length), 120_000);
    },
  };
  await demand(run(['content', 'push', sampleContent, '--group', 'all']));
  await scene.everyTotemShows();
  return scene;
}

async function showing(hub: TestHub, count: number): Promise<boolean> {
  const list = validatorOf(TotemList)(await (await hub.api('/totems')).json());
  if (!list.ok) throw new Error(list.error.message);
  const good = list.value.totems.filter(
    ({ desired, reported, health }) =>
      desired.content !== null &&
      reported?.content.active === desired.content.release &&
      reported.content.state === 'idle' &&
      health?.display.state !== 'starting',
  );
  return good.length === count;
}

async function demand(outcome: Promise<Outcome>): Promise<void> {
  const { code, words } = await outcome;
  if (code !== 0) throw new Error(words);
}
