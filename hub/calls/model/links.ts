import {
  after,
  citizenOf,
  deskName,
  living,
  partyAt,
  step,
  withCall,
  withDesk,
  withParty,
} from './change.ts';
import { standingNotices } from './standing.ts';
import type { Call, Centre, Event, Rules, Step } from './types.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** Media of the others comes in at this party, or has stopped. */
export function media(centre: Centre, event: Of<'media'>): Step {
  const call = centre.calls.get(event.call);
  const party = call && partyAt(call, event.address);
  if (!call || !party || party.media === event.flowing) return step(centre);
  const heard = withParty(call, party.name, { media: event.flowing });
  return { centre: withCall(centre, heard), effects: [] };
}

/**
 * Moves a call to `connected` once both sides have media, and away from it when a side is gone. A call that came
 * back to the queue while its citizen was gone is waited for like any other.
 */
export function joined(centre: Centre, call: Call, now: number, rules: Rules): Step {
  if (call.state === 'waiting' && call.deadline === null && citizenOf(call)?.present === false) {
    return step(withCall(centre, { ...call, deadline: now + rules.grace }));
  }
  const sides = call.parties.filter(({ name }) => name === 'citizen' || name === 'operator');
  const whole = sides.length === 2 && sides.every(({ present, media: flows }) => present && flows);
  const gone = sides.some(({ present }) => !present);
  const next =
    whole && (call.state === 'connecting' || call.state === 'interrupted')
      ? after(call, 'connect', { connected: call.connected ?? now })
      : gone && (call.state === 'connecting' || call.state === 'connected')
        ? after(call, 'interrupt', { deadline: now + rules.grace })
        : undefined;
  if (!next) return step(centre);
  return step(withCall(centre, next), { type: 'keep', call: next }, ...standingNotices(next));
}

/** The link of an address came or went: its parties and its desk are there or not. */
export function link(centre: Centre, event: Of<'link'>, now: number, rules: Rules): Step {
  const { address, present } = event;
  let next = centre;
  for (const call of living(centre)) {
    const party = partyAt(call, address);
    if (!party || party.present === present) continue;
    const changed = withParty(call, party.name, { present });
    // A citizen who vanished from the queue is waited for a little; one of a callback is expected to be away.
    const queued = changed.state === 'waiting' && party === citizenOf(call);
    next = withCall(next, queued ? { ...changed, deadline: present ? null : now + rules.grace } : changed);
  }
  const desk = address.startsWith('desk:') ? next.desks.get(deskName(address)) : undefined;
  if (desk && desk.present !== present) {
    next = withDesk(next, { ...desk, present, deadline: present ? null : now + rules.grace });
  }
  return step(next);
}
