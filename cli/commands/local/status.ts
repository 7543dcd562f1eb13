import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import type { LocalStatus } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { countText, pairs, plain } from '../../output/index.ts';
import { healthRows } from '../show-health.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

export function addLocalStatus(parent: Command, run: Run): void {
  localLeaf(parent, 'status', 'Show how this totem is: hub, content, display, board.', [
    ['totem local status', 'Shows it.'],
    ['totem local status --json', 'Gives everything the agent knows to a program.'],
  ]).action(run(status));
}

async function status(context: Context, options: LocalOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('status', {});
    return answer.ok ? success({ data: answer.value, text: textOf(context, answer.value) }) : answer;
  });
}

function textOf({ paint }: Context, value: LocalStatus): string {
  const { content } = value.reported;
  const faults = value.health.faults.length;
  return pairs([
    [
      'Totem',
      value.totem === null
        ? paint('warn', 'not enrolled: totem-agent enrol TOKEN')
        : paint('strong', value.totem),
    ],
    ['Hub', hubText(value, paint)],
    ['Content', content.active ?? 'none'],
    ...(content.state === 'idle'
      ? []
      : [['Content step', `${content.state}, ${Math.round(content.progress * 100)} %`] as [string, string]]),
    [
      'Faults',
      faults === 0
        ? paint('good', 'none')
        : paint('bad', `${countText(faults, 'fault')}; totem local faults tells more`),
    ],
    ...healthRows(value.health),
    ['Page', value.page],
    ['Process', String(value.pid)],
  ]);
}

function hubText({ hub, online }: LocalStatus, paint: Context['paint']): string {
  if (hub === null) return 'none';
  return `${online ? paint('good', 'reached') : paint('bad', 'not reached')}, ${plain(hub)}`;
}
