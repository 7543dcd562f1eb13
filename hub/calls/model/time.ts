import { nextChange } from '../routing/index.ts';
import { citizenOf, deskName, ended, inTurn, living, operatorOf, step, withCall } from './change.ts';
import { declined, presence, signedOut } from './desk.ts';
import { operatorsOf, waitingOf } from './standing.ts';
import type { Call, Centre, Rules, Step } from './types.ts';

/** Calls that ended are known for this long (ms), so that an operator can file them and a repeated word is understood. */
const remembered = 10 * 60_000;

/** Does what is due: rings that nobody answered, waits for those who vanished, callbacks that nobody came to. */
export function due(centre: Centre, now: number, rules: Rules): Step {
  const steps = [
    ...living(centre)
      .filter(({ deadline }) => deadline !== null && deadline <= now)
      .map(
        ({ id }) =>
          (state: Centre) =>
            expired(state, id, now),
      ),
    ...[...centre.desks.values()]
      .filter(({ deadline }) => deadline !== null && deadline <= now)
      .map(
        ({ name }) =>
          (state: Centre) =>
            signedOut(state, { type: 'signed_out', name }, now),
      ),
    (state: Centre) => step(forgotten(state, now, rules)),
  ];
  return inTurn(step(centre), ...steps);
}

function expired(centre: Centre, id: Call['id'], now: number): Step {
  const call = centre.calls.get(id);
  if (!call || call.deadline === null || call.deadline > now) return step(centre);
  const operator = operatorOf(call);
  switch (call.state) {
    case 'waiting':
      return citizenOf(call)?.present
        ? step(withCall(centre, { ...call, deadline: null }))
        : ended(centre, call, 'lost', now);
    case 'ringing':
      return operator ? unanswered(centre, id, deskName(operator.address), now) : step(centre);
    case 'connecting':
      return ended(centre, call, 'failed', now);
    case 'interrupted':
      return ended(centre, call, call.connected === null ? 'failed' : 'broken', now);
    default:
      return ended(centre, call, 'abandoned', now);
  }
}

/** Nobody is at a desk that rang for nothing: it gets no further calls until somebody says so. */
function unanswered(centre: Centre, call: Call['id'], name: string, now: number): Step {
  return inTurn(declined(centre, { type: 'declined', call, name }, now), (state) =>
    presence(state, { type: 'presence', name, presence: 'away' }, now),
  );
}

function forgotten(centre: Centre, now: number, rules: Rules): Centre {
  const old = [...centre.calls.values()].filter(({ ended: at }) => at !== null && now - at > remembered);
  const asks = [...centre.asks].filter(([, moments]) => moments.every((at) => now - at >= rules.asksWithin));
  if (old.length === 0 && asks.length === 0) return centre;
  const calls = new Map(centre.calls);
  for (const { id } of old) calls.delete(id);
  const left = new Map(centre.asks);
  for (const [address] of asks) left.delete(address);
  return { ...centre, calls, asks: left };
}

/** When `due` or the routing has something to do next, in ms; `undefined` where only an event can bring it. */
export function wakeAt(centre: Centre, now: number, rules: Rules): number | undefined {
  const calls = [...centre.calls.values()];
  const waiting = calls.filter(({ state }) => state === 'waiting').map(waitingOf);
  const moments = [
    ...calls.map(({ deadline }) => deadline),
    ...[...centre.desks.values()].map(({ deadline }) => deadline),
    ...calls.map(({ ended: at }) => (at === null ? null : at + remembered + 1)),
    ...[...centre.asks.values()].map((moments) => Math.max(...moments) + rules.asksWithin),
    nextChange(waiting, operatorsOf(centre), now, rules.routing) ?? null,
  ].filter((moment): moment is number => moment !== null);
  return moments.length === 0 ? undefined : Math.min(...moments);
}
