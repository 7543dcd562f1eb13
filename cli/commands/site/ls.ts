import type { Command } from 'commander';
import { type Result, SiteList, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { plain, table } from '../../output/index.ts';

const parseSites = validatorOf(SiteList);

export function addSiteList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the places where totems stand.', [
    ['totem site ls', 'Lists the sites with their numbers.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/sites', undefined, parseSites);
  if (!answer.ok) return answer;
  const rows = answer.value.sites.map((site) => [
    String(site.id),
    plain(site.name),
    plain(site.address),
    plain(site.town),
  ]);
  const none = 'There is no site yet; add one with: totem site new NAME';
  return success({
    data: answer.value,
    text: rows.length === 0 ? none : table(['ID', 'NAME', 'ADDRESS', 'TOWN'], rows, context.width),
  });
}
