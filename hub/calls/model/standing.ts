import type { CallNotice } from '../../../protocol/calls/index.ts';
import type { HandlingTimes, Operator, Waiting } from '../routing/index.ts';
import { standingOf } from '../routing/index.ts';
import { callAtDesk, living } from './change.ts';
import type { Call, Centre, Effect, Party, Rules } from './types.ts';

/** A call that waits, as routing sees it: in the queue, or with a desk ringing, which may still say no. */
export function waitingOf(call: Call): Waiting {
  return {
    id: call.id,
    wish: call.wish,
    since: call.since,
    declinedBy: call.declinedBy,
    only: call.only,
  };
}

/** The desks as routing sees them: one with a call is busy, one whose browser is gone is away. */
export function operatorsOf(centre: Centre): Operator[] {
  return [...centre.desks.values()].map((desk) => ({
    name: desk.name,
    skills: desk.skills,
    idleSince: desk.idleSince,
    presence: !desk.present ? 'away' : callAtDesk(centre, desk.name) ? 'busy' : desk.chosen,
  }));
}

export interface Place {
  position: number | null;
  wait: { from: number; to: number } | null;
}

/** Place and expected wait of every call that waits. */
export function placesOf(
  centre: Centre,
  now: number,
  rules: Rules,
  handling: HandlingTimes,
): Map<Call['id'], Place> {
  const queue = living(centre).filter(({ state }) => state === 'waiting' || state === 'ringing');
  const waiting = queue.map(waitingOf);
  const operators = operatorsOf(centre);
  return new Map(
    waiting.map((call) => [call.id, standingOf(call, waiting, operators, now, rules.routing, handling)]),
  );
}

const nowhere: Place = { position: null, wait: null };

/** Those who take part: neither invited nor an operator whose desk still rings. */
export function taking(call: Call): Party[] {
  return call.parties.filter(
    ({ name, invited }) => !invited && !(name === 'operator' && call.state === 'ringing'),
  );
}

/** What each of a call's parties is told of it; servers that help to connect are added by who sends it. */
export function standingNotices(call: Call, place: Place = nowhere): Effect[] {
  return taking(call).map((party) => ({
    type: 'notice',
    address: party.address,
    notice: standingFor(call, party, place),
  }));
}

function standingFor(call: Call, party: Party, place: Place): CallNotice {
  const queued = call.state === 'ringing' || call.state === 'waiting';
  return {
    type: 'standing',
    call: call.id,
    state: call.state,
    you: party.name,
    wish: call.wish,
    position: queued ? place.position : null,
    wait: queued ? place.wait : null,
    parties: taking(call).map(({ name, role, listens }) => ({ party: name, role, listens })),
    ice: [],
    share: call.share,
    ...(call.recording && { recording: call.recording }),
  };
}
