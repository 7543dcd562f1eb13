import { type Command, InvalidArgumentError } from 'commander';
import { type Result, success, type TotemId } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run, totemArgument } from '../../command.ts';

type Target = { token: number } | { totem: TotemId };

export function addEnrolRevoke(parent: Command, run: Run): void {
  leaf(parent, 'revoke', 'Withdraw a token that was not used yet, or shut a lost totem out for good.', [
    ['totem enrol revoke 3', 'Makes token 3 worthless.'],
    ['totem enrol revoke lodi-01', 'Ends the connection of lodi-01; its certificate opens nothing any more.'],
  ])
    .argument('<id>', 'number of a token (totem enrol ls), or id of a totem (totem ls)', target)
    .action(run(revoke));
}

async function revoke(context: Context, which: Target): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  if ('token' in which) {
    const done = await hub.value.tell('DELETE', `/enrolment-tokens/${which.token}`);
    if (!done.ok) return advised(done, 'not_found', 'totem enrol ls shows the tokens');
    return success({
      data: { id: which.token, state: 'revoked' },
      text: `Token ${which.token} is worthless now.`,
    });
  }
  const done = await hub.value.tell('DELETE', `/totems/${which.totem}`);
  if (!done.ok) return advised(done, 'not_found', 'totem ls shows the ids');
  const text = `${which.totem} is shut out. To let it in again, enrol it anew: totem enrol new`;
  return success({ data: { totem: which.totem, revoked: true }, text });
}

function target(text: string): Target {
  if (/^\d{1,9}$/.test(text)) return { token: Number(text) };
  try {
    return { totem: totemArgument(text) };
  } catch {
    throw new InvalidArgumentError('It is the number of a token or the id of a totem.');
  }
}
