import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { checkFolder } from '../../content/index.ts';
import { bytesText, countText } from '../../output/index.ts';

export function addContentCheck(parent: Command, run: Run): void {
  leaf(parent, 'check', 'Find every mistake in a content directory. Needs no hub.', [
    ['totem content check sample', 'Prints each mistake as file:line and what to do about it.'],
    ['totem content check sample --json', 'Gives the mistakes to an editor or a build server.'],
  ])
    .argument('<directory>', 'the content directory')
    .action(run(check));
}

async function check(context: Context, directory: string): Promise<Result<Answer>> {
  const outcome = await checkFolder(context, directory);
  if (!outcome.ok) return outcome;
  if ('mistakes' in outcome.value) return success(outcome.value.mistakes);
  const { content, files } = outcome.value.checked;
  const bytes = files.reduce((total, file) => total + (file.size ?? 0), 0);
  const data = {
    problems: [],
    languages: content.languages,
    cards: content.cards.length,
    offices: content.offices.length,
    news: content.news.length,
    events: content.events.length,
    playlist: content.playlist.length,
    files: files.length,
    bytes,
  };
  const found = [
    countText(data.cards, 'card'),
    countText(data.offices, 'office'),
    ...(data.news > 0 ? [`news: ${data.news}`] : []),
    ...(data.events > 0 ? [countText(data.events, 'event')] : []),
    `${countText(data.playlist, 'item')} in the playlist`,
  ];
  const size = `${countText(data.files, 'file')}, ${bytesText(bytes)}`;
  return success({
    data,
    text: `${context.paint('good', 'No mistakes.')} ${found.join(', ')}; ${content.languages.join(', ')}; ${size}.`,
  });
}
