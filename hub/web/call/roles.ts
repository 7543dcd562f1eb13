import type { CallParty, PartyName } from '../../../protocol/calls/messages.ts';
import type { CallWish } from '../../../protocol/calls/wish.ts';

/** The earlier in this order makes the offer (RFC 8829), the later answers. */
const order: readonly PartyName[] = ['citizen', 'operator'];

function rank(party: PartyName): number {
  const place = order.indexOf(party);
  return place >= 0 ? place : order.length + Number(party.slice('guest-'.length));
}

/** Whether this party makes the offers to that one. */
export function offersTo(from: PartyName, to: PartyName): boolean {
  return rank(from) < rank(to);
}

/** Which media a party sends in a call that was asked for so. Text goes through the hub and is always there. */
export function sendsMedia(
  party: Pick<CallParty, 'party' | 'listens'>,
  { mode, seen }: Pick<CallWish, 'mode' | 'seen'>,
): { audio: boolean; video: boolean } {
  const speaks = !party.listens && mode !== 'text';
  return { audio: speaks, video: speaks && mode === 'video' && (seen || party.party !== 'citizen') };
}
