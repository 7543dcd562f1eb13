import type { Command } from 'commander';
import { type Result, Rollout, type RolloutAction, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run } from '../../command.ts';
import { countsText, rolloutArgument } from '../../rollouts/index.ts';

const parseRollout = validatorOf(Rollout);

/** `totem rollout pause`, `resume` and `abort`. */
export function addRolloutActions(parent: Command, run: Run): void {
  leaf(parent, 'pause', 'Ask no further totem; those that are on the way go on.', [
    ['totem rollout pause 3', 'Holds the rollout until it is resumed or aborted.'],
  ])
    .argument('<rollout>', 'its number', rolloutArgument)
    .action(run((context: Context, id: number) => act(context, id, { action: 'pause', again: false })));

  leaf(parent, 'resume', 'Go on with a paused rollout, in spite of what failed until now.', [
    ['totem rollout resume 3', 'Goes on; totems that failed stay as they are.'],
    ['totem rollout resume 3 --again', 'Asks those that failed or were silent once more.'],
  ])
    .argument('<rollout>', 'its number', rolloutArgument)
    .option('--again', 'ask totems that failed or were silent once more')
    .action(
      run((context: Context, id: number, { again }: { again?: true }) =>
        act(context, id, { action: 'resume', again: again ?? false }),
      ),
    );

  leaf(parent, 'abort', 'End a rollout; totems whose turn has not come keep what they have.', [
    ['totem rollout abort 3', 'Ends it once those that are on the way are done.'],
  ])
    .argument('<rollout>', 'its number', rolloutArgument)
    .action(run((context: Context, id: number) => act(context, id, { action: 'abort', again: false })));
}

async function act(context: Context, id: number, body: RolloutAction): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('POST', `/rollouts/${id}/actions`, body, parseRollout);
  if (!answer.ok) return advised(answer, 'not_found', 'totem rollout ls shows the rollouts');
  const { state, counts } = answer.value;
  return success({ data: answer.value, text: `Rollout ${id} is ${state}: ${countsText(counts)}.` });
}
