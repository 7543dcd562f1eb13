import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, type Command } from 'commander';
import { type PatternName, patternNames, type Result, success } from '../../../protocol/index.ts';
import { type Answer, type Context, type Run, spanArgument } from '../../command.ts';
import type { LocalAgent } from '../../local/index.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

export function addLocalDisplay(parent: Command, run: Run): void {
  localLeaf(parent, 'test', 'Show test patterns on the screen: one, or all of them in turn.', [
    ['totem local display test', 'Shows every pattern for 5 s.'],
    ['totem local display test grid --for 2m', 'Shows the grid for two minutes.'],
    ['totem local display test off', 'Shows the page again.'],
  ])
    .addArgument(new Argument('[pattern]', 'which pattern').choices([...patternNames, 'off']))
    .option('--for <span>', 'how long each pattern stays, such as 10s', spanArgument(1, 600))
    .action(run(test));
  localLeaf(parent, 'rebuild', 'End the pipeline and the page and start both again.', [
    ['totem local display rebuild', 'Rebuilds the display; the screen is dark for some seconds.'],
  ]).action(run(rebuild));
}

async function test(
  context: Context,
  pattern: PatternName | 'off' | undefined,
  options: LocalOptions & { for?: number },
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    if (pattern === 'off') {
      const ended = await agent.call('display.test', { pattern: null, seconds: 1 });
      return ended.ok ? success({ data: { shown: null }, text: 'The page is on the screen again.' }) : ended;
    }
    if (pattern === undefined) return all(context, agent, options.for ?? 5);
    const seconds = options.for ?? 30;
    const shown = await agent.call('display.test', { pattern, seconds });
    if (!shown.ok) return shown;
    const text = `The pattern ${pattern} is on the screen for ${seconds} s, or until the screen is touched.`;
    return success({ data: { shown: pattern, seconds }, text });
  });
}

async function all(context: Context, agent: LocalAgent, seconds: number): Promise<Result<Answer>> {
  for (const pattern of patternNames) {
    const shown = await agent.call('display.test', { pattern, seconds: seconds + 2 });
    if (!shown.ok) return shown;
    context.notice(pattern);
    await sleep(seconds * 1000, undefined, { signal: context.signal }).catch(() => undefined);
    if (context.signal.aborted) break;
  }
  if (!context.signal.aborted) await agent.call('display.test', { pattern: null, seconds: 1 });
  return success({ data: { shown: [...patternNames], seconds }, text: 'All patterns were shown.' });
}

async function rebuild(context: Context, options: LocalOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('display.rebuild', {});
    if (!answer.ok) return answer;
    return success({
      data: answer.value,
      text: `The display is being rebuilt; it is ${answer.value.state} now.`,
    });
  });
}
