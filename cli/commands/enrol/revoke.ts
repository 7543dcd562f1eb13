import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, numberArgument, type Run } from '../../command.ts';

export function addEnrolRevoke(parent: Command, run: Run): void {
  leaf(parent, 'revoke', 'Withdraw a token that was not used yet.', [
    ['totem enrol revoke 3', 'Makes token 3 worthless.'],
  ])
    .argument('<token>', 'number of the token, as totem enrol ls shows it', numberArgument)
    .action(run(revoke));
}

async function revoke(context: Context, id: number): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const done = await hub.value.tell('DELETE', `/enrolment-tokens/${id}`);
  if (!done.ok) return advised(done, 'not_found', 'totem enrol ls shows the tokens');
  return success({ data: { id, state: 'revoked' }, text: `Token ${id} is worthless now.` });
}
