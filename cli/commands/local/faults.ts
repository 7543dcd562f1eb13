import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import type { LocalFault } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { plain, spanText } from '../../output/index.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

export function addLocalFaults(parent: Command, run: Run): void {
  localLeaf(parent, 'faults', 'Show what is wrong with this totem and what cures it.', [
    ['totem local faults', 'Shows the faults, the worst first. Ends with 1 while there is any of weight.'],
  ]).action(run(faults));
}

const weights = { critical: 0, error: 1, warning: 2, info: 3 } as const;

async function faults(context: Context, options: LocalOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('faults', {});
    if (!answer.ok) return answer;
    const sorted = answer.value.faults.toSorted(
      (one, other) => weights[one.severity] - weights[other.severity],
    );
    const text =
      sorted.length === 0 ? 'No faults.' : sorted.map((one) => faultText(context, one)).join('\n\n');
    const failed = sorted.some(({ severity }) => severity === 'critical' || severity === 'error');
    return success({ data: { faults: sorted }, text, failed });
  });
}

function faultText({ paint, now }: Context, { fault, severity, cure }: LocalFault): string {
  const part = fault.part === '' ? '' : ` (${plain(fault.part)})`;
  const since = spanText((now() - Date.parse(fault.since)) / 1000);
  const weight = severity === 'critical' || severity === 'error' ? 'bad' : 'warn';
  return [
    `${paint(weight, `${severity}: ${fault.code}`)}${part}, for ${since}`,
    `  ${plain(fault.message)}`,
    `  ${paint('dim', plain(cure))}`,
  ].join('\n');
}
