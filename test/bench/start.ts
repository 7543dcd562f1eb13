import { startAgent } from '../harness/agent.ts';
import { until } from '../harness/until.ts';
import { type Outcome, quantile } from './report.ts';
import { openScene, Scope } from './scene.ts';
import { servePage } from './served-page.ts';

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
    const served = await servePage(scope);
    const cog: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const shown = await served.show('cog (WPE launcher)', size);
      cog.push(shown.milliseconds);
      shown.end();
    }
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
