import type { Command } from 'commander';
import { type Result, RolloutList, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { momentText, plain, table } from '../../output/index.ts';
import { countsText, phaseText, stateText } from '../../rollouts/index.ts';

const parseList = validatorOf(RolloutList);

export function addRolloutList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the rollouts and how they stand.', [
    ['totem rollout ls', 'Lists the rollouts, newest first.'],
    ['totem rollout ls --open', 'Lists those that still go on.'],
  ])
    .option('--open', 'only those that are neither finished nor aborted')
    .action(run(list));
}

async function list(context: Context, { open }: { open?: true }): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/rollouts', undefined, parseList);
  if (!answer.ok) return answer;
  const rollouts = answer.value.rollouts.filter(({ ended }) => !open || ended === null);
  const rows = rollouts.map((rollout) => [
    String(rollout.id),
    rollout.kind,
    plain(rollout.title),
    stateText(context, rollout),
    phaseText(rollout),
    countsText(rollout.counts),
    momentText(rollout.made),
    plain(rollout.madeBy),
  ]);
  const none = open ? 'No rollout goes on.' : 'No rollout yet; start one with: totem rollout new';
  const head = ['ID', 'KIND', 'WHAT', 'STATE', 'PHASE', 'TOTEMS', 'STARTED', 'BY'];
  return success({ data: { rollouts }, text: rows.length === 0 ? none : table(head, rows, context.width) });
}
