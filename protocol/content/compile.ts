import { ReleaseId } from '../names.ts';
import { validatorOf } from '../validate.ts';
import { cardOf, officeOf } from './assemble.ts';
import { readAssistant } from './assistant.ts';
import type { CompiledContent } from './compiled.ts';
import { admitFiles, type ContentFile, type ContentFiles } from './files.ts';
import { type Head, readHead } from './head.ts';
import { checkMedia } from './media.ts';
import { checkDates, eventOf, newsOf } from './news.ts';
import { EventSchema, NewsSchema } from './news-schema.ts';
import { officeFiles, readOfficeData } from './offices.ts';
import { missingMedia, type Page, readPages } from './pages.ts';
import { readPlaylist } from './playlist.ts';
import { type ContentProblem, collectProblems, type Report } from './problems.ts';
import { CardSchema, ContentId, idInWords, OfficeSchema } from './schemas.ts';
import { shapeCheckOf } from './shape.ts';

const checkCard = shapeCheckOf(CardSchema);
const checkOffice = shapeCheckOf(OfficeSchema);
const checkNews = shapeCheckOf(NewsSchema);
const checkEvent = shapeCheckOf(EventSchema);
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
  const offices = readPages('offices', admitted, head.languages, checkOffice, report, officeFiles);
  const { openings, maps } = readOfficeData(admitted, new Set(offices.keys()), head, report);
  const news = readPages('news', admitted, head.languages, checkNews, report);
  const events = readPages('events', admitted, head.languages, checkEvent, report);
  const cards = readPages('cards', admitted, head.languages, checkCard, report);
  const playlist = readPlaylist(admitted, report);
  const assistant = readAssistant(admitted, head, new Set(cards.keys()), report);
  for (const [id, pages] of offices) checkFolder('offices', id, pages, admitted, head, report);
  for (const [folder, all] of [
    ['cards', cards],
    ['news', news],
    ['events', events],
  ] as const) {
    for (const [id, pages] of all) {
      checkFolder(folder, id, pages, admitted, head, report);
      checkReferences(pages, head, new Set(offices.keys()), admitted, report);
    }
  }
  for (const pages of [...news.values(), ...events.values()]) {
    checkDates(pages, head.defaultLanguage, report);
  }

  const problems = sorted();
  if (problems.length > 0 || !head.value) return { content: null, problems };
  const { title, defaultLanguage, languages, categories } = head.value;
  const { compare } = new Intl.Collator(defaultLanguage);
  const content: CompiledContent = {
    release,
    title,
    defaultLanguage,
    languages,
    categories,
    cards: [...cards]
      .map(([id, pages]) => cardOf(id, pages, defaultLanguage))
      .sort((one, other) =>
        compare(one.versions[defaultLanguage]?.title ?? '', other.versions[defaultLanguage]?.title ?? ''),
      ),
    offices: [...offices]
      .map(([id, pages]) => officeOf(id, pages, openings.get(id) ?? null, maps.get(id) ?? null))
      .sort((one, other) =>
        compare(one.versions[defaultLanguage]?.name ?? '', other.versions[defaultLanguage]?.name ?? ''),
      ),
    news: [...news]
      .map(([id, pages]) => newsOf(id, pages, defaultLanguage))
      .sort((one, other) => compare(other.from, one.from) || compare(one.id, other.id)),
    events: [...events]
      .map(([id, pages]) => eventOf(id, pages, defaultLanguage))
      .sort((one, other) => compare(one.from, other.from) || compare(one.id, other.id)),
    playlist,
    assistant,
  };
  return { content, problems };
}

/** Anything outside the known places is most likely a misspelt folder, whose pages would silently be absent. */
function checkPlace(file: ContentFile, report: Report): void {
  const [top, ...rest] = file.path.split('/');
  const inFolder = rest.length > 0;
  if (!inFolder && ['content.yaml', 'playlist.yaml', 'assistant.yaml', 'README.md'].includes(file.path))
    return;
  if (inFolder && ['cards', 'offices', 'news', 'events'].includes(top ?? '')) return;
  if (inFolder && top === 'media') {
    checkMedia(file, report);
    return;
  }
  report(
    file.path,
    1,
    'this file is no part of a content directory, which holds content.yaml, playlist.yaml, assistant.yaml, README.md, cards/, offices/, news/, events/ and media/: move or remove it',
  );
}

function checkFolder(
  folder: string,
  id: string,
  pages: readonly Page<unknown>[],
  files: ReadonlyMap<string, ContentFile>,
  head: Head,
  report: Report,
): void {
  if (!checkId(id).ok) {
    const file = pages[0]?.file ?? `${folder}/${id}`;
    report(file, 1, `the folder name ${id} cannot be an id: use ${idInWords}`);
  }
  if (head.defaultLanguage === undefined) return;
  const main = `${folder}/${id}/${head.defaultLanguage}.md`;
  if (!files.has(main)) {
    report(
      main,
      1,
      `this version, in the default language, is missing: write it, or remove ${folder}/${id}/`,
    );
  }
}

function checkReferences(
  pages: readonly Page<unknown>[],
  head: Head,
  offices: ReadonlySet<string>,
  files: ReadonlyMap<string, ContentFile>,
  report: Report,
): void {
  const first = pages.find(({ language }) => language === head.defaultLanguage) ?? pages[0];
  for (const { file, keys, yaml } of pages) {
    const at = (key: string, message: string) => report(file, yaml.lineOf([key]), message, `/${key}`);
    const { category, office, image } = keys;
    if (typeof category === 'string') {
      if (head.categories && !head.categories.includes(category)) {
        at('category', `there is no category ${category}: use one of ${head.categories.join(', ')}`);
      } else if (first && category !== first.keys.category) {
        at('category', `this category differs from the one in ${first.file}: a card is in one category`);
      }
    }
    if (typeof office === 'string' && !offices.has(office)) {
      const known = [...offices].sort().join(', ') || 'none yet';
      at('office', `there is no office ${office}: add it in offices/, or use one that exists (${known})`);
    }
    if (typeof image === 'string' && !files.has(image)) at('image', missingMedia(image, files));
  }
}
