import type { Command } from 'commander';
import {
  failure,
  type Result,
  success,
  User,
  type UserOffices,
  validatorOf,
} from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, officesArgument, type Run } from '../../command.ts';
import { plain } from '../../output/index.ts';

const parseUser = validatorOf(User);

export function addUserOffices(parent: Command, run: Run): void {
  leaf(parent, 'offices', 'Say for which offices an operator or supervisor may be at the desk.', [
    ['totem user offices anna urp anagrafe', 'Anna sees what these two are asked, and nothing else.'],
    ['totem user offices anna --all', 'Anna may choose among all offices at her desk.'],
  ])
    .argument('<name>', 'the user')
    .argument('[offices...]', 'ids of offices, as the content has them', officesArgument)
    .option('--all', 'every office')
    .action(run(change));
}

/** Tells people which offices these are. */
export function officesText(offices: UserOffices): string {
  return offices === null ? 'every office' : offices.map(plain).join(', ');
}

async function change(
  context: Context,
  name: string,
  named: string[] | undefined,
  options: { all?: true },
): Promise<Result<Answer>> {
  const offices = named?.length ? named : null;
  if ((offices !== null) === (options.all === true)) {
    return failure('invalid', 'name the offices, or every one of them with --all');
  }
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const path = `/users/${encodeURIComponent(name)}/offices`;
  const changed = await hub.value.call('PUT', path, { offices }, parseUser);
  if (!changed.ok) return advised(changed, 'not_found', 'totem user ls shows who is there');
  const { value } = changed;
  return success({
    data: value,
    text: `${plain(value.name)} may be at the desk of ${officesText(value.offices)}.`,
  });
}
