import type { CallId, CallOutcome, PartyName } from '../../../protocol/calls/index.ts';
import { type CallEvent, callTable } from '../table.ts';
import type { Address, Call, Centre, Desk, Effect, Party, RefusalCode, Step } from './types.ts';

/** Small changes that the events have in common. Nothing here changes its arguments. */

export const emptyCentre: Centre = { calls: new Map(), desks: new Map(), asks: new Map() };

export const deskAddress = (name: string): Address => `desk:${name}`;
/** Whose desk is at this address. */
export const deskName = (address: Address): string => address.slice('desk:'.length);

export function step(centre: Centre, ...effects: Effect[]): Step {
  return { centre, effects };
}

export function refusal(
  centre: Centre,
  address: Address,
  call: CallId,
  code: RefusalCode,
  message: string,
): Step {
  return step(centre, { type: 'refuse', address, call, code, message });
}

/** The call after an event of the table, or `undefined` where the table has none. */
export function after(call: Call, event: CallEvent, changes: Partial<Call> = {}): Call | undefined {
  const state = callTable[call.state][event];
  return state === undefined ? undefined : { ...call, deadline: null, ...changes, state };
}

export function withCall(centre: Centre, call: Call): Centre {
  return { ...centre, calls: new Map(centre.calls).set(call.id, call) };
}

export function withDesk(centre: Centre, desk: Desk): Centre {
  return { ...centre, desks: new Map(centre.desks).set(desk.name, desk) };
}

export function citizenOf(call: Call): Party | undefined {
  return call.parties.find(({ name }) => name === 'citizen');
}

export function operatorOf(call: Call): Party | undefined {
  return call.parties.find(({ name }) => name === 'operator');
}

export function partyAt(call: Call, address: Address): Party | undefined {
  return call.parties.find((party) => party.address === address);
}

export function withParty(call: Call, name: PartyName, changes: Partial<Party>): Call {
  return {
    ...call,
    parties: call.parties.map((party) => (party.name === name ? { ...party, ...changes } : party)),
  };
}

export function withoutParty(call: Call, name: PartyName): Call {
  return { ...call, parties: call.parties.filter((party) => party.name !== name) };
}

/** Calls that are not over. */
export function living(centre: Centre): Call[] {
  return [...centre.calls.values()].filter(({ state }) => state !== 'ended');
}

/** The call that occupies a desk: it rings for it, or takes part. */
export function callAtDesk(centre: Centre, name: string): Call | undefined {
  return living(centre).find((call) => partyAt(call, deskAddress(name)) !== undefined);
}

/** Ends a call, tells everybody in it and frees their desks. */
export function ended(centre: Centre, call: Call, outcome: CallOutcome, now: number): Step {
  const over = after(call, 'end', {
    outcome,
    ended: now,
    note: '',
    share: { kind: 'none' },
    recording: null,
    parties: [],
  });
  if (!over) return step(centre);
  const effects: Effect[] = call.parties.map((party) =>
    party.invited || (party.name === 'operator' && call.state === 'ringing')
      ? { type: 'hush', name: deskName(party.address), call: call.id }
      : { type: 'notice', address: party.address, notice: { type: 'ended', call: call.id, outcome } },
  );
  return step(freed(withCall(centre, over), call.parties, now), ...effects, { type: 'keep', call: over });
}

/** Desks that have been with a call are idle from now. */
export function freed(centre: Centre, parties: readonly Party[], now: number): Centre {
  return parties.reduce((sum, { address }) => {
    const desk = sum.desks.get(deskName(address));
    return address.startsWith('desk:') && desk ? withDesk(sum, { ...desk, idleSince: now }) : sum;
  }, centre);
}

/** Does one thing after the other. */
export function inTurn(first: Step, ...next: ((centre: Centre) => Step)[]): Step {
  return next.reduce((sum, make) => {
    const made = make(sum.centre);
    return { centre: made.centre, effects: [...sum.effects, ...made.effects] };
  }, first);
}
