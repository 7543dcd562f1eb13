import {
  after,
  citizenOf,
  deskName,
  ended,
  inTurn,
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

/**
 * Somebody wants a person. Asked twice with the same id, it is answered with where the call stands. One address has
 * one call: who asks anew knows of no other any more, as a totem that was started again, and the former is over.
 */
export function asked(centre: Centre, event: Of<'asked'>, now: number, rules: Rules): Step {
  const { call: id, address, wish, origin, opens, present } = event;
  const known = centre.calls.get(id);
  // Whose end was told while its citizen was away. Who knows the id may know the outcome.
  if (known?.outcome) {
    return step(centre, {
      type: 'notice',
      address,
      notice: { type: 'ended', call: id, outcome: known.outcome },
    });
  }
  if (known) {
    return citizenOf(known)?.address === address
      ? step(centre, ...standingNotices(known))
      : refusal(centre, address, id, 'conflict', 'a call with this id is there already');
  }
  const recent = (centre.asks.get(address) ?? []).filter((moment) => now - moment < rules.asksWithin);
  if (recent.length >= rules.asks) {
    return refusal(centre, address, id, 'too_many_requests', 'too many calls: try again in a few minutes');
  }
  const counted = { ...centre, asks: new Map(centre.asks).set(address, [...recent, now]) };
  const before = inTurn(
    step(counted),
    ...callsFrom(centre, address).map((call) => (state: Centre) => ended(state, call, lostAs(call), now)),
  );
  if (opens !== undefined) {
    return inTurn(before, (state) =>
      step(state, {
        type: 'notice',
        address,
        notice: {
          type: 'closed',
          call: id,
          office: wish.office,
          opens: opens === null ? null : new Date(opens).toISOString(),
        },
      }),
    );
  }
  const call: Call = {
    id,
    origin,
    wish,
    office: wish.office,
    state: 'waiting',
    parties: [{ name: 'citizen', address, role: '', invited: false, listens: false, present, media: false }],
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
    takenBy: [],
    tags: [],
  };
  return inTurn(before, (state) =>
    step(withCall(state, call), { type: 'keep', call }, ...standingNotices(call)),
  );
}

/** Tells an address of the call that it is the citizen of. An agent that knows of none says that it is left. */
export function greeted(centre: Centre, { address }: Of<'greeted'>): Step {
  const notices = callsFrom(centre, address).flatMap((call) => standingNotices(call));
  return step(centre, ...notices.filter((effect) => effect.type === 'notice' && effect.address === address));
}

/** The calls of an address whose citizen waits or talks there. Who is to be called back is expected to be away. */
function callsFrom(centre: Centre, address: string): Call[] {
  return living(centre).filter((call) => citizenOf(call)?.address === address && call.state !== 'callback');
}

/** What a call has been whose citizen's side knows nothing of it any more. */
function lostAs(call: Call): 'broken' | 'failed' | 'lost' {
  const outcome = outcomeOf(call);
  return outcome === 'answered' ? 'broken' : outcome === 'failed' ? 'failed' : 'lost';
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
    ...(operator ? [{ type: 'hush' as const, name: deskName(operator.address), call: call.id }] : []),
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
