import { parseArgs } from 'node:util';
import { board } from './board.ts';
import { call } from './call.ts';
import { powercut } from './powercut.ts';
import { reboots } from './reboots.ts';
import { type ChaosOptions, type Outcome, print } from './report.ts';
import { uboot } from './uboot.ts';

/** `npm run chaos -- NAME --seed S`: does to the system what the world does to it, and counts what was lost. */
const kinds: Record<string, (options: ChaosOptions) => Promise<Outcome>> = {
  board,
  call,
  powercut,
  reboots,
  uboot,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '3' },
    calls: { type: 'string', default: '500' },
    cycles: { type: 'string', default: '10' },
    scenario: { type: 'string', multiple: true, default: [] },
    package: { type: 'string' },
  },
});
const name = positionals[0] ?? '';
const chaos = kinds[name];
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const minutes = Number(values.minutes);
const cycles = Number(values.cycles);
const calls = Number(values.calls);
if (!chaos || !Number.isInteger(seed) || !(minutes > 0) || !Number.isInteger(cycles) || !(calls > 0)) {
  console.error(
    `Usage: npm run chaos -- NAME [--seed S], where NAME is one of ${Object.keys(kinds).join(', ')};
board takes --minutes N, call --calls N and --cycles N (hubs killed), powercut --cycles N;
powercut, reboots and uboot take --scenario NAME (more than once);
powercut and reboots take --package FILE, a package of the agent that is made already.`,
  );
  process.exit(2);
}
console.log(`seed ${seed}`);
const { scenario, package: file } = values;
const stop = new AbortController();
// They take an hour and leave whole machines behind; the others end by themselves.
if (name === 'powercut' || name === 'reboots') {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
}
const outcome = await chaos({ seed, minutes, cycles, calls, scenario, package: file, stop: stop.signal });
print(name, seed, outcome);
process.exit(Object.values(outcome.lost).some((count) => count > 0) ? 1 : 0);
