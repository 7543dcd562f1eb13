import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Owner } from './owner.ts';

const run = promisify(execFile);

/** Two networks of their own, joined by a cable. */
export interface Namespaces {
  /** Names for `ip netns exec`. */
  hub: string;
  totem: string;
  /** Name of the cable's end in the totem's network. */
  cable: string;
  /** Addresses of the totem's end of the cable, with their prefixes. */
  addresses(): Promise<string[]>;
}

export const hubAddress = '10.214.0.1';

/** Whether this machine lets us make networks of our own, judged by the kernel's answer and not by ours. */
export const mayMakeNetworks = spawnSync('unshare', ['--net', 'true']).status === 0;

/** Needs `mayMakeNetworks`. The totem's end has no address yet. */
export async function makeNamespaces(t: Owner): Promise<Namespaces> {
  const [hub, totem, cable] = [`totem-hub-${process.pid}`, `totem-${process.pid}`, 'cable'];
  const ip = (...args: string[]) => run('ip', args);
  await ip('netns', 'add', hub);
  t.teardown(() => ip('netns', 'delete', hub));
  await ip('netns', 'add', totem);
  t.teardown(() => ip('netns', 'delete', totem));
  await ip('-n', hub, 'link', 'add', cable, 'type', 'veth', 'peer', 'name', cable, 'netns', totem);
  await ip('-n', hub, 'address', 'add', `${hubAddress}/24`, 'dev', cable);
  for (const space of [hub, totem]) {
    for (const device of ['lo', cable]) await ip('-n', space, 'link', 'set', device, 'up');
  }
  return {
    hub,
    totem,
    cable,
    addresses: async () => {
      const { stdout } = await ip('-n', totem, '-4', '-oneline', 'address', 'show', 'dev', cable);
      return [...stdout.matchAll(/ inet (\S+)/g)].map(([, address]) => address ?? '');
    },
  };
}

/** Runs a module of the tests inside one of the networks until the test ends; resolves at its first output. */
export async function runInside(t: Owner, space: string, module: URL, argument: string): Promise<void> {
  const child = spawn(
    'ip',
    [
      'netns',
      'exec',
      space,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      module.pathname,
      argument,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (typeof said[0] === 'number') throw new Error(`${module.pathname} ended with ${said[0]}`);
}
