import type { PartyName, Skills } from '../../../protocol/calls/index.ts';
import { deskAddress, deskName, inTurn, operatorOf, refusal, step, withCall } from './change.ts';
import { operatorsOf, standingNotices } from './standing.ts';
import type { Call, Centre, Event, Party, Step } from './types.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

export function partyOf(party: PartyName, name: string, role: string): Party {
  return {
    name: party,
    address: deskAddress(name),
    role,
    invited: false,
    listens: false,
    present: true,
    media: false,
  };
}

const guests = ['guest-1', 'guest-2', 'guest-3'] as const;

/** Asks a colleague or an interpreter in, or lets a supervisor listen; the citizen is told of everybody. */
export function invited(centre: Centre, event: Of<'invited'>): Step {
  const address = deskAddress(event.name);
  const call = centre.calls.get(event.call);
  const refused = (code: 'forbidden' | 'conflict', message: string) =>
    refusal(centre, address, event.call, code, message);
  const self = event.guest === event.name;
  if (!call || (!self && operatorOf(call)?.address !== address)) {
    return refused('forbidden', 'only the operator of a call invites others to it');
  }
  if (self && !(event.listens && centre.desks.get(event.name)?.supervisor)) {
    return refused('forbidden', 'only a supervisor listens to a call of others');
  }
  if (call.state !== 'connected' && call.state !== 'connecting') {
    return refused('conflict', 'nobody talks in this call now');
  }
  const guest = operatorsOf(centre).find(({ name }) => name === event.guest);
  const free = firstFree(guests, call);
  if (!guest || guest.presence === 'busy' || (guest.presence === 'away' && !self)) {
    return refused('conflict', `${event.guest} is not free`);
  }
  if (!free) return refused('conflict', 'at most three guests take part in a call');
  const operator = centre.desks.get(deskName(operatorOf(call)?.address ?? ''));
  const role = interprets(guest.skills, operator?.skills, call.wish)
    ? 'interpreter'
    : (guest.skills.offices[0] ?? '');
  const party: Party = {
    ...partyOf(free, event.guest, role),
    invited: !self,
    listens: event.listens,
  };
  const next = { ...call, parties: [...call.parties, party] };
  return inTurn(
    step(
      withCall(centre, next),
      ...(self ? [] : [{ type: 'ring' as const, name: event.guest, call: call.id }]),
      { type: 'keep', call: next },
    ),
    (now) => step(now, ...(self ? standingNotices(next) : [])),
  );
}

/** Whether a guest signs or speaks for an operator who does not know the citizen's language. */
function interprets(guest: Skills, operator: Skills | undefined, wish: Call['wish']): boolean {
  const signs = wish.signLanguage && guest.signLanguage && operator?.signLanguage !== true;
  const speaks = (skills: Skills | undefined) => skills?.languages.includes(wish.language) ?? false;
  return signs || (speaks(guest) && !speaks(operator));
}

/** The first name of a guest that is free in a call. */
function firstFree(names: readonly PartyName[], call: Call): PartyName | undefined {
  return names.find((name) => !call.parties.some((party) => party.name === name));
}
