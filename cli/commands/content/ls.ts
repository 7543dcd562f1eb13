import type { Command } from 'commander';
import { ContentReleaseList, type Result, success, validatorOf } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { bytesText, momentText, plain, table } from '../../output/index.ts';

const parseReleases = validatorOf(ContentReleaseList);

export function addContentList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the releases, where each is assigned and on how many totems it is.', [
    ['totem content ls', 'Lists the releases at the hub.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/content/releases', undefined, parseReleases);
  if (!answer.ok) return answer;
  const rows = answer.value.releases.map((release) => [
    release.release,
    plain(release.title),
    release.groups.join(' '),
    release.desiredBy === 0 ? '' : `${release.activeOn} of ${release.desiredBy}`,
    String(release.files),
    bytesText(release.bytes),
    momentText(release.published),
  ]);
  const head = ['RELEASE', 'TITLE', 'GROUPS', 'SHOWN', 'FILES', 'SIZE', 'PUBLISHED'];
  const none = 'Nothing was published yet; publish a directory with: totem content push DIR --group all';
  return success({ data: answer.value, text: rows.length === 0 ? none : table(head, rows, context.width) });
}
