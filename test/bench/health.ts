import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Type from 'typebox';
import { jsonValidatorOf } from '../../protocol/index.ts';
import { until } from '../harness/until.ts';
import { cpuMilliseconds, pssMebibytes } from './processes.ts';
import { atMost, type Outcome } from './report.ts';
import { Scope } from './scene.ts';

const program = fileURLToPath(new URL('./health-process.ts', import.meta.url));
/** Seconds between two samples of the peers: the rate of our most urgent figures. */
const rate = 10;
/** Samples that are taken one after the other; at the default rate they stand for an hour. */
const samples = Number(process.env.TOTEM_BENCH_SAMPLES ?? 360);
/** Seconds of the part that runs at its own rate. */
const realSeconds = Number(process.env.TOTEM_BENCH_IDLE_SECONDS ?? 60);

const Fast = Type.Object({ milliseconds: Type.Number(), seconds: Type.Number() });

/** Processor use of all sampling at the default rates, beside collectors of others at the same rate. */
export async function health(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const fast = ours();
    const exporter = await nodeExporter(scope);
    const collectd = await collectdReads(scope);
    const bare = await idle(scope, ['-e', 'setInterval(() => undefined, 3600000); console.log("ready")']);
    const slow = await idle(scope, [program, 'slow']);
    return report({ fast, exporter, collectd, bare, slow });
  } finally {
    await scope.end();
  }
}

interface Sampled {
  /** Milliseconds of a processor for one sample. */
  each: number;
  pss: number;
}

/** Milliseconds of a processor for each ten seconds. */
function ours(): number {
  const output = execFileSync(process.execPath, [program, 'fast', `${samples}`], { encoding: 'utf8' });
  const parsed = jsonValidatorOf(Fast, 4096)(output);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return (parsed.value.milliseconds / parsed.value.seconds) * rate;
}

async function nodeExporter(scope: Scope): Promise<Sampled> {
  const port = await freePort();
  const child = spawn('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  scope.teardown(() => end(child));
  const scrape = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return (await response.text()).length;
  };
  await until('the exporter', () =>
    scrape().then(
      (length) => length > 1000,
      () => false,
    ),
  );
  for (let warm = 0; warm < 20; warm += 1) await scrape();
  const before = cpuMilliseconds(child.pid ?? 0);
  for (let done = 0; done < samples; done += 1) await scrape();
  const each = (cpuMilliseconds(child.pid ?? 0) - before) / samples;
  const pss = pssMebibytes([child.pid ?? 0]);
  await end(child);
  return { each, pss };
}

/** collectd reads by its own clock: here every tenth of a second, so that the hour passes quickly. */
async function collectdReads(scope: Scope): Promise<Sampled> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-collectd-'));
  scope.teardown(() => rm(folder, { recursive: true, force: true }));
  const plugins = ['cpu', 'load', 'memory', 'df', 'disk', 'interface', 'thermal', 'uptime', 'entropy'];
  const interval = 0.1;
  const configuration = [
    `BaseDir "${folder}"`,
    `PIDFile "${join(folder, 'pid')}"`,
    `Interval ${interval}`,
    'ReadThreads 1',
    ...plugins.map((plugin) => `LoadPlugin ${plugin}`),
    'LoadPlugin csv',
    `<Plugin csv>\n  DataDir "/dev/null"\n</Plugin>`,
  ];
  await writeFile(join(folder, 'collectd.conf'), `${configuration.join('\n')}\n`);
  const child = spawn('collectd', ['-f', '-C', join(folder, 'collectd.conf')], { stdio: 'ignore' });
  scope.teardown(() => end(child));
  await pause(2000);
  const before = cpuMilliseconds(child.pid ?? 0);
  const from = performance.now();
  await pause(Math.min(30_000, samples * interval * 1000));
  const reads = (performance.now() - from) / 1000 / interval;
  const each = (cpuMilliseconds(child.pid ?? 0) - before) / reads;
  const pss = pssMebibytes([child.pid ?? 0]);
  await end(child);
  return { each, pss };
}

/** A Node process that does what it does at its own rate: percent of a core, and memory. */
async function idle(scope: Scope, parameters: readonly string[]): Promise<{ percent: number; pss: number }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=1', ...parameters], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  scope.teardown(() => end(child));
  await once(child.stdout, 'data');
  await pause(1000);
  const pid = child.pid ?? 0;
  const before = cpuMilliseconds(pid);
  const from = performance.now();
  await pause(realSeconds * 1000);
  const percent = ((cpuMilliseconds(pid) - before) / (performance.now() - from)) * 100;
  const pss = pssMebibytes([pid]);
  await end(child);
  return { percent, pss };
}

interface Measured {
  fast: number;
  exporter: Sampled;
  collectd: Sampled;
  bare: { percent: number; pss: number };
  slow: { percent: number; pss: number };
}

function report({ fast, exporter, collectd, bare, slow }: Measured): Outcome {
  const percentOf = (milliseconds: number) => (milliseconds / (rate * 1000)) * 100;
  const figures = {
    sampling_ms_per_10_s: fast,
    sampling_cpu_percent: percentOf(fast),
    node_exporter_ms_per_scrape: exporter.each,
    node_exporter_cpu_percent: percentOf(exporter.each),
    collectd_ms_per_read: collectd.each,
    collectd_cpu_percent: percentOf(collectd.each),
    bare_node_cpu_percent: bare.percent,
    at_own_rate_cpu_percent: slow.percent,
    at_own_rate_above_bare_node_mb: slow.pss - bare.pss,
  };
  const peer = Math.min(figures.node_exporter_cpu_percent, figures.collectd_cpu_percent);
  return {
    figures,
    aims: { sampling_cpu_percent: atMost(figures.sampling_cpu_percent, peer + bare.percent) },
    table: {
      columns: ['what', 'ms of CPU for 10 s', 'CPU, % of a core', 'PSS, MB'],
      rows: [
        ['Totem, all sampling and limits, fast-forwarded', fast, `${percentOf(fast).toFixed(4)}`, '–'],
        [
          'Totem, the same at its own rate, with Node',
          slow.percent * rate * 10,
          slow.percent.toFixed(4),
          slow.pss,
        ],
        ['bare Node', bare.percent * rate * 10, bare.percent.toFixed(4), bare.pss],
        [
          'prometheus-node-exporter, scraped',
          exporter.each,
          percentOf(exporter.each).toFixed(4),
          exporter.pss,
        ],
        ['collectd, nine plugins', collectd.each, percentOf(collectd.each).toFixed(4), collectd.pss],
      ],
    },
    notes: [
      `${samples} samples, which are ${(samples * rate) / 60} minutes at the default rate; ${realSeconds} s at the own rate`,
      'the aim compares what is fast-forwarded on both sides',
      'fast-forwarded samples find warm caches; those at their own rate do not, and have the wake-ups too',
      'the peers take other figures beside the same ones: the exporter all its default collectors',
    ],
  };
}

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
