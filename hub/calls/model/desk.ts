import { isDeepStrictEqual } from 'node:util';
import {
  after,
  callAtDesk,
  citizenOf,
  deskAddress,
  deskName,
  ended,
  freed,
  inTurn,
  living,
  operatorOf,
  partyAt,
  refusal,
  step,
  withCall,
  withDesk,
  withoutParty,
  withParty,
} from './change.ts';
import { outcomeOf } from './citizen.ts';
import { partyOf } from './guests.ts';
import { standingNotices } from './standing.ts';
import type { Call, Centre, Event, Rules, Step } from './types.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** An operator is there, or there again with the skills that hold now. */
export function signedIn(centre: Centre, event: Of<'signed_in'>, now: number): Step {
  const { name, skills, supervisor } = event;
  const known = centre.desks.get(name);
  return step(
    withDesk(centre, {
      name,
      skills,
      supervisor,
      chosen: known?.chosen ?? 'away',
      idleSince: known?.idleSince ?? now,
      present: true,
      deadline: null,
    }),
  );
}

/** What an operator can do from now on; whoever is not signed in has no desk to change. */
export function skilled(centre: Centre, event: Of<'skilled'>): Step {
  const desk = centre.desks.get(event.name);
  return step(desk ? withDesk(centre, { ...desk, skills: event.skills }) : centre);
}

/** The operator goes home: a call that rings goes on to somebody else, one under way ends. */
export function signedOut(centre: Centre, event: Of<'signed_out'>, now: number): Step {
  const call = callAtDesk(centre, event.name);
  const desks = new Map(centre.desks);
  desks.delete(event.name);
  const without = call ? stepOut(centre, call, event.name, now) : step(centre);
  // Calls that were meant for this operator alone go to anybody now.
  const calls = new Map(
    [...without.centre.calls].map(([id, each]) => [
      id,
      each.only === event.name && each.state === 'waiting' ? { ...each, only: null } : each,
    ]),
  );
  return { ...without, centre: { ...without.centre, desks, calls } };
}

/** Takes a desk out of a call that rings for it or that it takes part in. */
function stepOut(centre: Centre, call: Call, name: string, now: number): Step {
  const party = partyAt(call, deskAddress(name));
  if (!party) return step(centre);
  if (party.invited || (party.name === 'operator' && call.state === 'ringing')) {
    return declined(centre, { type: 'declined', call: call.id, name }, now);
  }
  if (party.name === 'operator') return ended(centre, call, outcomeOf(call), now);
  const without = withoutParty(call, party.name);
  return step(withCall(centre, without), ...standingNotices(without));
}

export function presence(centre: Centre, event: Of<'presence'>, now: number): Step {
  const desk = centre.desks.get(event.name);
  if (!desk || desk.chosen === event.presence) return step(centre);
  const changed = withDesk(centre, {
    ...desk,
    chosen: event.presence,
    idleSince: event.presence === 'available' ? now : desk.idleSince,
  });
  return step(event.presence === 'available' ? willing(changed, event.name) : changed);
}

/** Who makes themselves available is asked again about what they declined before. */
function willing(centre: Centre, name: string): Centre {
  return living(centre)
    .filter(({ declinedBy }) => declinedBy.includes(name))
    .reduce(
      (sum, call) => withCall(sum, { ...call, declinedBy: call.declinedBy.filter((each) => each !== name) }),
      centre,
    );
}

/** An operator takes a call out of the queue by hand, whatever its place and whatever they know. */
export function picked(centre: Centre, event: Of<'picked'>, now: number, rules: Rules): Step {
  const address = deskAddress(event.name);
  const call = centre.calls.get(event.call);
  if (call?.state !== 'waiting' || !citizenOf(call)?.present) {
    return refusal(centre, address, event.call, 'not_found', 'the call ended or somebody else took it');
  }
  if (!centre.desks.get(event.name)?.present || callAtDesk(centre, event.name)) {
    return refusal(centre, address, call.id, 'conflict', 'end the call that you are in first');
  }
  return inTurn(offered(centre, call, event.name, now, rules), (ringing) =>
    answered(ringing, { type: 'answered', call: call.id, name: event.name }, now, rules),
  );
}

/** The call rings at a desk: it was assigned, or the desk is invited to it. */
export function offered(centre: Centre, call: Call, name: string, now: number, rules: Rules): Step {
  const ringing = after(call, 'offer', {
    deadline: now + rules.ring,
    parties: [...call.parties, partyOf('operator', name, call.wish.office)],
  });
  if (!ringing) return step(centre);
  return step(
    withCall(centre, ringing),
    { type: 'ring', name, call: call.id },
    {
      type: 'keep',
      call: ringing,
    },
  );
}

