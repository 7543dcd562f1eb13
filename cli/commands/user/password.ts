import type { Command } from 'commander';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run } from '../../command.ts';
import { plain } from '../../output/index.ts';
import { askSecretly, readLine } from '../../prompt.ts';

export function addUserPassword(parent: Command, run: Run): void {
  leaf(parent, 'password', 'Give a user a new password. They are signed out everywhere.', [
    ['totem user password anna', 'Asks for the new password.'],
  ])
    .argument('<name>', 'the user')
    .option('--password-stdin', 'read the password from standard input')
    .action(run(change));
}

/** Asks for a password twice, or reads it from standard input. */
export async function newPassword(
  { terminal, signal }: Context,
  name: string,
  fromInput: boolean,
): Promise<Result<string>> {
  const { input, err } = terminal;
  if (fromInput) {
    const line = await readLine(input, signal);
    return line ? success(line) : failure('invalid', 'no password was given on standard input');
  }
  if (!input.isTTY) {
    return failure('invalid', 'there is no terminal to ask for the password; add --password-stdin < FILE');
  }
  const first = await askSecretly(`New password of ${name}: `, { input, output: err, signal });
  const second = await askSecretly('Once more: ', { input, output: err, signal });
  if (!first || first !== second) {
    return failure('invalid', 'the two passwords are not the same; run the command again');
  }
  return success(first);
}

async function change(
  context: Context,
  name: string,
  options: { passwordStdin?: true },
): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const password = await newPassword(context, name, options.passwordStdin === true);
  if (!password.ok) return password;
  const path = `/users/${encodeURIComponent(name)}/password`;
  const changed = await hub.value.call('PUT', path, { password: password.value }, () => success(null));
  if (!changed.ok) return advised(changed, 'not_found', 'totem user ls shows who is there');
  return success({ data: { name }, text: `${plain(name)} has a new password.` });
}
