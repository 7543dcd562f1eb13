import { pino } from 'pino';
import { createBoard, startDelayMeter, systemRoots } from '../../agent/health/board/index.ts';
import { createFaults } from '../../agent/health/faults.ts';
import { figures } from '../../agent/health/figures.ts';
import { createLimits } from '../../agent/health/limits.ts';
import { createSchedule } from '../../agent/health/schedule.ts';
import { healthOf } from '../harness/health.ts';

/**
 * All sampling and judging of a totem in a process of its own, and nothing else. `fast N` runs N turns one after
 * the other, as if their time had passed; `slow` runs them at their own rate until the process is ended.
 */
const [how, turns] = process.argv.slice(2);
const log = pino({ level: 'silent' });
let time = 0;
const clock = how === 'fast' ? () => time : () => performance.now();
const delay = startDelayMeter();
const board = createBoard({ roots: systemRoots, folder: '/', longestDelay: delay.longest, clock });
const schedule = createSchedule(figures, board, log);
const nothing = () => undefined;
const faults = createFaults(Date.now, { raised: nothing, cleared: nothing, changed: nothing });
const limits = createLimits(figures, faults);

async function turn(): Promise<void> {
  const { timeSource: _source, longestDelayMilliseconds: _delay, ...sampled } = await schedule.run(clock());
  limits.check(healthOf(sampled), clock());
}

async function turnsOf(count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 1) {
    time += schedule.tick * 1000;
    await turn();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

if (how === 'fast') {
  // The compiler has its time before anything is counted.
  await turnsOf(200);
  const milliseconds = await turnsOf(Number(turns));
  process.stdout.write(`${JSON.stringify({ milliseconds, seconds: Number(turns) * schedule.tick })}\n`);
  process.exit(0);
}
setInterval(() => void turn(), schedule.tick * 1000);
await turn();
process.stdout.write('ready\n');
