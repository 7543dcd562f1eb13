import type { Logger } from 'pino';
import type { BoardFigures, BoardSamplers, SamplerName } from './board/index.ts';
import type { Figure } from './figures.ts';

/** Runs each sampler as often as its most urgent figure wants. */
export interface Schedule {
  /** Seconds after which something is due again, so that one timer serves all. */
  tick: number;
  /** Takes what is due. A sampler that fails keeps its former figures. */
  run(clock: number): Promise<Partial<BoardFigures>>;
}

export function createSchedule(figures: readonly Figure[], samplers: BoardSamplers, log: Logger): Schedule {
  const names = Object.keys(samplers).filter((name): name is SamplerName => name in samplers);
  const rates = new Map(names.map((name) => [name, rateOf(figures, name)]));
  const due = new Map<SamplerName, number>();
  const failing = new Set<SamplerName>();
  const tick = Math.min(...rates.values());

  const take = async (name: SamplerName): Promise<Partial<BoardFigures>> => {
    try {
      const taken = await samplers[name]();
      failing.delete(name);
      return taken;
    } catch (error) {
      if (!failing.has(name)) log.warn({ err: error, sampler: name }, 'figures could not be sampled');
      failing.add(name);
      return {};
    }
  };

  return {
    tick,
    run: async (clock) => {
      const taken: Partial<BoardFigures>[] = [];
      // One after the other: at these rates nobody waits for them, and they hold one worker thread at most.
      for (const name of names) {
        // Half a tick of tolerance: timers come a little early or late.
        if (clock + tick * 500 < (due.get(name) ?? 0)) continue;
        due.set(name, clock + (rates.get(name) ?? tick) * 1000);
        taken.push(await take(name));
      }
      return Object.assign({}, ...taken);
    },
  };
}

/** Seconds between two runs of a sampler. */
function rateOf(figures: readonly Figure[], sampler: SamplerName): number {
  return Math.min(...figures.filter(({ from }) => from === sampler).map(({ every }) => every));
}
