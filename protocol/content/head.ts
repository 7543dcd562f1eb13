import { type ContentFile, readText } from './files.ts';
import type { Report } from './problems.ts';
import { ContentFileSchema, type ContentFileValue } from './schemas.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { entriesOf, itemsOf, readYaml } from './yaml.ts';

const checkContentFile = shapeCheckOf(ContentFileSchema);

/** `content.yaml` as it was read; what the other files refer to is there even when it has mistakes. */
export interface Head {
  /** `undefined` where the file has mistakes in its shape. */
  value: ContentFileValue | undefined;
  languages: string[] | undefined;
  defaultLanguage: string | undefined;
  /** Ids of the categories. */
  categories: string[] | undefined;
}

/** Reads `content.yaml`: title, languages and categories. */
export function readHead(files: ReadonlyMap<string, ContentFile>, report: Report): Head {
  const file = files.get('content.yaml');
  if (!file) report('content.yaml', 1, 'this file is missing: see docs/content.md for what it holds');
  const text = file && readText(file, report);
  const yaml = file && text !== undefined ? readYaml(text, file.path, report) : undefined;
  if (!file || !yaml) {
    return { value: undefined, languages: undefined, defaultLanguage: undefined, categories: undefined };
  }
  const keys = entriesOf(yaml.value);
  const languages = textsOf(keys.languages);
  const head: Head = {
    value: checkContentFile(yaml, file.path, report),
    languages: languages.length > 0 ? languages : undefined,
    defaultLanguage: typeof keys.defaultLanguage === 'string' ? keys.defaultLanguage : undefined,
    categories: Array.isArray(keys.categories)
      ? textsOf(keys.categories.map((category) => entriesOf(category).id))
      : undefined,
  };
  checkAgreement(head, keys, (path, message) =>
    report(file.path, yaml.lineOf(path), message, pointerOf(path)),
  );
  return head;
}

function textsOf(value: unknown): string[] {
  return itemsOf(value).filter((item) => typeof item === 'string');
}

type ReportAt = (path: string[], message: string) => void;

function checkAgreement(head: Head, keys: Record<string, unknown>, at: ReportAt): void {
  const { languages, defaultLanguage } = head;
  if (languages && defaultLanguage !== undefined && !languages.includes(defaultLanguage)) {
    at(['defaultLanguage'], `defaultLanguage ${defaultLanguage} is not one of the languages: add it there`);
  }
  checkTexts(keys.title, ['title'], head, at);
  checkTexts(entriesOf(keys.patron).name, ['patron', 'name'], head, at);
  const seen = new Set<unknown>();
  itemsOf(keys.categories).forEach((item, index) => {
    const category = entriesOf(item);
    const path = ['categories', String(index)];
    if (category.id !== undefined && seen.has(category.id)) {
      at([...path, 'id'], `two categories have the id ${String(category.id)}: change one`);
    }
    seen.add(category.id);
    checkTexts(category.title, [...path, 'title'], head, at);
    checkTexts(category.summary, [...path, 'summary'], head, at);
  });
}

/** A text in several languages: the default one is there, and none is undeclared. */
export function checkTexts(value: unknown, path: string[], head: Head, at: ReportAt): void {
  const texts = entriesOf(value);
  if (value === undefined || (value !== null && typeof value !== 'object')) return;
  const { languages, defaultLanguage } = head;
  if (defaultLanguage !== undefined && texts[defaultLanguage] === undefined) {
    at(path, `${path.join('.')} has no text in ${defaultLanguage}, the default language: add it`);
  }
  for (const language of Object.keys(texts)) {
    if (languages && !languages.includes(language)) {
      at(
        [...path, language],
        `the language ${language} is not declared: add it to languages, or remove this line`,
      );
    }
  }
}
