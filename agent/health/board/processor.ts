import { type Roots, readNow, rounded } from './roots.ts';

export interface ProcessorFigures {
  cpuPercent: number;
  load: { one: number; five: number; fifteen: number; processors: number };
}

/** Share of time in which the processors worked, since the sample before, and the load (proc(5)). */
export function createProcessor(roots: Roots): () => ProcessorFigures {
  let before = { busy: 0, total: 0 };
  return () => {
    const stat = readNow(`${roots.proc}/stat`) ?? '';
    const ticks = ticksOf(stat);
    const total = ticks.total - before.total;
    const busy = ticks.busy - before.busy;
    before = ticks;
    const [one = 0, five = 0, fifteen = 0] = (readNow(`${roots.proc}/loadavg`) ?? '')
      .split(' ')
      .slice(0, 3)
      .map(Number);
    return {
      cpuPercent: total > 0 ? rounded(Math.min(100, Math.max(0, (busy / total) * 100))) : 0,
      load: { one, five, fifteen, processors: stat.match(/^cpu\d+ /gm)?.length ?? 0 },
    };
  };
}

/** user, nice, system, idle, iowait, irq, softirq, steal; guest times are part of user and nice already. */
function ticksOf(stat: string): { busy: number; total: number } {
  const line = /^cpu +(.*)$/m.exec(stat)?.[1];
  if (line === undefined) return { busy: 0, total: 0 };
  const times = line.split(' ').slice(0, 8).map(Number);
  const total = times.reduce((sum, ticks) => sum + ticks, 0);
  return { busy: total - (times[3] ?? 0) - (times[4] ?? 0), total };
}
