import { bestMatch, insistence, matchOf, versatility } from './match.ts';
import type { Assignment, Operator, RoutingPolicy, Waiting } from './types.ts';

/** Longest waiting first; calls that began at the same moment in the order of their ids, so that it is the same everywhere. */
export function inOrder<Call extends Pick<Waiting, 'id' | 'since'>>(calls: readonly Call[]): Call[] {
  return [...calls].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

/**
 * Who is offered which call now. The longest waiting call chooses first: the best match, then whoever can do
 * least else, then the longest idle. A call whose wish is not met yet leaves the operators to those behind it.
 */
export function route(
  calls: readonly Waiting[],
  operators: readonly Operator[],
  now: number,
  policy: RoutingPolicy,
): Assignment[] {
  const free = new Set(operators.filter(({ presence }) => presence === 'available'));
  const assignments: Assignment[] = [];
  for (const call of inOrder(calls)) {
    const least = bestMatch(call, operators, now, policy) * insistence(call, now, policy);
    const [chosen] = [...free]
      .map((operator) => ({ operator, match: matchOf(call, operator, now, policy) }))
      .filter((each): each is { operator: Operator; match: number } => (each.match ?? -1) >= least)
      .sort(
        (a, b) =>
          b.match - a.match ||
          versatility(a.operator) - versatility(b.operator) ||
          a.operator.idleSince - b.operator.idleSince ||
          (a.operator.name < b.operator.name ? -1 : 1),
      );
    if (!chosen) continue;
    free.delete(chosen.operator);
    assignments.push({ call: call.id, operator: chosen.operator.name });
  }
  return assignments;
}

/**
 * When the answer of `route` may change by time alone, in ms: a wish fades, a call flows over. `undefined` where
 * only an event can change it.
 */
export function nextChange(
  calls: readonly Waiting[],
  operators: readonly Operator[],
  now: number,
  policy: RoutingPolicy,
): number | undefined {
  const free = operators.filter(({ presence }) => presence === 'available');
  const moments = calls.flatMap((call) => [
    ...policy.overflow
      .filter(({ from }) => from === call.wish.office)
      .map(({ afterSeconds }) => call.since + afterSeconds * 1000),
    ...free.map((operator) => fadesTo(call, operator, operators, now, policy)),
  ]);
  const later = moments.filter((moment): moment is number => moment !== undefined && moment > now);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** When a call's wish has faded so far that this operator will do. */
function fadesTo(
  call: Waiting,
  operator: Operator,
  operators: readonly Operator[],
  now: number,
  policy: RoutingPolicy,
): number | undefined {
  const match = matchOf(call, operator, now, policy);
  if (match === undefined) return undefined;
  const best = bestMatch(call, operators, now, policy);
  if (best === 0) return undefined;
  return Math.ceil(call.since + policy.relaxSeconds * 1000 * (1 - match / best));
}
