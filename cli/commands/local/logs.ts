import { type Command, InvalidArgumentError } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import type { LogLine } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { plain } from '../../output/index.ts';
import { type LocalOptions, localLeaf, printEntry, printed, withAgent } from './leaf.ts';

export function addLocalLogs(parent: Command, run: Run): void {
  localLeaf(parent, 'logs', 'Show what the agent of this totem has logged since it started.', [
    ['totem local logs', 'Shows the newest 100 lines.'],
    ['totem local logs --lines 20 --follow', 'Shows 20 lines and then each new one, until Ctrl-C.'],
    ['totem local logs --json', 'Gives the lines as they are, a JSON document a line.'],
  ])
    .option('--lines <number>', 'how many of the newest lines, at most 2000', linesArgument, 100)
    .option('--follow', 'go on with new lines as they come')
    .action(run(logs));
}

function linesArgument(text: string): number {
  const lines = Number(text);
  if (/^\d{1,4}$/.test(text) && lines <= 2000) return lines;
  throw new InvalidArgumentError('Write a number from 0 to 2000.');
}

async function logs(
  context: Context,
  options: LocalOptions & { lines: number; follow?: boolean },
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const { lines, follow = false } = options;
    const done = await agent.stream('logs', { lines, follow }, (line) =>
      printEntry(context, line, lineText(context, line)),
    );
    return done.ok ? success(printed) : done;
  });
}

const names: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

function lineText({ paint }: Context, { level, time, msg, part, ...rest }: LogLine): string {
  const name = (names[level] ?? String(level)).padEnd(5);
  const weight = level >= 50 ? paint('bad', name) : level >= 40 ? paint('warn', name) : name;
  const others = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    time.slice(0, 23).replace('T', ' '),
    weight,
    plain(part ?? 'agent').padEnd(9),
    plain(msg),
    paint('dim', plain(others.join(' '))),
  ]
    .join(' ')
    .trimEnd();
}
