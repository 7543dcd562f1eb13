import type { Analyser, Term } from '../text/analyser.ts';
import type { Vocabulary } from '../text/vocabulary.ts';

/** One thing that a question says, with every way the content may say it. */
export interface Unit {
  /** The words of the question it stands for. */
  words: string[];
  alternatives: Alternative[];
  /** How much it says, 0 to 1. */
  weight: number;
}

export interface Alternative {
  stems: string[];
  /** How sure it is that this was meant. */
  weight: number;
}

const synonymWeight = 0.85;
const compoundWeight = 0.9;

/** Takes a question apart: spelling put right, compounds parted and joined, synonyms beside. */
export function unitsOf(
  question: string,
  analyser: Analyser,
  vocabulary: Vocabulary,
  isIndexed: (stem: string) => boolean,
): Unit[] {
  const terms = joined(analyser.terms(question), analyser, isIndexed);
  const units = terms.flatMap((term) => unitOf(term, analyser, vocabulary, isIndexed));
  return withSynonyms(units, analyser.synonyms);
}

/** `auto scuola` is `autoscuola` where the content has only that. */
function joined(terms: Term[], analyser: Analyser, isIndexed: (stem: string) => boolean): Term[] {
  const result: Term[] = [];
  for (let index = 0; index < terms.length; index += 1) {
    const [one, next] = [terms[index], terms[index + 1]];
    if (!one) break;
    const [whole] = next && mayJoin(one) && mayJoin(next) ? analyser.terms(one.word + next.word) : [];
    if (!next || !whole || whole.weight === 0 || !isIndexed(whole.stem)) {
      result.push(one);
      continue;
    }
    // A part that the content has by itself keeps its own say.
    result.push(...[one, next].filter(({ stem }) => isIndexed(stem)), whole);
    index += 1;
  }
  return result;
}

function mayJoin({ word, weight }: Term): boolean {
  return weight > 0 && word.length >= 3;
}

function unitOf(
  term: Term,
  analyser: Analyser,
  vocabulary: Vocabulary,
  isIndexed: (stem: string) => boolean,
): Unit[] {
  const { word, stem, weight } = term;
  const unit = (alternatives: Alternative[], heaviest = weight): Unit[] => [
    { words: [word], alternatives, weight: heaviest },
  ];
  if (weight === 0) return [];
  if (isIndexed(stem) || vocabulary.has(word)) return unit([{ stems: [stem], weight: 1 }]);
  const parts = vocabulary.parts(word);
  if (parts) {
    return unit([{ stems: parts.flatMap((part) => analyser.stems(part)), weight: compoundWeight }]);
  }
  const meant = vocabulary.nearest(word);
  const likely = meant.length > 0 ? meant : vocabulary.completions(word);
  if (likely.length === 0) return unit([{ stems: [stem], weight: 1 }]);
  const analysed = likely.flatMap((candidate) =>
    analyser.terms(candidate.word).map((found) => ({ ...found, sure: candidate.weight })),
  );
  const heaviest = analysed[0]?.weight ?? 0;
  if (heaviest === 0) return [];
  return unit(
    analysed
      .filter((found) => found.weight > 0)
      .map((found) => ({ stems: [found.stem], weight: found.sure })),
    heaviest,
  );
}

/** Where the question holds an expression of a group, the group's others count nearly as much. */
function withSynonyms(units: Unit[], groups: string[][][]): Unit[] {
  const said = units.map(({ alternatives }) => new Set(alternatives.flatMap(({ stems }) => stems)));
  for (const group of groups) {
    for (const expression of group) {
      const start = said.findIndex((_, index) =>
        expression.every((stem, offset) => said[index + offset]?.has(stem)),
      );
      if (start === -1) continue;
      const others: Alternative[] = group
        .filter((other) => other !== expression)
        .map((stems) => ({ stems, weight: synonymWeight }));
      // Words of an expression belong together: each of them may be said by the other expression as a whole.
      for (let offset = 0; offset < expression.length; offset += 1) {
        const unit = units[start + offset];
        unit?.alternatives.push(...others);
        if (unit && expression.length > 1) unit.weight = Math.max(unit.weight, 0.6);
      }
      break;
    }
  }
  return units;
}