export function answered(centre: Centre, event: Of<'answered'>, now: number, rules: Rules): Step {
  const address = deskAddress(event.name);
  const call = centre.calls.get(event.call);
  const party = call && partyAt(call, address);
  if (!call || !party) {
    return refusal(centre, address, event.call, 'not_found', 'the call ended or somebody else took it');
  }
  if (party.invited) {
    const joined = takenBy(event.name, withParty(call, party.name, { invited: false }));
    return step(withCall(centre, joined), { type: 'keep', call: joined }, ...standingNotices(joined));
  }
  const next = after(takenBy(event.name, call), 'answer', {
    answered: call.answered ?? now,
    deadline: now + rules.connect,
  });
  // Answered twice: tell where it stands.
  if (!next || party.name !== 'operator') return step(centre, ...standingNotices(call));
  return step(withCall(centre, next), { type: 'keep', call: next }, ...standingNotices(next));
}

function takenBy(name: string, call: Call): Call {
  return call.takenBy.includes(name) ? call : { ...call, takenBy: [...call.takenBy, name] };
}

/** The operator does not want it now, or the desk rang for too long: it keeps its place and goes to others. */
export function declined(centre: Centre, event: Of<'declined'>, now: number): Step {
  const call = centre.calls.get(event.call);
  const party = call && partyAt(call, deskAddress(event.name));
  if (!call || !party) return step(centre);
  const hush = { type: 'hush' as const, name: event.name, call: call.id };
  if (party.invited) {
    const without = withoutParty(call, party.name);
    return step(withCall(centre, without), hush, ...standingNotices(without));
  }
  if (party.name !== 'operator') return step(centre);
  const waiting = after(withoutParty(call, 'operator'), 'decline', {
    declinedBy: [...call.declinedBy, event.name],
    only: call.only === event.name ? null : call.only,
  });
  if (!waiting) return step(centre);
  return step(
    freed(withCall(centre, waiting), [party], now),
    hush,
    { type: 'keep', call: waiting },
    ...standingNotices(waiting),
  );
}

/** Hands the call on with a note; it waits with the time it has waited already, and others who took part leave. */
export function transferred(centre: Centre, event: Of<'transferred'>, now: number): Step {
  const address = deskAddress(event.name);
  const call = centre.calls.get(event.call);
  const operator = call && operatorOf(call);
  if (!call || operator?.address !== address || call.state === 'ringing') {
    return refusal(centre, address, event.call, 'forbidden', 'only the operator of a call hands it on');
  }
  const { to } = event;
  if ('operator' in to && (!centre.desks.has(to.operator) || to.operator === event.name)) {
    return refusal(centre, address, call.id, 'conflict', `${to.operator} is not signed in`);
  }
  const others = call.parties.filter(({ name }) => name !== 'citizen');
  const waiting = after(
    { ...call, parties: call.parties.filter(({ name }) => name === 'citizen') },
    'transfer',
    {
      wish: 'office' in to ? { ...call.wish, office: to.office } : call.wish,
      only: 'operator' in to ? to.operator : null,
      declinedBy: [event.name],
      note: event.note,
      share: { kind: 'none' },
      recording: null,
    },
  );
  if (!waiting) return refusal(centre, address, call.id, 'conflict', 'this call cannot be handed on now');
  return step(
    freed(withCall(centre, waiting), others, now),
    ...others.map(({ address: other, invited }) =>
      invited
        ? { type: 'hush' as const, name: deskName(other), call: call.id }
        : {
            type: 'notice' as const,
            address: other,
            notice: { type: 'ended' as const, call: call.id, outcome: 'answered' as const },
          },
    ),
    { type: 'keep', call: waiting },
    ...standingNotices(waiting),
  );
}

export function shared(centre: Centre, event: Of<'shared'>): Step {
  const address = deskAddress(event.name);
  const call = centre.calls.get(event.call);
  if (!call || operatorOf(call)?.address !== address || call.state === 'ringing') {
    return refusal(
      centre,
      address,
      event.call,
      'forbidden',
      'only the operator of a call shows something in it',
    );
  }
  const next = { ...call, share: event.share };
  // A pointer moves many times a second and is not worth a write.
  const still = isDeepStrictEqual(withoutPointer(call.share), withoutPointer(event.share));
  return step(
    withCall(centre, next),
    ...(still ? [] : [{ type: 'keep' as const, call: next }]),
    ...next.parties
      .filter((party) => !party.invited && party.address !== address)
      .map((party) => ({
        type: 'notice' as const,
        address: party.address,
        notice: { type: 'share' as const, call: call.id, share: event.share },
      })),
  );
}

function withoutPointer(share: Call['share']): Call['share'] {
  return share.kind === 'document' ? { ...share, pointer: null } : share;
}

/** Files a call, under way or over, under some tags: who took part in it may. */
export function filed(centre: Centre, event: Of<'filed'>): Step {
  const call = centre.calls.get(event.call);
  // Of a call of others a desk is not told either that there is one.
  if (!call?.takenBy.includes(event.name)) {
    return refusal(
      centre,
      deskAddress(event.name),
      event.call,
      'not_found',
      'this call is not known any more, or was not yours',
    );
  }
  const next = { ...call, tags: event.tags };
  return step(withCall(centre, next), { type: 'keep', call: next });
}
