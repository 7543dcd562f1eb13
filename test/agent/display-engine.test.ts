import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { engineBytes } from '../../agent/display/engine.ts';

const rollup = `00400000-7ffd000 ---p 00000000 00:00 0    [rollup]
Rss:              301234 kB
Pss:              250000 kB
Private_Clean:     80000 kB
Private_Dirty:    120000 kB
Swap:               5000 kB
SwapPss:            5000 kB
`;

test('what the engine of this display holds is what its own web processes wrote, and no others', async (t) => {
  const proc = await mkdtemp(join(tmpdir(), 'totem-proc-'));
  t.teardown(() => rm(proc, { recursive: true }));
  const put = async (pid: number, name: string, state: string, parent: number, memory: string | null) => {
    await mkdir(join(proc, String(pid)));
    await writeFile(
      join(proc, String(pid), 'stat'),
      `${pid} (${name}) ${state} ${parent} 1 1 0 -1 0 0 0 0 0 7 3`,
    );
    if (memory !== null) await writeFile(join(proc, String(pid), 'smaps_rollup'), memory);
  };
  await writeFile(join(proc, 'meminfo'), 'MemTotal: 1 kB\n');
  await mkdir(join(proc, 'self'));
  t.is(engineBytes(50, proc), null);
  await put(50, 'node', 'S', 1, rollup);
  await put(51, 'WPENetworkProce', 'S', 50, rollup);
  await put(52, 'WPEWebProcess', 'Z', 50, null);
  await put(60, 'WPEWebProcess', 'S', 49, rollup);
  t.is(engineBytes(50, proc), null, 'an ended one, and that of another display');
  await put(53, 'WPEWebProcess', 'S', 50, rollup);
  t.is(engineBytes(50, proc), 125_000 * 1024);
  await put(54, 'WPEWebProcess', 'R', 50, null);
  t.is(engineBytes(50, proc), 125_000 * 1024, 'one that ended as it was looked at');
});
