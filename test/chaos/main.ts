import { parseArgs } from 'node:util';
import { board } from './board.ts';
import { type ChaosOptions, type Outcome, print } from './report.ts';

/** `npm run chaos -- NAME --seed S`: does to the system what the world does to it, and counts what was lost. */
const kinds: Record<string, (options: ChaosOptions) => Promise<Outcome>> = { board };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '3' } },
});
const name = positionals[0] ?? '';
const chaos = kinds[name];
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const minutes = Number(values.minutes);
if (!chaos || !Number.isInteger(seed) || !(minutes > 0)) {
  console.error(
    `Usage: npm run chaos -- NAME [--seed S] [--minutes N], where NAME is one of ${Object.keys(kinds).join(', ')}`,
  );
  process.exit(2);
}
console.log(`seed ${seed}, ${minutes} minutes`);
const outcome = await chaos({ seed, minutes });
print(name, seed, outcome);
process.exit(Object.values(outcome.lost).some((count) => count > 0) ? 1 : 0);
