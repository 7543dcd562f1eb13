import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { startKiosk } from '../../agent/kiosk/index.ts';
import { compileContent } from '../../protocol/content/index.ts';
import { startAgent } from '../harness/agent.ts';
import { until } from '../harness/until.ts';
import { startPeer } from './peers.ts';
import { type Outcome, quantile } from './report.ts';
import { openScene, Scope, sampleContent } from './scene.ts';

const size = { width: 540, height: 960 };
const rounds = 7;

/** From starting the agent to its content painted, hub away, beside cog from its start to the same page painted. */
export async function start(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const ours: number[] = [];
    const scene = await openScene(scope, [
      { yaml: `display: {width: ${size.width}, height: ${size.height}}\n` },
    ]);
    const data = scene.agents[0]?.data ?? '';
    await scene.agents[0]?.stop();
    await scene.hub.stop();
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      const agent = await startAgent(scope, { data });
      await until(
        'the content on the screen',
        () => agent.log.some((line) => line.includes('content on the screen')),
        60_000,
      );
      ours.push(performance.now() - from);
      await agent.stop();
    }
    const cog = await cogStarts(scope);
    const figures = {
      totem_start_ms: quantile(ours, 0.5),
      totem_start_p95_ms: quantile(ours, 0.95),
      cog_start_ms: quantile(cog, 0.5),
      totem_to_cog_ratio: quantile(ours, 0.5) / quantile(cog, 0.5),
    };
    return {
      figures,
      aims: {},
      table: {
        columns: ['what', 'median, ms', 'slowest, ms'],
        rows: [
          ['Totem: agent, pipeline, page, content', figures.totem_start_ms, Math.max(...ours)],
          ['cog: the page and content alone, server running', figures.cog_start_ms, Math.max(...cog)],
        ],
      },
      notes: [`${rounds} starts each; content counts as shown when the page has painted it twice`],
    };
  } finally {
    await scope.end();
  }
}

/** Times of cog to the same sign of life: the page says that the release is painted. */
async function cogStarts(scope: Scope): Promise<number[]> {
  const release = 'bench';
  const files = readdirSync(sampleContent, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('README.md'));
  const bytes = new Map<string, Uint8Array>();
  for (const file of files) bytes.set(file.slice(sampleContent.length + 1), await readFile(file));
  const { content, problems } = compileContent(bytes, release);
  if (content === null) throw new Error(`the sample content is wrong: ${JSON.stringify(problems[0])}`);
  const kiosk = await startKiosk({
    port: 0,
    pageFolder: join(import.meta.dirname, '..', '..', '.build', 'ui'),
    content: () => ({ release, folder: sampleContent, compiled: content }),
    log: pino({ level: 'silent' }),
  });
  scope.teardown(kiosk.stop);
  let painted = false;
  kiosk.onMessage((message) => {
    painted ||= message.type === 'rendered';
  });
  kiosk.onConnections(() => kiosk.send({ type: 'content', release }));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    painted = false;
    const from = performance.now();
    const peer = startPeer(scope, 'cog (WPE launcher)', kiosk.url, size);
    await until('cog to paint the content', () => painted, 60_000);
    times.push(performance.now() - from);
    peer.end();
  }
  return times;
}
