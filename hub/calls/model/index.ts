import { route } from '../routing/index.ts';
import { ended, inTurn, living, step } from './change.ts';
import { asked, greeted, left, postponed, resumed } from './citizen.ts';
import {
  answered,
  declined,
  filed,
  offered,
  picked,
  presence,
  shared,
  signedIn,
  signedOut,
  skilled,
  transferred,
} from './desk.ts';
import { invited } from './guests.ts';
import { joined, link, media } from './links.ts';
import { consented, recorded } from './recording.ts';
import { operatorsOf, waitingOf } from './standing.ts';
import { due } from './time.ts';
import type { Centre, Event, Rules, Step } from './types.ts';

export { callAtDesk, deskAddress, emptyCentre, living, partyAt } from './change.ts';
export { centreAgain, KeptCall } from './kept.ts';
export { placesOf, standingNotices, taking } from './standing.ts';
export { wakeAt } from './time.ts';
export type * from './types.ts';

/**
 * The call centre as a pure function: what an event makes of it, and what has to be said and kept. After each
 * event it also does what time made due, connects who can hear each other, and offers calls to free desks.
 */
export function advance(centre: Centre, event: Event, now: number, rules: Rules): Step {
  return inTurn(
    taken(centre, event, now, rules),
    (state) =>
      inTurn(
        step(state),
        ...living(state).map(
          (call) => (each: Centre) => joined(each, each.calls.get(call.id) ?? call, now, rules),
        ),
      ),
    (state) => due(state, now, rules),
    (state) => routed(state, now, rules),
  );
}

function taken(centre: Centre, event: Event, now: number, rules: Rules): Step {
  switch (event.type) {
    case 'asked':
      return asked(centre, event, now, rules);
    case 'greeted':
      return greeted(centre, event);
    case 'resumed':
      return resumed(centre, event);
    case 'postponed':
      return postponed(centre, event, now, rules);
    case 'left':
      return left(centre, event, now);
    case 'media':
      return media(centre, event);
    case 'link':
      return link(centre, event, now, rules);
    case 'closed':
      return closed(centre, event.office, now);
    case 'signed_in':
      return signedIn(centre, event, now);
    case 'skilled':
      return skilled(centre, event);
    case 'signed_out':
      return signedOut(centre, event, now);
    case 'presence':
      return presence(centre, event, now);
    case 'answered':
      return answered(centre, event, now, rules);
    case 'picked':
      return picked(centre, event, now, rules);
    case 'declined':
      return declined(centre, event, now);
    case 'shared':
      return shared(centre, event);
    case 'transferred':
      return transferred(centre, event, now);
    case 'invited':
      return invited(centre, event);
    case 'recorded':
      return recorded(centre, event);
    case 'consented':
      return consented(centre, event);
    case 'filed':
      return filed(centre, event);
    case 'tick':
      return step(centre);
  }
}

function closed(centre: Centre, office: string, now: number): Step {
  const queue = living(centre).filter(({ state, wish }) => state === 'waiting' && wish.office === office);
  return inTurn(step(centre), ...queue.map((call) => (state: Centre) => ended(state, call, 'closed', now)));
}

/** Offers calls whose citizen is there to desks that are free. */
function routed(centre: Centre, now: number, rules: Rules): Step {
  const queue = living(centre).filter(
    ({ state, parties }) => state === 'waiting' && parties.every(({ present }) => present),
  );
  if (queue.length === 0) return step(centre);
  const assignments = route(queue.map(waitingOf), operatorsOf(centre), now, rules.routing);
  return inTurn(
    step(centre),
    ...assignments.map(({ call, operator }) => (state: Centre) => {
      const waiting = state.calls.get(call);
      return waiting ? offered(state, waiting, operator, now, rules) : step(state);
    }),
  );
}
