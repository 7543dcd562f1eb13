import { type ContentFile, readText } from './files.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './problems.ts';
import type { ShapeCheck } from './shape.ts';
import { entriesOf, type PositionedYaml, readYaml } from './yaml.ts';

/** A Markdown file that was read: front matter, body as HTML, and how to say where something stands. */
export interface Page<Front> {
  file: string;
  language: string;
  /** `undefined` where the front matter has mistakes; `keys` holds what was written all the same. */
  front: Front | undefined;
  keys: Record<string, unknown>;
  yaml: PositionedYaml;
  html: string;
}

/**
 * Reads the pages under `folder/` (such as `cards`), by id. Reports what is wrong in each; a page whose
 * front matter cannot be read at all is left out.
 *
 * @param languages those that are declared, where that is known
 * @param besides names of other files that stand beside the pages and are read elsewhere
 */
export function readPages<Front>(
  folder: string,
  files: ReadonlyMap<string, ContentFile>,
  languages: readonly string[] | undefined,
  check: ShapeCheck<Front>,
  report: Report,
  besides: readonly string[] = [],
): Map<string, Page<Front>[]> {
  const pages = new Map<string, Page<Front>[]>();
  for (const file of files.values()) {
    const [top, id, name, ...rest] = file.path.split('/');
    if (top !== folder || (rest.length === 0 && besides.includes(name ?? ''))) continue;
    const language = name?.endsWith('.md') ? name.slice(0, -'.md'.length) : undefined;
    if (id === undefined || language === undefined || rest.length > 0) {
      const also = besides.length > 0 ? `, with ${besides.join(' and ')} beside it` : '';
      report(file.path, 1, `only ${folder}/<id>/<language>.md belongs here${also}: move or remove this file`);
      continue;
    }
    const known = pages.get(id) ?? [];
    pages.set(id, known);
    if (languages && !languages.includes(language)) {
      report(
        file.path,
        1,
        `the language ${language} is not declared: add it to languages in content.yaml, or rename the file to one of ${languages.join(', ')}`,
      );
    }
    const page = readPage(file, language, check, files, report);
    if (page) known.push(page);
  }
  return pages;
}

function readPage<Front>(
  file: ContentFile,
  language: string,
  check: ShapeCheck<Front>,
  files: ReadonlyMap<string, ContentFile>,
  report: Report,
): Page<Front> | undefined {
  const text = readText(file, report);
  if (text === undefined) return undefined;
  const parts = splitFrontMatter(text);
  if (!parts) {
    report(
      file.path,
      1,
      'the front matter is missing: start the file with a line "---", its keys, and a line "---"',
    );
    return undefined;
  }
  const body = renderMarkdown(parts.body, parts.bodyLine);
  for (const line of body.topHeadings) {
    report(
      file.path,
      line,
      'a heading with one "#" is for the title, which stands in the front matter: use "##"',
    );
  }
  for (const { path, line } of body.images) {
    if (!path.startsWith('media/') || !files.has(path)) {
      report(file.path, line, missingMedia(path, files));
    }
  }
  const yaml = readYaml(parts.front, file.path, report, 2);
  if (!yaml) return undefined;
  const front = check(yaml, file.path, report);
  return { file: file.path, language, front, keys: entriesOf(yaml.value), yaml, html: body.html };
}

/** Says that a picture or video is not there, with the likely reason. */
export function missingMedia(path: string, files: ReadonlyMap<string, ContentFile>): string {
  const other = [...files.keys()].find((known) => known.toLowerCase() === path.toLowerCase());
  if (other !== undefined)
    return `${path} does not exist, but ${other} does: small and capital letters differ`;
  return path.startsWith('media/')
    ? `${path} does not exist: add the file or correct the path`
    : `${path} is not a file of this content: put the file in media/ and name it as media/...`;
}

function splitFrontMatter(text: string): { front: string; body: string; bodyLine: number } | undefined {
  const lines = text.split('\n');
  const isFence = (line: string | undefined) => line?.trimEnd() === '---';
  if (!isFence(lines[0])) return undefined;
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (end === -1) return undefined;
  return {
    front: lines.slice(1, end).join('\n'),
    body: lines.slice(end + 1).join('\n'),
    bodyLine: end + 2,
  };
}
