import type { Aspect } from '../languages/index.ts';
import type { Found, Searched } from '../retrieval/search.ts';

/** How sure a search is. */
export type Verdict =
  | { kind: 'sure'; best: Found; others: Found[] }
  | { kind: 'unsure'; candidates: Found[] }
  | { kind: 'lost' };

/**
 * Limits found on the questions of `test/bench/questions` that are not held out. Coverage and likeness are
 * shares of what was asked, so that they do not depend on how large the content is.
 */
export const limits = {
  /** Below this an entry is not spoken of at all. */
  leastScore: 0.26,
  leastCoverage: 0.28,
  /** What an answer without a question back asks for. */
  sureScore: 0.46,
  sureCoverage: 0.6,
  sureLikeness: 0.5,
  /** Distance to the next entry; less of it is enough for an entry that says nearly all. */
  lead: 0.07,
  leadOfWhole: 0.03,
  wholeScore: 0.75,
  /** Words below this weight (how much, where, tomorrow) name no subject alone, unless a phrase of the content is theirs. */
  heavyWord: 0.6,
  likenessOfLight: 0.75,
  /** In idf: who says less than this means everything that is called so. */
  littleSaid: 2.4,
  /** Coverage and likeness of something else that is called so. */
  rival: 0.8,
  officeBonus: 0.1,
  /** An option is this much behind the first at most. */
  optionLag: 0.22,
} as const;

/** @param aspect the part that is asked for: hours and telephones are an office's rather than a card's */
export function judge({ found, units, said }: Searched, aspect: Aspect | null): Verdict {
  const [best, ...rest] = aspect === 'hours' || aspect === 'contacts' ? officesFirst(found) : found;
  const heavy = units.some(({ weight }) => weight >= limits.heavyWord);
  if (!heavy && (units.length < 2 || (best?.likeness ?? 0) < limits.likenessOfLight)) return { kind: 'lost' };
  if (!best || best.score < limits.leastScore || best.coverage < limits.leastCoverage)
    return { kind: 'lost' };
  const others = rest.filter(
    ({ score, coverage }) => score >= best.score - limits.optionLag && coverage > 0.2,
  );
  const next = rest[0];
  const lead = next ? best.score - next.score : 1;
  const needed = best.score >= limits.wholeScore ? limits.leadOfWhole : limits.lead;
  const rivals =
    said < limits.littleSaid &&
    rest.some(
      ({ entry, coverage, likeness }) =>
        entry.kind === best.entry.kind && Math.min(coverage, likeness) >= limits.rival,
    );
  const convincing =
    best.score >= limits.sureScore &&
    best.coverage >= limits.sureCoverage &&
    best.likeness >= limits.sureLikeness &&
    !rivals;
  if (convincing && lead >= needed) return { kind: 'sure', best, others };
  return { kind: 'unsure', candidates: [best, ...others].slice(0, 3) };
}

function officesFirst(found: readonly Found[]): Found[] {
  return found
    .map((one) => (one.entry.kind === 'office' ? { ...one, score: one.score + limits.officeBonus } : one))
    .sort((one, other) => other.score - one.score);
}
