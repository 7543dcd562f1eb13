import { type Command, Option } from 'commander';
import { groupsArgument, leaf, type Run, spanArgument } from '../../command.ts';
import { push } from '../../content/index.ts';

const day = 86_400;

export function addContentPush(parent: Command, run: Run): void {
  leaf(parent, 'push', 'Check a content directory, sign it, publish it and assign it to groups.', [
    ['totem content push sample --group all', 'Publishes the directory to every totem.'],
    [
      'totem content push sample --group entrance --group station --title "Winter hours"',
      'Publishes it to two groups, under a title of its own.',
    ],
    ['totem content push sample --group all --wait --timeout 5m', 'Ends when every totem shows it.'],
  ])
    .argument('<directory>', 'the content directory')
    .requiredOption(
      '--group <group>',
      'group whose totems show it; may be given more than once',
      groupsArgument,
    )
    .option('--title <title>', 'title of the release (default: the title of the content)')
    .option('--holder <name>', 'who holds the key made at the first push (default: user@machine)')
    .option('--wait', 'wait until all totems of the groups show it')
    .addOption(
      new Option('--timeout <span>', 'how long --wait waits, such as 90s or 10m')
        .argParser(spanArgument(1, day))
        .default(600, '10m'),
    )
    .addOption(
      new Option('--retry <span>', 'how long to try again while the hub does not answer')
        .argParser(spanArgument(0, day))
        .default(60, '60s'),
    )
    .action(run(push));
}
