import type { Command } from 'commander';
import { type Result, Site, SiteList, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run } from '../../command.ts';
import { plain } from '../../output/index.ts';

const parseSite = validatorOf(Site);
const parseSites = validatorOf(SiteList);

interface Options {
  address?: string;
  town?: string;
}

export function addSiteNew(parent: Command, run: Run): void {
  leaf(parent, 'new', 'Add a place where totems stand. Adding the same place again changes nothing.', [
    ['totem site new "Job centre Lodi" --address "Via Fanfulla 14" --town Lodi', 'Adds a job centre.'],
  ])
    .argument('<name>', 'what the place is called')
    .option('--address <address>', 'street and number')
    .option('--town <town>', 'municipality')
    .action(run(add));
}

async function add(context: Context, name: string, options: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const { address = '', town = '' } = options;
  const made = await hub.value.call('POST', '/sites', { name, address, town }, parseSite);
  const text = (site: Site) => `Site ${site.id}, ${plain(site.name)}.`;
  if (made.ok) return success({ data: made.value, text: text(made.value) });
  if (made.error.code !== 'conflict') return made;
  const listed = await hub.value.call('GET', '/sites', undefined, parseSites);
  if (!listed.ok) return listed;
  const same = listed.value.sites.find(
    (site) => site.name === name && site.address === address && site.town === town,
  );
  if (same) return success({ data: same, text: `${text(same)} It was there already.` });
  return advised(made, 'conflict', 'give the new one another name; totem site ls shows those there are');
}
