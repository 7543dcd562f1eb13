import type { CardVersion, CompiledContent } from '../../protocol/content/compiled.ts';
import { lexiconOf, words } from '../assistant/index.ts';

/** The words of a language that tell of nobody, folded. */
export interface Vocabulary {
  /** Articles, question words and the like: they say nothing to an editor. */
  idle: ReadonlySet<string>;
  /** What the services are described with, and everyday words. */
  known: ReadonlySet<string>;
}

/**
 * Words of the cards and of the assistant's own lists. Offices, news and events are left out, where names of people
 * and places are; of running text only what is written small is taken, as names are not.
 */
export function vocabularyOf(content: CompiledContent | null, language: string): Vocabulary {
  const lexicon = lexiconOf(language);
  const idle = new Set(words(`${lexicon.stop} ${lexicon.weak}`));
  const known = new Set(
    words([lexicon.common, ...lexicon.synonyms.flat(), ...Object.values(lexicon.aspects).flat()].join(' ')),
  );
  const add = (text: string) => {
    for (const word of words(text)) known.add(word);
  };
  for (const { versions } of content?.cards ?? []) {
    const version = versions[language];
    if (!version) continue;
    // What it is called and how it is asked for is written by an editor, capitals and all.
    for (const text of [version.title, ...version.keywords, ...version.askedAs]) add(text);
    for (const text of runningTexts(version)) add(writtenSmall(text));
  }
  for (const { title, summary } of content?.categories ?? []) {
    add(title[language] ?? '');
    add(writtenSmall(summary[language] ?? ''));
  }
  for (const group of content?.assistant.synonyms[language] ?? []) add(group.join(' '));
  return { idle, known };
}

function runningTexts(version: CardVersion): string[] {
  const { summary, audience, html, needed, outcome, times, costs, simple } = version;
  const texts = [summary, audience, html.replace(/<[^>]*>|&[^;\s]*;/gu, ' '), ...needed];
  return [...texts, outcome ?? '', times ?? '', costs ?? '', ...simple.map(({ text }) => text)];
}

/** The words of a text that have no capital; all of them in a script that has none. */
function writtenSmall(text: string): string {
  return (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => word === word.toLowerCase()).join(' ');
}
