/** A test by its file and its title as AVA reports it. */
export interface NamedTest {
  file: string;
  title: string;
}

/** What shows that a criterion is met; texts are Italian, as the declaration is. */
export type Proof =
  | { by: 'tests'; tests: readonly NamedTest[] }
  /** Whoever builds or places the cabinet has to see to it: it is to be checked where the totem stands. */
  | { by: 'place'; what: string }
  /** Whoever writes the content has to see to it. */
  | { by: 'editor'; what: string }
  /** The totem has nothing that it could apply to. */
  | { by: 'absence'; why: string }
  /** It is not met, or nobody has shown it. */
  | { by: 'nothing'; what: string };

export interface Criterion {
  /** Clause of EN 301 549 V3.2.1; null where its chapter on software does not ask for it, or WCAG 2.2 is newer. */
  clause: string | null;
  /** Success criterion of WCAG 2.2. */
  wcag?: string;
  /** Its Italian name. */
  title: string;
  proof: Proof;
}
