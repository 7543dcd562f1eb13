import type { Command } from 'commander';
import { type Result, success, UserList, validatorOf } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { plain, table } from '../../output/index.ts';
import { officesText } from './offices.ts';

const parseUsers = validatorOf(UserList);

export function addUserList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List who may sign in, as what and for which offices.', [
    ['totem user ls', 'Lists admins, operators and supervisors.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/users', undefined, parseUsers);
  if (!answer.ok) return answer;
  const rows = answer.value.users.map(({ name, role, made, offices }) => [
    plain(name),
    role,
    made.slice(0, 10),
    role === 'admin' ? '' : officesText(offices),
  ]);
  const head = ['NAME', 'ROLE', 'SINCE', 'OFFICES'];
  return success({ data: answer.value, text: table(head, rows, context.width) });
}
