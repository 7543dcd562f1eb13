import type { Command } from 'commander';
import {
  EnrolmentTokenMade,
  failure,
  type Result,
  SiteList,
  success,
  validatorOf,
} from '../../../protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { type Answer, type Context, groupsArgument, leaf, type Run, spanArgument } from '../../command.ts';
import { momentText, plain } from '../../output/index.ts';

const parseMade = validatorOf(EnrolmentTokenMade);
const parseSites = validatorOf(SiteList);

interface Options {
  name?: string;
  site?: string;
  group?: string[];
  for?: number;
}

export function addEnrolNew(parent: Command, run: Run): void {
  leaf(parent, 'new', 'Make a one-time token with which one totem can join.', [
    ['totem enrol new', 'Makes a token that is valid for an hour.'],
    [
      'totem enrol new --name "Town hall, entrance" --site Lodi --group entrance --for 7d',
      'Says at once what the totem is called, where it stands and which group it is in.',
    ],
  ])
    .option('--name <name>', 'what the totem will be called')
    .option('--site <site>', 'name or number of the site where it stands')
    .option('--group <group>', 'a group it is in; may be given more than once', groupsArgument)
    .option(
      '--for <span>',
      'how long the token is valid, such as 30m or 7d (default: 1h)',
      spanArgument(1, 30 * 86_400),
    )
    .action(run(makeToken));
}

async function makeToken(context: Context, options: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const site = options.site === undefined ? success(undefined) : await siteId(hub.value, options.site);
  if (!site.ok) return site;
  const request = {
    ...(options.name !== undefined && { name: options.name }),
    ...(site.value !== undefined && { site: site.value }),
    ...(options.group !== undefined && { groups: options.group }),
    ...(options.for !== undefined && { seconds: options.for }),
  };
  const made = await hub.value.call('POST', '/enrolment-tokens', request, parseMade);
  if (!made.ok) return made;
  const { id, token, expires } = made.value;
  const text = [
    `Token ${id}, for one totem, until ${momentText(expires)}. On the totem run:`,
    '',
    `  totem-agent enrol ${token}`,
    '',
    `It is shown only now. To withdraw it: totem enrol revoke ${id}`,
  ];
  return success({ data: made.value, text: text.join('\n') });
}

async function siteId(hub: Hub, wanted: string): Promise<Result<number>> {
  const answer = await hub.call('GET', '/sites', undefined, parseSites);
  if (!answer.ok) return answer;
  const { sites } = answer.value;
  const lower = wanted.toLowerCase();
  const found = sites.filter((site) => String(site.id) === wanted || site.name.toLowerCase() === lower);
  const [only] = found;
  if (found.length === 1 && only) return success(only.id);
  if (found.length > 1) {
    return failure('conflict', `several sites match ${wanted}; use the number: ${named(found)}`, '/site');
  }
  const known =
    sites.length === 0
      ? 'there is no site yet; add one with: totem site new NAME'
      : `there are: ${named(sites)}`;
  return failure('not_found', `no site ${wanted}; ${known}`, '/site');
}

function named(sites: readonly { id: number; name: string }[]): string {
  const shown = sites.slice(0, 12).map(({ id, name }) => `${id} ${plain(name)}`);
  return `${shown.join(', ')}${sites.length > shown.length ? ', …' : ''}`.slice(0, 400);
}
