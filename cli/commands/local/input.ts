import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import type { InputStep } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { agoText, plain, table } from '../../output/index.ts';
import { type LocalOptions, localLeaf, printEntry, printed, withAgent } from './leaf.ts';

export function addLocalInput(parent: Command, run: Run): void {
  localLeaf(parent, 'input', 'Show touch panels and keypads of this totem, and what they send.', [
    ['totem local input', 'Shows every device.'],
    ['totem local input --watch', 'Prints touches and keys as they come, until Ctrl-C.'],
  ])
    .option('--watch', 'print touches and keys as they come')
    .action(run(input));
}

async function input(context: Context, options: LocalOptions & { watch?: boolean }): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    if (options.watch) {
      context.notice('Touch the screen or press a key; Ctrl-C ends.');
      const done = await agent.stream('input.watch', {}, (step) => printEntry(context, step, stepText(step)));
      return done.ok ? success(printed) : done;
    }
    const answer = await agent.call('input', {});
    if (!answer.ok) return answer;
    const rows = answer.value.devices.map((one) => [
      plain(one.part),
      plain(one.name),
      one.vendor === null ? '' : `${one.vendor}:${one.product ?? ''}`,
      one.kinds.join(', '),
      context.paint(one.state === 'ready' ? 'good' : 'bad', one.state),
      String(one.eventsTotal),
      agoText(one.lastEventAt, context.now()),
    ]);
    const head = ['DEVICE', 'NAME', 'ID', 'KINDS', 'STATE', 'EVENTS', 'LAST'];
    const none = 'This totem reads no input devices; they are named in agent.yaml.';
    return success({ data: answer.value, text: rows.length === 0 ? none : table(head, rows, context.width) });
  });
}

function stepText(step: InputStep): string {
  const time = step.at.slice(11, 23);
  if ('key' in step) return `${time}  ${plain(step.part)}  ${step.key} ${step.phase}`;
  const percent = (fraction: number) => `${(fraction * 100).toFixed(1).padStart(5)} %`;
  return `${time}  ${plain(step.part)}  finger ${step.contact} ${step.phase.padEnd(6)} ${percent(step.x)} ${percent(step.y)}`;
}
