import type { DeskCall } from '../../../../protocol/calls/desk.ts';
import { Chip } from '../../dashboard/shared.ts';
import { useParts } from '../state/context.ts';
import { officeName, subjectOf } from '../text/names.ts';
import { Elapsed } from './elapsed.tsx';
import { WishChips } from './wish.tsx';

/** One who waits: nothing in it says who they are. */
export function WaitingCall({ call, place }: { call: DeskCall; place: number }) {
  const { session, catalogue } = useParts();
  const { wish, state, since, origin, note, present } = call;
  const subject = subjectOf(catalogue, wish);
  return (
    <li class="queue-item">
      <span class="queue-place">
        <span class="visually-hidden">Place </span>
        {place}
      </span>
      <div class="queue-what">
        <h2>{subject}</h2>
        <p class="quiet">
          {wish.subject === null ? 'Any question' : officeName(catalogue, wish.office)} ·{' '}
          {call.place || (origin === 'portal' ? 'Web portal' : 'Totem')}
        </p>
        <WishChips wish={wish} />
        {note ? <p class="handed-note">“{note}”</p> : null}
      </div>
      <div class="queue-side">
        <Elapsed since={Date.parse(since)} label="Waiting" />
        {state === 'ringing' ? <Chip tone="good">Ringing</Chip> : null}
        {present ? null : <Chip tone="warning">Not reached</Chip>}
        {state === 'waiting' && present ? (
          <button
            type="button"
            class="btn btn-outline-primary btn-sm"
            onClick={() => void session.take(call.call, 'pick')}
          >
            Take <span class="visually-hidden">the call: {subject}</span>
          </button>
        ) : null}
      </div>
    </li>
  );
}
