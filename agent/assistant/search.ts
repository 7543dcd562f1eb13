import MiniSearch from 'minisearch';
import type { CompiledContent } from '../../protocol/content/index.ts';
import {
  type AgentMessage,
  maximumSearchResults,
  type PageMessage,
  type SearchKind,
  type SearchResult,
} from '../../protocol/index.ts';
import { wallClock } from '../../protocol/opening/index.ts';
import { versionOf } from './retrieval/entries.ts';
import type { Found } from './retrieval/search.ts';
import { fold, words } from './text/fold.ts';

type SearchMessage = Extract<PageMessage, { type: 'search' }>;

/** Finds in the content while the citizen is still typing. Nothing that was typed is kept. */
export interface Search {
  /** The answer to a message of the page. */
  found(message: SearchMessage): AgentMessage;
}

export interface SearchOptions {
  /** The release on the screen; another object is another release. */
  content: () => CompiledContent | null;
  /** What the assistant makes of whole words: synonyms, everyday words, spelling. */
  find?: (text: string, language: string) => readonly Found[];
  /** Time in ms since 1970: news and events vanish after their day. */
  now: () => number;
}

interface Item {
  key: string;
  kind: SearchKind;
  id: string;
  title: string;
  language: string;
  /** Days between which it may be shown. */
  from: string;
  until: string | null;
}

interface Catalogue {
  items: Map<string, Item>;
  index: MiniSearch;
}

const fields = ['title', 'words', 'text'] as const;
const boost = { title: 5, words: 3, text: 1 };

/** From this length on a letter in five may be wrong; shorter words would become any other. */
const spelledLength = 4;
const spellingTolerance = 0.2;

/** A beginning shorter than this means nothing where the words before it are not there. */
const shortPrefix = 3;

/** What it is worth that everything typed begins a word of the title. */
const titleWorth = 0.6;

/** What the assistant must have understood at least of a text, so that its finding counts here. */
const leastCoverage = 0.5;
const leastScore = 0.35;

/** More languages than content has would come from outside, and must not fill the memory. */
const maximumCatalogues = 12;

export function createSearch({ content, find, now }: SearchOptions): Search {
  let release: CompiledContent | null = null;
  const catalogues = new Map<string, Catalogue>();

  function catalogueIn(language: string): Catalogue | undefined {
    const current = content();
    if (current !== release) catalogues.clear();
    release = current;
    if (!current) return undefined;
    const known = catalogues.get(language);
    if (known) return known;
    if (catalogues.size >= maximumCatalogues) catalogues.clear();
    const fresh = catalogueOf(current, language);
    catalogues.set(language, fresh);
    return fresh;
  }

  function search(text: string, language: string): SearchResult[] {
    const catalogue = catalogueIn(language);
    const typed = words(text);
    if (!catalogue || typed.length === 0) return [];
    const today = wallClock(now()).date;
    const scores = scoresOf(catalogue, typed);
    for (const { entry, score, coverage } of find?.(text, language) ?? []) {
      if (coverage < leastCoverage || score < leastScore) continue;
      scores.set(entry.key, (scores.get(entry.key) ?? 0) + 1.5 * score);
    }
    for (const [key, score] of scores) {
      const title = words(catalogue.items.get(key)?.title ?? '');
      const begun = typed.filter((each) => title.some((word) => word.startsWith(each))).length;
      scores.set(key, score + (titleWorth * begun) / typed.length);
    }
    return [...scores]
      .toSorted((one, other) => other[1] - one[1])
      .flatMap(([key]) => {
        const item = catalogue.items.get(key);
        if (!item || item.from > today || (item.until !== null && item.until < today)) return [];
        return [resultOf(item, typed)];
      })
      .slice(0, maximumSearchResults);
  }

  return {
    found: ({ number, text, language }) => ({ type: 'found', number, results: search(text, language) }),
  };
}

/** Scores from 0 to 1 of what holds all that was typed; of what holds some of it where nothing holds all. */
function scoresOf({ index }: Catalogue, typed: readonly string[]): Map<string, number> {
  // What an apostrophe leaves ("d'identità") says nothing beside other words.
  const telling = typed.filter((word, position) => word.length > 1 || position === typed.length - 1);
  const run = (combineWith: 'AND' | 'OR', leastPrefix: number) =>
    index.search(telling.join(' '), {
      combineWith,
      boost,
      // Only the last word may still be growing.
      prefix: (term, position, terms) => position === terms.length - 1 && term.length >= leastPrefix,
      fuzzy: (term) => (term.length >= spelledLength ? spellingTolerance : false),
    });
  const whole = run('AND', 1);
  const results = whole.length > 0 ? whole : run('OR', shortPrefix);
  const most = results[0]?.score ?? 1;
  return new Map(results.map(({ id, score }) => [String(id), score / most]));
}

function resultOf({ kind, id, title, language }: Item, typed: readonly string[]): SearchResult {
  return { kind, id, title, language, marks: marksOf(title, typed) };
}

/** The parts of a title that are what was typed: the beginning of a word, or all of a word much like it. */
function marksOf(title: string, typed: readonly string[]): { from: number; to: number }[] {
  const marks: { from: number; to: number }[] = [];
  for (const match of title.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const [word] = match;
    const folded = fold(word);
    const begun = typed.find((each) => folded.startsWith(each));
    const like = begun ?? typed.find((each) => each.length >= spelledLength && isLike(folded, each));
    if (like === undefined) continue;
    // Folding keeps the length of nearly every word; where it does not, the whole word is marked.
    const length = begun !== undefined && folded.length === word.length ? begun.length : word.length;
    marks.push({ from: match.index, to: match.index + length });
  }
  return marks.slice(0, 20);
}

function isLike(word: string, typed: string): boolean {
  const shared = Math.min(word.length, typed.length, Math.ceil(typed.length * 0.6));
  return Math.abs(word.length - typed.length) <= 2 && word.slice(0, shared) === typed.slice(0, shared);
}

function catalogueOf(content: CompiledContent, language: string): Catalogue {
  const items = new Map<string, Item>();
  const index = new MiniSearch({
    fields: [...fields],
    idField: 'key',
    tokenize: (text) => words(text),
    processTerm: (term) => term,
  });

  function add<Version>(
    kind: SearchKind,
    { id, versions }: { id: string; versions: Record<string, Version> },
    told: (version: Version) => { title: string; words: string[]; text: string[] },
    days: { from: string; until: string | null } = { from: '', until: null },
  ): void {
    const found = versionOf(versions, language, content.defaultLanguage);
    if (!found) return;
    const key = `${kind}:${id}`;
    const texts = told(found.version);
    items.set(key, { key, kind, id, title: texts.title, language: found.language, ...days });
    index.add({ key, title: texts.title, words: texts.words.join(' . '), text: texts.text.join(' . ') });
  }

  for (const card of content.cards) {
    add('card', card, ({ title, keywords, askedAs, summary, audience, needed }) => ({
      title,
      words: [...keywords, ...askedAs],
      text: [summary, audience, ...needed],
    }));
  }
  for (const office of content.offices) {
    add('office', office, ({ name, askedAs, summary, address, town }) => ({
      title: name,
      words: askedAs,
      text: [summary, address, town],
    }));
  }
  for (const item of content.news) {
    add('news', item, ({ title, summary }) => ({ title, words: [], text: [summary] }), item);
  }
  for (const event of content.events) {
    const days = { from: '', until: event.until };
    add('event', event, ({ title, summary, place }) => ({ title, words: [], text: [summary, place] }), days);
  }
  return { items, index };
}
