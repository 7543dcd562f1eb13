import type { Operator, RoutingPolicy, Waiting } from './types.ts';

/** What the own office is worth against knowing the subject: both together make 1. */
const officeWeight = 0.4;
const subjectWeight = 0.6;

/**
 * How well an operator suits a call, from 0 to 1, or `undefined` where something that is required is missing:
 * language, sign language, way of talking, or the office (its own, or one it flows over to by now).
 */
export function matchOf(
  call: Waiting,
  operator: Operator,
  now: number,
  policy: RoutingPolicy,
): number | undefined {
  const { wish } = call;
  const { skills } = operator;
  if (call.declinedBy.includes(operator.name)) return undefined;
  if (call.only !== null && call.only !== operator.name) return undefined;
  if (!skills.languages.includes(wish.language)) return undefined;
  if (wish.signLanguage && !skills.signLanguage) return undefined;
  if (!skills.modes.includes(wish.mode)) return undefined;
  const own = skills.offices.includes(wish.office);
  if (!own && call.only === null && !flowsOver(call, operator, now, policy)) return undefined;
  const knows = wish.subject === null || skills.subjects.includes(wish.subject);
  return (own ? officeWeight : 0) + (knows ? subjectWeight : 0);
}

function flowsOver(call: Waiting, operator: Operator, now: number, policy: RoutingPolicy): boolean {
  return policy.overflow.some(
    ({ from, to, afterSeconds }) =>
      from === call.wish.office &&
      operator.skills.offices.includes(to) &&
      now - call.since >= afterSeconds * 1000,
  );
}

/** The best match that anybody who is signed in and not away could be to a call, 0 where nobody could take it. */
export function bestMatch(
  call: Waiting,
  operators: readonly Operator[],
  now: number,
  policy: RoutingPolicy,
): number {
  return Math.max(
    0,
    ...operators
      .filter((operator) => operator.presence !== 'away')
      .map((operator) => matchOf(call, operator, now, policy) ?? 0),
  );
}

/** The share of the best match that a call still asks for: 1 when it begins to wait, fading evenly to 0. */
export function insistence(call: Waiting, now: number, policy: RoutingPolicy): number {
  if (policy.relaxSeconds === 0) return 0;
  return Math.max(0, 1 - Math.max(0, now - call.since) / (policy.relaxSeconds * 1000));
}

/** How many kinds of calls an operator could take: the rarer ones are kept for what only they can do. */
export function versatility({ skills }: Operator): number {
  return (
    skills.offices.length +
    skills.languages.length +
    skills.subjects.length +
    skills.modes.length +
    (skills.signLanguage ? 5 : 0)
  );
}
