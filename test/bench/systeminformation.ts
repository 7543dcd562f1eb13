import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Type from 'typebox';
import { jsonValidatorOf } from '../../protocol/index.ts';
import type { Outcome } from './report.ts';

const program = fileURLToPath(new URL('./systeminformation-process.ts', import.meta.url));
const Costs = Type.Object({
  load_mb: Type.Number(),
  calls: Type.Array(
    Type.Object({
      name: Type.String(),
      own: Type.Number(),
      children: Type.Number(),
      commands: Type.Number(),
      wall: Type.Number(),
    }),
  ),
});

/** What each call of the library costs: its own work, and that of the programs it starts. */
export async function systeminformation(): Promise<Outcome> {
  const output = execFileSync(process.execPath, [program], { encoding: 'utf8' });
  const costs = jsonValidatorOf(Costs, 1024 * 1024)(output);
  if (!costs.ok) throw new Error(costs.error.message);
  const { calls, load_mb } = costs.value;
  return {
    figures: {
      load_mb,
      ...Object.fromEntries(calls.map(({ name, own, children }) => [`${name}_cpu_ms`, own + children])),
    },
    aims: {},
    table: {
      columns: ['call', 'own CPU, ms', 'CPU of its programs, ms', 'programs', 'takes, ms'],
      rows: calls.map(({ name, own, children, commands, wall }) => [name, own, children, commands, wall]),
    },
    notes: [
      `loading the library takes ${load_mb.toFixed(1)} MB of memory`,
      'mean of ten calls after one; a program counts once, a shell and what it starts as one',
    ],
  };
}
