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
  leastScore: 0.3,
  leastCoverage: 0.34,
  /** What an answer without a question back asks for. */
  sureScore: 0.46,
  sureCoverage: 0.5,
  /** Distance to the next entry; less of it is enough for an entry that says nearly all. */
  lead: 0.07,
  leadOfWhole: 0.03,
  wholeScore: 0.75,
  /** An option is this much behind the first at most. */
  optionLag: 0.22,
} as const;

export function judge({ found }: Searched): Verdict {
  const [best, ...rest] = found;
  if (!best || best.score < limits.leastScore || best.coverage < limits.leastCoverage)
    return { kind: 'lost' };
  const others = rest.filter(
    ({ score, coverage }) => score >= best.score - limits.optionLag && coverage > 0.2,
  );
  const next = rest[0];
  const lead = next ? best.score - next.score : 1;
  const needed = best.score >= limits.wholeScore ? limits.leadOfWhole : limits.lead;
  const convincing = best.score >= limits.sureScore && best.coverage >= limits.sureCoverage;
  if (convincing && lead >= needed) return { kind: 'sure', best, others };
  return { kind: 'unsure', candidates: [best, ...others].slice(0, 3) };
}
