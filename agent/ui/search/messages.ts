import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { SearchKind, SearchResult } from '../../../protocol/search.ts';

type Fields = Record<string, unknown>;

const kinds: readonly SearchKind[] = ['card', 'office', 'news', 'event'];

/** Reads what the agent found. */
export const searchReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  found({ number, results }) {
    if (typeof number !== 'number' || !Array.isArray(results)) return undefined;
    return { type: 'found', number, results: results.flatMap(resultIn) };
  },
};

function resultIn(value: unknown): SearchResult[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, id, title, language, marks }: Fields = { ...value };
  const known = kinds.find((name) => name === kind);
  if (!known || typeof id !== 'string' || typeof title !== 'string' || typeof language !== 'string')
    return [];
  return [{ kind: known, id, title, language, marks: Array.isArray(marks) ? marks.flatMap(markIn) : [] }];
}

function markIn(value: unknown): SearchResult['marks'] {
  if (typeof value !== 'object' || value === null) return [];
  const { from, to }: Fields = { ...value };
  return typeof from === 'number' && typeof to === 'number' && from < to ? [{ from, to }] : [];
}
