import { createHmac, randomBytes } from 'node:crypto';
import { words } from '../assistant/index.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Lets only those words of a question through that tell of nobody. */
export interface Sieve {
  /** The words that may be counted, each once, in no order that means anything. */
  sift(question: string, vocabulary: Vocabulary): string[];
  /** The citizen's session is over. */
  ended(): void;
}

/** So many sessions of one day must ask an unknown word before it is let through. */
export const enoughSessions = 3;
/** Words that are counted in one day at most. */
const maximumWords = 5000;
const day = 86_400_000;

/**
 * A word of the published content or of the assistant's lists passes. Any other has to be written small, in letters
 * only, and asked in three sessions of one day: until then not the word is kept but its keyed hash, with a key
 * that is made anew every day and is nowhere but in memory.
 */
export function createSieve({ now }: { now: () => number }): Sieve {
  let today = -1;
  let key = randomBytes(32);
  let sessions = new Map<string, number>();
  let ofThisSession = new Set<string>();

  function turnDay(): void {
    const current = Math.floor(now() / day);
    if (current === today) return;
    today = current;
    key = randomBytes(32);
    sessions = new Map();
    ofThisSession = new Set();
  }

  /** Whether enough sessions have asked it by now. */
  function isCommon(word: string): boolean {
    const hash = createHmac('sha256', key).update(word).digest('base64');
    const before = sessions.get(hash);
    if (before === undefined && sessions.size >= maximumWords) return false;
    const count = (before ?? 0) + (ofThisSession.has(hash) ? 0 : 1);
    ofThisSession.add(hash);
    sessions.set(hash, count);
    return count >= enoughSessions;
  }

  return {
    sift(question, { idle, known }) {
      turnDay();
      const passed = new Set<string>();
      for (const piece of question.split(/\s+/u)) {
        // A number, an address, a code, or a part of one: nothing of it is looked at.
        if (/[\p{N}@_/\\#+]|\p{L}\.\p{L}/u.test(piece)) continue;
        const small = piece === piece.toLowerCase();
        for (const word of words(piece)) {
          if (!isPlain(word) || idle.has(word)) continue;
          if (known.has(word) || (small && isCommon(word))) passed.add(word);
        }
      }
      return [...passed].sort();
    },
    ended() {
      ofThisSession = new Set();
    },
  };
}

/** Letters only, and neither so short nor so long that it is no word; two signs are one in Chinese. */
function isPlain(word: string): boolean {
  return /^\p{L}{3,30}$/u.test(word) || /^\p{Script=Han}{2}$/u.test(word);
}
