import { type Command, InvalidArgumentError } from 'commander';
import { type Result, success, validatorOf } from '../../../protocol/index.ts';
import { ConfigurationKey } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { pairs, plain } from '../../output/index.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

const restartAdvice = 'it holds from the next start: systemctl restart totem-agent';

export function addLocalConfig(parent: Command, run: Run): void {
  localLeaf(parent, 'get', 'Show the settings of this totem: agent.yaml with every default.', [
    ['totem local config get', 'Shows all settings.'],
    ['totem local config get kiosk.idleSeconds', 'Shows one.'],
  ])
    .argument('[key]', 'names with dots between, such as display.width', keyArgument)
    .action(run(get));
  localLeaf(parent, 'set', 'Change a setting in agent.yaml; comments and order stay.', [
    ['totem local config set kiosk.idleSeconds 90', 'Holds at once.'],
    ['totem local config set display.sink kms', 'Says that it holds from the next start.'],
  ])
    .argument('<key>', 'names with dots between, such as display.width', keyArgument)
    .argument('<value>', 'a word, or JSON for numbers, lists and objects')
    .action(run(set));
  localLeaf(parent, 'unset', 'Give a setting back its default.', [
    ['totem local config unset kiosk.idleSeconds', 'Takes the setting out of agent.yaml.'],
  ])
    .argument('<key>', 'names with dots between, such as display.width', keyArgument)
    .action(
      run((context: Context, key: string, options: LocalOptions) => change(context, key, undefined, options)),
    );
}

const checkKey = validatorOf(ConfigurationKey);

function keyArgument(text: string): string {
  if (checkKey(text).ok) return text;
  throw new InvalidArgumentError('A key is names with dots between, such as display.width or touch.0.path.');
}

async function get(
  context: Context,
  key: string | undefined,
  options: LocalOptions,
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('configuration', {});
    if (!answer.ok) return answer;
    const { path, values, written, restart } = answer.value;
    const leaves = leavesOf(values);
    if (key === undefined) {
      const rows = leaves.map(([name, value]): [string, string] => {
        const marks = [
          ...(written.includes(name) ? [] : ['default']),
          ...(restart.includes(name) ? ['from the next start'] : []),
        ];
        const mark = marks.length === 0 ? '' : context.paint('dim', `  (${marks.join(', ')})`);
        return [name, `${plain(shown(value))}${mark}`];
      });
      return success({ data: answer.value, text: `${context.paint('dim', path)}\n${pairs(rows)}` });
    }
    const found = valueAt(values, key);
    if (found === undefined) {
      return {
        ok: false,
        error: { code: 'not_found', message: `${key} is not a known key; totem local config get shows them` },
      };
    }
    return success({ data: { key, value: found }, text: plain(shown(found)) });
  });
}

function set(context: Context, key: string, text: string, options: LocalOptions): Promise<Result<Answer>> {
  return change(context, key, spokenValue(text), options);
}

async function change(
  context: Context,
  key: string,
  value: unknown,
  options: LocalOptions,
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('configuration.set', value === undefined ? { key } : { key, value });
    if (!answer.ok) return answer;
    const { changed, restart } = answer.value;
    const now = `${key} is ${plain(shown(answer.value.value))}`;
    const when = restart ? `; ${restartAdvice}` : changed ? ', at once' : ' already';
    return success({ data: answer.value, text: `${now}${when}` });
  });
}

/** Numbers, booleans, lists and objects are written as JSON; everything else is a word. */
function spokenValue(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function leavesOf(value: unknown, prefix = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

function valueAt(value: unknown, key: string): unknown {
  let here = value;
  for (const step of key.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = new Map(Object.entries(here)).get(step);
  }
  return here;
}
