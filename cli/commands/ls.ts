import { type Command, Option } from 'commander';
import {
  everyTotem,
  type Result,
  success,
  type Totem,
  TotemList,
  validatorOf,
} from '../../protocol/index.ts';
import { type Answer, type Context, groupArgument, leaf, type Run } from '../command.ts';
import { firmwareListing } from '../firmware/index.ts';
import { agoText, countText, plain, table } from '../output/index.ts';

const parseTotems = validatorOf(TotemList);

interface Options {
  group?: string;
  online?: true;
  offline?: true;
  faults?: true;
  firmware?: true;
}

export function addList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the totems.', [
    ['totem ls', 'Lists every totem.'],
    ['totem ls --group entrance --offline', 'Lists those of a group that are not connected.'],
    ['totem ls --firmware', 'Lists what each runs, in which slot and since when.'],
    ['totem ls --faults --json', 'Gives those with faults to a program.'],
  ])
    .option('--group <group>', 'only totems of this group', groupArgument)
    .addOption(new Option('--online', 'only totems that are connected').conflicts('offline'))
    .addOption(new Option('--offline', 'only totems that are not connected'))
    .option('--faults', 'only totems with faults')
    .option('--firmware', 'show the firmware of each, in which slot and since when')
    .action(run(list));
}

async function list(context: Context, options: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/totems', undefined, parseTotems);
  if (!answer.ok) return answer;
  const totems = answer.value.totems.filter((totem) => wanted(totem, options));
  return success({ data: { totems }, text: listing(context, totems, answer.value.totems.length, options) });
}

function wanted(totem: Totem, options: Options): boolean {
  if (options.group && options.group !== everyTotem && !totem.groups.includes(options.group)) return false;
  if (options.online && !totem.online) return false;
  if (options.offline && totem.online) return false;
  return !options.faults || faultsOf(totem) > 0;
}

function listing(context: Context, totems: readonly Totem[], all: number, options: Options): string {
  if (all === 0) return 'No totem has joined yet; make a token for the first with: totem enrol new';
  if (totems.length === 0) return `None of the ${countText(all, 'totem')} matches.`;
  if (options.firmware) return firmwareListing(context, totems);
  const rows = totems.map((totem) => [
    totem.id,
    plain(totem.name),
    plain(totem.site?.name ?? ''),
    totem.groups.join(' '),
    totem.online ? context.paint('good', 'online') : context.paint('bad', 'offline'),
    contentOf(totem),
    faultsOf(totem) === 0 ? '' : context.paint('bad', String(faultsOf(totem))),
    totem.online ? 'now' : agoText(totem.lastSeen, context.now()),
  ]);
  return table(['ID', 'NAME', 'SITE', 'GROUPS', 'STATE', 'CONTENT', 'FAULTS', 'SEEN'], rows, context.width);
}

function contentOf(totem: Totem): string {
  const active = totem.reported?.content.active ?? 'none';
  const target = totem.desired.content?.release;
  return target === undefined || target === active ? active : `${active} -> ${target}`;
}

function faultsOf(totem: Totem): number {
  return totem.health?.faults.length ?? 0;
}
