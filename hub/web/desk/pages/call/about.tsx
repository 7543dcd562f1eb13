import type { CallWish } from '../../../../../protocol/calls/wish.ts';
import type { CallView } from '../../../call/index.ts';
import { WishChips } from '../../parts/wish.tsx';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { officeName, subjectOf } from '../../text/names.ts';
import { Recording } from './recording.tsx';

const callsOf = (state: DeskState) => state.standing?.calls;

/** What is known of the call. Nothing of it says who the citizen is. */
export function AboutPanel({ call, wish }: { call: CallView; wish: CallWish }) {
  const { catalogue } = useParts();
  const known = useDeskState(callsOf)?.find((each) => each.call === call.call);
  return (
    <div class="about">
      {known?.note ? (
        <div class="handed-on">
          <h2>From who handed it on</h2>
          <p class="handed-note">“{known.note}”</p>
        </div>
      ) : null}
      <dl class="rows">
        <div>
          <dt>Subject</dt>
          <dd>{subjectOf(catalogue, wish)}</dd>
        </div>
        <div>
          <dt>Office</dt>
          <dd>{officeName(catalogue, wish.office)}</dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>{known?.place || (known?.origin === 'portal' ? 'Web portal' : 'Totem')}</dd>
        </div>
        <div>
          <dt>Wishes</dt>
          <dd>
            <WishChips wish={wish} />
          </dd>
        </div>
      </dl>
      {call.you === 'operator' ? <Recording call={call} wish={wish} /> : null}
    </div>
  );
}
