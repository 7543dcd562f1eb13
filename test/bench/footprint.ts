import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { startAgent } from '../harness/agent.ts';
import { type PeerName, peers } from './peers.ts';
import { cpuSeconds, familyOf, pssMebibytes } from './processes.ts';
import { atMost, type Outcome } from './report.ts';
import { openScene, Scope } from './scene.ts';
import { servePage } from './served-page.ts';

const size = { width: 540, height: 960 };
const settleMs = 20_000;
const idleMs = Number(process.env.TOTEM_BENCH_IDLE_SECONDS ?? 60) * 1000;

interface Sample {
  pss: number;
  cpuPercent: number;
}

/** Memory and processor of an idle totem, beside a bare Node and other ways to show the same page. */
export async function footprint(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const samples = new Map<string, Sample>();
    const bare = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { stdio: 'ignore' });
    scope.teardown(() => bare.kill('SIGKILL'));

    const display = `display: {width: ${size.width}, height: ${size.height}}\n`;
    const whole = await openScene(scope, [{ yaml: display }]);
    // A totem in its everyday state: started again since its content came, its code compiled before.
    await whole.agents[0]?.stop();
    const again = await startAgent(scope, { data: whole.agents[0]?.data ?? '' });
    const main = again.pid;
    await whole.everyTotemShows();
    await pause(settleMs);
    const [own, bareNode, all] = await Promise.all([
      sample(() => [main]),
      sample(() => [bare.pid ?? 0]),
      sample(() => familyOf(main)),
    ]);
    samples.set('Totem, agent main process', own);
    samples.set('bare Node', bareNode);
    samples.set('Totem, whole with display', all);
    await again.stop();

    const page = await servePage(scope);
    for (const name of Object.keys(peers) as PeerName[]) {
      const peer = await page.show(name, size);
      await pause(settleMs);
      samples.set(name, await sample(() => familyOf(peer.pid)));
      peer.end();
    }
    return report(samples);
  } finally {
    await scope.end();
  }
}

/** Memory at the end and mean processor use over the idle time, in percent of one core. */
async function sample(pids: () => number[]): Promise<Sample> {
  const before = cpuSeconds(pids());
  const from = performance.now();
  await pause(idleMs);
  const cpuPercent = ((cpuSeconds(pids()) - before) / ((performance.now() - from) / 1000)) * 100;
  return { pss: pssMebibytes(pids()), cpuPercent };
}

function report(samples: ReadonlyMap<string, Sample>): Outcome {
  const of = (name: string): Sample => samples.get(name) ?? { pss: Number.NaN, cpuPercent: Number.NaN };
  const main = of('Totem, agent main process');
  const figures = {
    agent_pss_mb: main.pss,
    bare_node_pss_mb: of('bare Node').pss,
    agent_above_bare_node_mb: main.pss - of('bare Node').pss,
    agent_cpu_percent: main.cpuPercent,
    whole_pss_mb: of('Totem, whole with display').pss,
    whole_cpu_percent: of('Totem, whole with display').cpuPercent,
    gst_launch_pss_mb: of('gst-launch-1.0 wpevideosrc').pss,
    cog_pss_mb: of('cog (WPE launcher)').pss,
    chromium_pss_mb: of('Chromium, kiosk').pss,
  };
  return {
    figures,
    aims: {
      agent_above_bare_node_mb: atMost(figures.agent_above_bare_node_mb, 45),
      agent_cpu_percent: atMost(figures.agent_cpu_percent, 1),
      whole_pss_mb: atMost(
        figures.whole_pss_mb,
        Math.min(figures.gst_launch_pss_mb + 60, figures.chromium_pss_mb),
      ),
    },
    table: {
      columns: ['what', 'PSS, MB', 'CPU, % of a core'],
      rows: [...samples].map(([name, { pss, cpuPercent }]) => [name, pss, cpuPercent]),
    },
    notes: [
      `${size.width} × ${size.height}, software rendering, ${idleMs / 1000} idle seconds after ${settleMs / 1000} s of settling`,
      'the totem composes its attract playlist under the page; with the peers the page shows the playlist itself',
      'the aim of the whole totem is the smaller of gst-launch + 60 MB and Chromium',
    ],
  };
}
