import { type ContentFile, readText } from './files.ts';
import type { Report } from './problems.ts';
import { ContentFileSchema, type ContentFileValue } from './schemas.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { readYaml } from './yaml.ts';

const checkContentFile = shapeCheckOf(ContentFileSchema);

/** Reads `content.yaml`: title, languages and categories. */
export function readHead(
  files: ReadonlyMap<string, ContentFile>,
  report: Report,
): ContentFileValue | undefined {
  const file = files.get('content.yaml');
  if (!file) {
    report('content.yaml', 1, 'this file is missing: see docs/content.md for what it holds');
    return undefined;
  }
  const text = readText(file, report);
  const yaml = text === undefined ? undefined : readYaml(text, file.path, report);
  const head = yaml && checkContentFile(yaml, file.path, report);
  if (!yaml || !head) return undefined;
  const at = (path: string[], message: string) =>
    report(file.path, yaml.lineOf(path), message, pointerOf(path));
  if (!head.languages.includes(head.defaultLanguage)) {
    at(
      ['defaultLanguage'],
      `defaultLanguage ${head.defaultLanguage} is not one of the languages: add it there`,
    );
  }
  checkTexts(head.title, ['title'], head, at);
  const seen = new Set<string>();
  head.categories.forEach((category, index) => {
    const path = ['categories', String(index)];
    if (seen.has(category.id)) at([...path, 'id'], `two categories have the id ${category.id}: change one`);
    seen.add(category.id);
    checkTexts(category.title, [...path, 'title'], head, at);
    checkTexts(category.summary, [...path, 'summary'], head, at);
  });
  return head;
}

function checkTexts(
  texts: Record<string, string>,
  path: string[],
  head: ContentFileValue,
  at: (path: string[], message: string) => void,
): void {
  if (texts[head.defaultLanguage] === undefined) {
    at(path, `${path.join('.')} has no text in ${head.defaultLanguage}, the default language: add it`);
  }
  for (const language of Object.keys(texts)) {
    if (!head.languages.includes(language)) {
      at(
        [...path, language],
        `the language ${language} is not declared: add it to languages, or remove this line`,
      );
    }
  }
}
