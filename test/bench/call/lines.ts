import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Owner } from '../../harness/owner.ts';
import type { LineShape } from './line.ts';
import type { LineOrder } from './line-process.ts';
import type { Probed } from './probe-process.ts';

const run = promisify(execFile);

const clean: LineShape = { loss: 0, delay: 0, jitter: 0, rate: null, queue: 200 };
/** What is measured, by name. Delays are one way: a round takes twice as long. */
export const lines: Record<string, LineShape> = {
  clean,
  loss2: { ...clean, loss: 0.02 },
  loss5: { ...clean, loss: 0.05 },
  delay50: { ...clean, delay: 25, jitter: 2 },
  delay200: { ...clean, delay: 100, jitter: 5 },
  rate500: { ...clean, delay: 20, rate: 500_000 },
};

/** Two networks that nothing joins yet. */
export interface Spaces {
  caller: string;
  desk: string;
}

export async function makeSpaces(owner: Owner): Promise<Spaces> {
  const spaces = { caller: `bench-caller-${process.pid}`, desk: `bench-desk-${process.pid}` };
  for (const space of [spaces.caller, spaces.desk]) {
    await run('ip', ['netns', 'add', space]);
    owner.teardown(() => run('ip', ['netns', 'delete', space]));
    await run('ip', ['-n', space, 'link', 'set', 'lo', 'up']);
  }
  return spaces;
}

const addresses = { caller: '10.214.0.1', desk: '10.214.0.2' };
const program = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const quiet = '--disable-warning=ExperimentalWarning';

/** Joins the two networks by a line of this shape. Resolves when it carries; what is given back takes it away. */
export async function openLine(
  { caller, desk }: Spaces,
  shape: LineShape,
  seed: number,
): Promise<() => Promise<void>> {
  const order: LineOrder = {
    device: 'cable',
    ends: [
      { space: caller, address: addresses.caller, peer: addresses.desk },
      { space: desk, address: addresses.desk, peer: addresses.caller },
    ],
    shape,
    seed,
  };
  const child = spawn(process.execPath, [quiet, program('line-process.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), gone]);
  if (child.exitCode !== null) throw new Error(`the line ended: ${said}`);
  return async () => {
    child.kill('SIGKILL');
    await gone;
  };
}

/** What the line really does to datagrams from the caller to the desk, and what passes it in a second. */
export async function probeLine({ caller, desk }: Spaces): Promise<Probed> {
  const inside = (space: string, role: string) =>
    spawn(
      'ip',
      ['netns', 'exec', space, process.execPath, quiet, program('probe-process.ts'), role, addresses.desk],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
  const receiver = inside(desk, 'receive');
  try {
    await once(receiver.stdout, 'data');
    const [answer] = await Promise.all([once(receiver.stdout, 'data'), once(inside(caller, 'send'), 'exit')]);
    return JSON.parse(String(answer[0]));
  } finally {
    receiver.kill('SIGKILL');
  }
}
