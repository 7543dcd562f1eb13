import { type CompiledContent, type ContentProblem, compileContent } from '../../protocol/content/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { Answer, Context } from '../command.ts';
import { countText, plain } from '../output/index.ts';
import { readFolder, type SourceFolder } from './folder.ts';

/** A directory without mistakes. */
export interface CheckedFolder extends SourceFolder {
  content: CompiledContent;
}

/**
 * Reads a directory and finds every mistake in it. The outcome is the content, or the answer that lists the
 * mistakes: `file:line  message` for people.
 */
export async function checkFolder(
  context: Context,
  path: string,
): Promise<Result<{ checked: CheckedFolder } | { mistakes: Answer }>> {
  const source = await readFolder(path);
  if (!source.ok) return source;
  const { files, hidden } = source.value;
  if (hidden.length > 0) {
    const shown = hidden.slice(0, 3).join(', ');
    context.notice(
      `Left out ${countText(hidden.length, 'hidden file')}: ${shown}${hidden.length > 3 ? ', …' : ''}`,
    );
  }
  try {
    const { content, problems } = compileContent(files, 'draft');
    if (content === null) return success({ mistakes: mistakesAnswer(path, problems) });
    return success({ checked: { ...source.value, content } });
  } catch (error) {
    // The files are read while they are checked: one may have gone, or be closed to this user.
    const reason = error instanceof Error ? error.message : String(error);
    return failure('unavailable', `cannot read a file of ${path}: ${reason}`);
  }
}

function mistakesAnswer(path: string, problems: readonly ContentProblem[]): Answer {
  const summary = `${countText(problems.length, 'mistake')} in ${path}`;
  const lines = problems.map(({ file, line, message }) => `${plain(file)}:${line}  ${plain(message)}`);
  return {
    failed: true,
    data: { error: { code: 'invalid', message: summary }, problems },
    text: `${lines.join('\n')}\n\n${summary}. Nothing was published.`,
  };
}
