import type { DeskCall } from '../../../../../protocol/calls/desk.ts';
import { Card, Chip, type Tone } from '../../../dashboard/shared.ts';
import { Elapsed } from '../../parts/elapsed.tsx';
import { WishChips } from '../../parts/wish.tsx';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { officeName, subjectOf } from '../../text/names.ts';

const callsOf = (state: DeskState) => state.standing?.calls;
const youOf = (state: DeskState) => state.standing?.you ?? '';

const stateWords: Readonly<Record<DeskCall['state'], { word: string; tone: Tone }>> = {
  waiting: { word: 'Waiting', tone: 'warning' },
  ringing: { word: 'Ringing', tone: 'info' },
  connecting: { word: 'Connecting', tone: 'info' },
  connected: { word: 'Talking', tone: 'good' },
  interrupted: { word: 'Interrupted', tone: 'bad' },
  callback: { word: 'To come back', tone: 'neutral' },
  ended: { word: 'Over', tone: 'neutral' },
};

/** Every call that is not over, and the way to listen to one, of which everybody in it is told. */
export function UnderWay() {
  const { catalogue } = useParts();
  const calls = useDeskState(callsOf) ?? [];
  return (
    <Card title="Calls now">
      {calls.length === 0 ? <p class="quiet">Nobody waits, nobody talks.</p> : null}
      <ul class="under-way">
        {calls.map((call) => (
          <li key={call.call}>
            <div>
              <strong>{subjectOf(catalogue, call.wish)}</strong>
              <small>
                {officeName(catalogue, call.wish.office)} ·{' '}
                <Elapsed since={Date.parse(call.answered ?? call.since)} />
              </small>
              <WishChips wish={call.wish} />
            </div>
            <div class="under-way-side">
              <Chip tone={stateWords[call.state].tone}>{stateWords[call.state].word}</Chip>
              {call.state === 'connected' || call.state === 'connecting' ? (
                <ListenButton call={call} />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <p class="panel-hint">When you listen, the citizen and the operator read it on their screens.</p>
    </Card>
  );
}

function ListenButton({ call }: { call: DeskCall }) {
  const { session, catalogue } = useParts();
  const you = useDeskState(youOf);
  return (
    <button
      type="button"
      class="btn btn-outline-primary btn-sm"
      onClick={() => session.send({ type: 'invite', call: call.call, operator: you, listens: true })}
    >
      Listen <span class="visually-hidden">to: {subjectOf(catalogue, call.wish)}</span>
    </button>
  );
}
