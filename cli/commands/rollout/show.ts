import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run } from '../../command.ts';
import { detailText, rolloutArgument, rolloutDetail, watchRollout } from '../../rollouts/index.ts';

export function addRolloutShow(parent: Command, run: Run): void {
  leaf(parent, 'show', 'Show a rollout: its phases, who failed and why.', [
    ['totem rollout show 3', 'Shows how it stands.'],
    ['totem rollout show 3 --watch', 'Follows it until it ends or pauses.'],
  ])
    .argument('<rollout>', 'its number', rolloutArgument)
    .option('--watch', 'show the progress until it ends or pauses; exit code 1 where it is not finished')
    .action(run(show));
}

async function show(context: Context, id: number, { watch }: { watch?: true }): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = watch ? await watchRollout(context, hub.value, id) : await rolloutDetail(hub.value, id);
  if (!answer.ok) return advised(answer, 'not_found', 'totem rollout ls shows the rollouts');
  const failed = watch === true && answer.value.rollout.state !== 'finished';
  return success({ data: answer.value, text: detailText(context, answer.value), failed });
}
