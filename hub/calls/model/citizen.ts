import {
  after,
  citizenOf,
  ended,
  living,
  operatorOf,
  partyAt,
  refusal,
  step,
  withCall,
  withoutParty,
} from './change.ts';
import { standingNotices } from './standing.ts';
import type { Call, Centre, Event, Rules, Step } from './types.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** Somebody wants a person. Asked twice with the same id, it is answered with where the call stands. */
export function asked(centre: Centre, event: Of<'asked'>, now: number, rules: Rules): Step {
  const { call: id, address, wish, origin, opens } = event;
  const known = centre.calls.get(id);
  if (known) {
    return citizenOf(known)?.address === address
      ? step(centre, ...standingNotices(known))
      : refusal(centre, address, id, 'conflict', 'a call with this id is there already');
  }
  const recent = (centre.asks.get(address) ?? []).filter((moment) => now - moment < rules.asksWithin);
  if (recent.length >= rules.asks) {
    return refusal(centre, address, id, 'too_many_requests', 'too many calls: try again in a few minutes');
  }
  if (living(centre).some((call) => citizenOf(call)?.address === address && call.state !== 'callback')) {
    return refusal(centre, address, id, 'conflict', 'a call from here is under way');
  }
  const counted = { ...centre, asks: new Map(centre.asks).set(address, [...recent, now]) };
  if (opens !== undefined) {
    return step(counted, {
      type: 'notice',
      address,
      notice: {
        type: 'closed',
        call: id,
        office: wish.office,
        opens: opens === null ? null : new Date(opens).toISOString(),
      },
    });
  }
  const call: Call = {
    id,
    origin,
    wish,
    office: wish.office,
    state: 'waiting',
    parties: [
      { name: 'citizen', address, role: '', invited: false, listens: false, present: true, media: false },
    ],
    asked: now,
    since: now,
    answered: null,
    connected: null,
    ended: null,
    deadline: null,
    declinedBy: [],
    only: null,
    share: { kind: 'none' },
    recording: null,
    outcome: null,
    note: '',
    tags: [],
  };
  return step(withCall(counted, call), { type: 'keep', call }, ...standingNotices(call));
}

/** Somebody is there again: a citizen of a callback waits again, from the same place. */
export function resumed(centre: Centre, event: Of<'resumed'>): Step {
  const call = centre.calls.get(event.call);
  const party = call && partyAt(call, event.address);
  if (!call || !party) {
    return refusal(centre, event.address, event.call, 'not_found', 'this call is over');
  }
  const back = call.state === 'callback' ? (after(call, 'reach') ?? call) : call;
  return step(withCall(centre, back), { type: 'keep', call: back }, ...standingNotices(back));
}

/** The citizen goes, and keeps the place until somebody is free or time is up. */
export function postponed(centre: Centre, event: Of<'postponed'>, now: number, rules: Rules): Step {
  const call = centre.calls.get(event.call);
  if (!call || citizenOf(call)?.address !== event.address) {
    return refusal(centre, event.address, event.call, 'not_found', 'this call is over');
  }
  const operator = operatorOf(call);
  const later = after(operator ? withoutParty(call, 'operator') : call, 'postpone', {
    deadline: now + rules.callback,
  });
  if (!later) return refusal(centre, event.address, call.id, 'conflict', 'this call was answered already');
  return step(
    withCall(centre, later),
    ...(operator
      ? [{ type: 'hush' as const, name: operator.address.slice('desk:'.length), call: call.id }]
      : []),
    { type: 'keep', call: later },
    ...standingNotices(later),
  );
}

/** Hangs up, whoever it is: a guest leaves alone, citizen and operator end the call. */
export function left(centre: Centre, event: Of<'left'>, now: number): Step {
  const call = centre.calls.get(event.call);
  const party = call && partyAt(call, event.address);
  // Twice the same is no mistake: the answer to the first may have been lost.
  if (!call || !party) return step(centre);
  if (party.name !== 'citizen' && party.name !== 'operator') {
    const without = withoutParty(call, party.name);
    return step(withCall(centre, without), ...standingNotices(without), {
      type: 'notice',
      address: party.address,
      notice: { type: 'ended', call: call.id, outcome: 'answered' },
    });
  }
  return ended(centre, call, outcomeOf(call), now);
}

/** What a call that ends now by somebody's wish has been. */
export function outcomeOf(call: Call): 'answered' | 'abandoned' | 'failed' {
  if (call.connected !== null) return 'answered';
  return call.answered === null || call.state === 'waiting' || call.state === 'ringing'
    ? 'abandoned'
    : 'failed';
}
