import { ReleaseId } from '../names.ts';
import { validatorOf } from '../validate.ts';
import { cardOf, officeOf } from './assemble.ts';
import type { Card, CompiledContent, Office } from './compiled.ts';
import { admitFiles, type ContentFile, type ContentFiles } from './files.ts';
import { readHead } from './head.ts';
import { checkMedia } from './media.ts';
import { missingMedia, type Page, readPages } from './pages.ts';
import { readPlaylist } from './playlist.ts';
import { type ContentProblem, collectProblems, type Report } from './problems.ts';
import {
  type CardFront,
  CardSchema,
  type ContentFileValue,
  ContentId,
  idInWords,
  type OfficeFront,
  OfficeSchema,
} from './schemas.ts';
import { shapeCheckOf } from './shape.ts';

const checkCard = shapeCheckOf(CardSchema);
const checkOffice = shapeCheckOf(OfficeSchema);
const checkRelease = validatorOf(ReleaseId);
const checkId = validatorOf(ContentId);

/**
 * Reads a content directory as `docs/content.md` describes it. Every mistake is found, sorted by file and
 * line; with any mistake there is no content. Nothing in the files makes it throw.
 */
export function compileContent(
  files: ContentFiles,
  release: string,
): { content: CompiledContent | null; problems: ContentProblem[] } {
  const { report, sorted } = collectProblems();
  if (!checkRelease(release).ok) report('content.yaml', 1, `${release} cannot name a release`);
  const admitted = admitFiles(files, report);
  for (const file of admitted.values()) checkPlace(file, report);

  const head = readHead(admitted, report);
  const offices = readPages('offices', admitted, head?.languages, checkOffice, report);
  const cards = readPages('cards', admitted, head?.languages, checkCard, report);
  const playlist = readPlaylist(admitted, report);
  for (const [folder, pages] of [['offices', offices] as const, ['cards', cards] as const]) {
    for (const [id, versions] of pages) checkFolder(folder, id, versions, head, report);
  }
  for (const pages of cards.values()) checkReferences(pages, head, offices, admitted, report);

  const problems = sorted();
  if (problems.length > 0 || !head) return { content: null, problems };
  const content: CompiledContent = {
    release,
    title: head.title,
    defaultLanguage: head.defaultLanguage,
    languages: head.languages,
    categories: head.categories,
    cards: [...cards].map(([id, pages]) => cardOf(id, pages, head.defaultLanguage)),
    offices: [...offices].map(([id, pages]) => officeOf(id, pages)),
    playlist,
  };
  const order = new Intl.Collator(head.defaultLanguage);
  content.cards.sort((one, other) => order.compare(titleOf(one, head), titleOf(other, head)));
  content.offices.sort((one, other) => order.compare(nameOf(one, head), nameOf(other, head)));
  return { content, problems };
}

/** Anything outside the known places is most likely a misspelt folder, whose pages would silently be absent. */
function checkPlace(file: ContentFile, report: Report): void {
  const [top, ...rest] = file.path.split('/');
  if (rest.length === 0 && ['content.yaml', 'playlist.yaml', 'README.md'].includes(file.path)) return;
  if (rest.length > 0 && (top === 'cards' || top === 'offices')) return;
  if (rest.length > 0 && top === 'media') checkMedia(file, report);
  else {
    report(
      file.path,
      1,
      'this file is no part of a content directory, which holds content.yaml, playlist.yaml, README.md, cards/, offices/ and media/: move or remove it',
    );
  }
}

function checkFolder(
  folder: string,
  id: string,
  versions: readonly Page<unknown>[],
  head: ContentFileValue | undefined,
  report: Report,
): void {
  const first = versions[0]?.file ?? `${folder}/${id}`;
  if (!checkId(id).ok) {
    report(first, 1, `the folder name ${id} cannot be an id: use ${idInWords}`);
  }
  const language = head?.defaultLanguage;
  if (language !== undefined && versions.length > 0 && !versions.some((page) => page.language === language)) {
    report(
      `${folder}/${id}/${language}.md`,
      1,
      `the version in ${language}, the default language, is missing or has mistakes: write it`,
    );
  }
}

function checkReferences(
  pages: readonly Page<CardFront>[],
  head: ContentFileValue | undefined,
  offices: ReadonlyMap<string, readonly Page<OfficeFront>[]>,
  files: ReadonlyMap<string, ContentFile>,
  report: Report,
): void {
  const categories = head?.categories.map(({ id }) => id);
  const [first] = pages;
  for (const { file, front, yaml } of pages) {
    const at = (key: string, message: string) => report(file, yaml.lineOf([key]), message, `/${key}`);
    if (categories && !categories.includes(front.category)) {
      at('category', `there is no category ${front.category}: use one of ${categories.join(', ')}`);
    } else if (first && front.category !== first.front.category) {
      at(
        'category',
        `category differs from ${first.file} (${first.front.category}): a card is in one category`,
      );
    }
    if (front.office && !offices.has(front.office)) {
      const known = [...offices.keys()].join(', ') || 'none yet';
      at(
        'office',
        `there is no office ${front.office}: add offices/${front.office}/, or use one of those that exist (${known})`,
      );
    }
    if (front.image && !files.has(front.image)) at('image', missingMedia(front.image, files));
  }
}

const titleOf = (card: Card, head: ContentFileValue) => card.versions[head.defaultLanguage]?.title ?? card.id;
const nameOf = (office: Office, head: ContentFileValue) =>
  office.versions[head.defaultLanguage]?.name ?? office.id;
