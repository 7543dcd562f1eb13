import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run } from '../../command.ts';
import { plain } from '../../output/index.ts';

export function addUserRemove(parent: Command, run: Run): void {
  leaf(parent, 'rm', 'Remove a user, who is signed out everywhere.', [
    ['totem user rm anna', 'Removes anna. What she did stays in the audit log.'],
  ])
    .argument('<name>', 'the user')
    .action(run(remove));
}

async function remove(context: Context, name: string): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const path = `/users/${encodeURIComponent(name)}`;
  const removed = await hub.value.call('DELETE', path, undefined, () => success(null));
  if (!removed.ok) return advised(removed, 'not_found', 'totem user ls shows who is there');
  return success({ data: { name }, text: `${plain(name)} may not sign in any more.` });
}
