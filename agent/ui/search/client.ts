import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import type { SearchResult } from '../../../protocol/search.ts';

/** The search field of one session: what stands in it and what was found. It is wiped with the session. */
export interface SearchClient {
  text(): string;
  /** What was found for the text, or for the one before while the answer is on its way; `null` for no text. */
  results(): readonly SearchResult[] | null;
  /** Takes what stands in the field now. An empty text has the agent prepare the language. */
  type(text: string, language: string): void;
  /** Takes a message of the agent; false where it is not for the search. */
  hear(message: AgentMessage): boolean;
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

export function createSearchClient({ send }: { send: (message: PageMessage) => void }): SearchClient {
  const listeners = new Set<() => void>();
  let text = '';
  let results: readonly SearchResult[] | null = null;
  let number = 0;

  function tell(): void {
    for (const listener of listeners) listener();
  }

  return {
    text: () => text,
    results: () => results,
    type(typed, language) {
      text = typed;
      if (typed.trim() === '') results = null;
      number += 1;
      send({ type: 'search', number, text: typed, language });
      tell();
    },
    hear(message) {
      if (message.type !== 'found') return false;
      // An answer to what is not in the field any more is thrown away.
      if (message.number === number && text.trim() !== '') {
        results = message.results;
        tell();
      }
      return true;
    },
    wipe() {
      text = '';
      results = null;
      number += 1;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
