import type { Command } from 'commander';
import { ContentRelease, type Result, success, validatorOf } from '../../../protocol/index.ts';
import {
  type Answer,
  advised,
  type Context,
  groupArgument,
  leaf,
  type Run,
  releaseArgument,
} from '../../command.ts';
import { countText, plain } from '../../output/index.ts';

const parseRelease = validatorOf(ContentRelease);

export function addContentAssign(parent: Command, run: Run): void {
  leaf(parent, 'assign', 'Make the totems of a group show a release that is at the hub.', [
    ['totem content assign 20261123-163012-3f9a1c04b7d2 --group entrance', 'Goes back to an older release.'],
  ])
    .argument('<release>', 'id of the release', releaseArgument)
    .requiredOption('--group <group>', 'group whose totems show it', groupArgument)
    .action(run(assign));
}

async function assign(
  context: Context,
  release: string,
  { group }: { group: string },
): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const body = { release, group };
  const answer = await hub.value.call('POST', '/content/assignments', body, parseRelease);
  if (!answer.ok) return advised(answer, 'not_found', 'totem content ls shows the releases');
  const { title, desiredBy } = answer.value;
  return success({
    data: answer.value,
    text: `${release} "${plain(title)}" is assigned to ${group}: ${countText(desiredBy, 'totem')} should show it.`,
  });
}
