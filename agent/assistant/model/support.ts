import type { Analyser } from '../text/analyser.ts';
import { fold, words } from '../text/fold.ts';

/** Share of what an answer says that must stand in the passages. */
const leastOverlap = 0.7;

/**
 * Whether an answer says nothing that the passages do not say: every number, address, sign of refusal and name
 * must stand in them, and so must most of its words.
 */
export function isSupported(
  answer: string,
  question: string,
  passages: readonly string[],
  analyser: Analyser,
): boolean {
  const source = passages.join('\n');
  const numbers = new Set(numbersOf(source));
  if (!numbersOf(answer).every((number) => numbers.has(number))) return false;
  const folded = fold(source);
  if (!addressesOf(answer).every((address) => folded.includes(fold(address)))) return false;
  const known = new Set(words(source));
  const asked = new Set(words(question));
  const named = (name: string) => words(name).every((word) => known.has(word));
  if (!namesOf(answer).every(named)) return false;
  const stems = new Set(analyser.stems(source));
  const said = analyser.terms(answer).filter(({ weight }) => weight > 0);
  if (said.length === 0) return false;
  let [held, all] = [0, 0];
  for (const { stem, word, weight } of said) {
    all += weight;
    if (stems.has(stem)) held += weight;
    // What the citizen said may be said again, but supports nothing by itself.
    else if (asked.has(word)) all -= weight;
  }
  return held > 0 && held / all >= leastOverlap;
}

/** Digits as they were written, without what parts thousands. */
function numbersOf(text: string): string[] {
  return [...text.matchAll(/\p{N}+(?:[.,:/]\p{N}+)*/gu)].map(([number]) =>
    number.replace(/[.,](?=\p{N}{3}\b)/gu, ''),
  );
}

function addressesOf(text: string): string[] {
  return [
    ...text.matchAll(
      /(?:https?:\/\/|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:it|com|org|net|eu|gov)\b/giu,
    ),
  ].map(([address]) => address.replace(/^https?:\/\//, '').replace(/[.,;:!?)]+$/u, ''));
}

/** Words with a capital inside a sentence, or of capitals only. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/(?<=[\p{L}\p{N},;:]\s)\p{Lu}[\p{L}\p{N}'’-]*|\b\p{Lu}{2,}\b/gu)].map(
    ([name]) => name,
  );
}
