import type { Command } from 'commander';
import { EnrolmentTokenList, type Result, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { momentText, plain, table } from '../../output/index.ts';

const parseTokens = validatorOf(EnrolmentTokenList);

export function addEnrolList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the enrolment tokens and what became of them.', [
    ['totem enrol ls', 'Lists open, used, expired and revoked tokens.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/enrolment-tokens', undefined, parseTokens);
  if (!answer.ok) return answer;
  const { tokens } = answer.value;
  const rows = tokens.map((token) => [
    String(token.id),
    token.state === 'open' ? context.paint('good', 'open') : token.state,
    plain(token.name ?? ''),
    token.groups.join(' '),
    momentText(token.made),
    momentText(token.expires),
    token.totem ?? '',
  ]);
  const head = ['ID', 'STATE', 'NAME', 'GROUPS', 'MADE', 'EXPIRES', 'TOTEM'];
  const text = rows.length === 0 ? 'No token was made yet; make one with: totem enrol new' : undefined;
  return success({ data: answer.value, text: text ?? table(head, rows, context.width) });
}
