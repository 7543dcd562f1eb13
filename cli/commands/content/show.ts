import type { Command } from 'commander';
import { type ContentRelease, type Result, success } from '../../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run, releaseArgument } from '../../command.ts';
import { release as releaseById } from '../../content/index.ts';
import { bytesText, countText, momentText, pairs, plain } from '../../output/index.ts';

export function addContentShow(parent: Command, run: Run): void {
  leaf(parent, 'show', 'Show one release.', [
    [
      'totem content show 20261123-163012-3f9a1c04b7d2',
      'Shows who signed it, where it is assigned and shown.',
    ],
  ])
    .argument('<release>', 'id of the release', releaseArgument)
    .action(run(show));
}

async function show(context: Context, id: string): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await releaseById(hub.value, id);
  if (!answer.ok) return advised(answer, 'not_found', 'totem content ls shows the releases');
  return success({ data: answer.value, text: details(context, answer.value) });
}

function details({ paint }: Context, release: ContentRelease): string {
  const { desiredBy, activeOn } = release;
  const shown = `${activeOn} of ${countText(desiredBy, 'totem')}`;
  return pairs([
    ['Release', paint('strong', release.release)],
    ['Title', plain(release.title)],
    ['Languages', release.languages.join(', ')],
    ['Made', momentText(release.made)],
    ['Published', momentText(release.published)],
    ['Signed by', plain(release.signedBy)],
    ['Files', `${release.files}, ${bytesText(release.bytes)}`],
    ['Manifest', release.manifest],
    ['Groups', release.groups.join(', ') || 'none'],
    ['Shown on', desiredBy > 0 && activeOn >= desiredBy ? paint('good', shown) : shown],
  ]);
}
