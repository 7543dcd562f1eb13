import { type Command, Option } from 'commander';
import {
  failure,
  type Result,
  success,
  User,
  type UserRole,
  userRoles,
  validatorOf,
} from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, officesArgument, type Run } from '../../command.ts';
import { plain } from '../../output/index.ts';
import { officesText } from './offices.ts';
import { newPassword } from './password.ts';

const parseUser = validatorOf(User);

interface Options {
  role: UserRole;
  office?: string[];
  passwordStdin?: true;
}

export function addUserNew(parent: Command, run: Run): void {
  leaf(parent, 'new', 'Add somebody who may sign in.', [
    ['totem user new anna --role operator', 'Adds an operator; asks for the first password.'],
    [
      'totem user new anna --role operator --office urp --office anagrafe',
      'Adds an operator who sees what these two offices are asked, and nothing else.',
    ],
    ['totem user new anna --role operator --password-stdin < FILE', 'Reads the password from a file.'],
  ])
    .argument('<name>', 'small letters, digits, dots and dashes')
    .addOption(
      new Option('--role <role>', 'what the user may do').choices([...userRoles]).makeOptionMandatory(),
    )
    .option(
      '--office <id>',
      'an office whose desk they may be at; may be given more than once, every office without it',
      officesArgument,
    )
    .option('--password-stdin', 'read the password from standard input')
    .action(run(add));
}

async function add(context: Context, name: string, options: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const password = await newPassword(context, name, options.passwordStdin === true);
  if (!password.ok) return password;
  const { role, office } = options;
  const request = { name, role, password: password.value, ...(office && { offices: office }) };
  const made = await hub.value.call('POST', '/users', request, parseUser);
  if (made.ok) {
    const { name: known, role, offices } = made.value;
    const desk = role === 'admin' ? '' : `, for ${officesText(offices)}`;
    return success({ data: made.value, text: `${plain(known)} may sign in as ${role}${desk}.` });
  }
  if (made.error.field === '/password') {
    return failure('invalid', 'the password has 12 to 200 characters; choose a longer one');
  }
  return advised(made, 'conflict', 'totem user ls shows who is there');
}
