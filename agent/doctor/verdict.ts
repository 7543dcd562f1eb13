import type { CheckName, CheckResult, Finding, Outcome, Verdict } from '../../protocol/index.ts';

/** Without these a totem serves nobody; without the others it serves with less. */
const essential: ReadonlySet<CheckName> = new Set(['display', 'touch', 'disk', 'agent']);

/** A check is as bad as the worst that it found, and skipped where it found nothing to judge. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  const has = (weight: Finding['weight']) => findings.some((finding) => finding.weight === weight);
  if (has('failed')) return 'failed';
  if (has('warning')) return 'warning';
  return has('good') ? 'ok' : 'skipped';
}

/** The cure of the heaviest finding that has one. */
export function cureOf(findings: readonly Finding[]): string | null {
  for (const weight of ['failed', 'warning', 'note'] as const) {
    const found = findings.find((finding) => finding.weight === weight && finding.cure !== null);
    if (found) return found.cure;
  }
  return null;
}

/** Judges a whole run. What is out of order comes first in what to do, then what failed, then what may. */
export function verdictOf(results: readonly CheckResult[], now: number): Verdict {
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const warned = results.filter(({ outcome }) => outcome === 'warning');
  const skipped = results.filter(({ outcome }) => outcome === 'skipped');
  const fatal = failed.filter(({ check }) => essential.has(check));
  const rank = (check: CheckName, weight: Finding['weight']) =>
    weight === 'failed' ? (essential.has(check) ? 0 : 1) : 2;
  const actions = results
    .flatMap(({ check, findings }) =>
      findings.flatMap(({ code, weight, cure, parameters }) =>
        cure !== null && (weight === 'failed' || weight === 'warning')
          ? [{ rank: rank(check, weight), action: { check, code, text: cure, parameters } }]
          : [],
      ),
    )
    .sort((one, other) => one.rank - other.rank)
    .map(({ action }) => action);
  const different = actions.filter(
    ({ text }, index) => actions.findIndex((other) => other.text === text) === index,
  );
  const outcome = fatal.length > 0 ? 'out_of_order' : failed.length + warned.length > 0 ? 'usable' : 'ok';
  const names = (of: readonly CheckResult[]) => of.map(({ check }) => check).join(', ');
  const left = skipped.length > 0 ? ` Not checked: ${names(skipped)}.` : '';
  const text = {
    ok: `Everything that was checked is well.${left}`,
    usable: `The totem is usable; look at ${names([...failed, ...warned])}.${left}`,
    out_of_order: `The totem is out of order: ${names(fatal)} failed.${left}`,
  }[outcome];
  return { outcome, text, actions: different.slice(0, 200), at: new Date(now).toISOString() };
}
