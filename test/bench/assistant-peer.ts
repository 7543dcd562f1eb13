import MiniSearch, { type SearchOptions } from 'minisearch';
import type { CompiledContent } from '../../protocol/content/index.ts';

/** A search box as one gets it: minisearch over the same texts, without handling of language. */
export type Peer = (question: string, language: string) => string[];

export function plainSearch(content: CompiledContent, options: SearchOptions): Peer {
  const indexes = new Map<string, MiniSearch>();
  const indexIn = (language: string): MiniSearch => {
    const known = indexes.get(language);
    if (known) return known;
    const mini = new MiniSearch({ fields: ['title', 'text'] });
    for (const { id, versions } of content.cards) {
      const version = versions[language];
      if (!version) continue;
      const { title, summary, audience, needed, outcome, times, costs, keywords, askedAs, html } = version;
      const plain = html.replace(/<[^>]*>/g, ' ');
      const text = [summary, audience, needed, outcome, times, costs, keywords, askedAs, plain]
        .flat()
        .join(' ');
      mini.add({ id: `card:${id}`, title, text });
    }
    for (const { id, versions } of content.offices) {
      const version = versions[language];
      if (!version) continue;
      const { name, summary, address, askedAs, html } = version;
      const text = [summary, address, askedAs, html.replace(/<[^>]*>/g, ' ')].flat().join(' ');
      mini.add({ id: `office:${id}`, title: name, text });
    }
    indexes.set(language, mini);
    return mini;
  };
  return (question, language) =>
    indexIn(language)
      .search(question, { boost: { title: 2 }, ...options })
      .map(({ id }) => String(id));
}
